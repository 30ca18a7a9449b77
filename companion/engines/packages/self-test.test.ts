import { describe, expect, test } from 'vitest';
import { whyNotAdded } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { testPackage } from './self-test.ts';

const { signal } = new AbortController();

for (const [id, other] of [
  ['openvino', 'ort'],
  ['litert', 'openvino'],
  ['llama', 'llama-vulkan'],
] as const) {
  const why = await whyNotAdded(id);
  describe.skipIf(why)(`${id} ${why}`, () => {
    test('an added engine runs a small model', async () => {
      const { path } = await findLibrary(id);
      await testPackage(id, packageTable[id], path, signal);
    });

    test('a file that is not the library is rejected', async () => {
      const tested = testPackage(other, packageTable[other], import.meta.filename, signal);
      await expect(tested).rejects.toMatchObject({ code: 'engine-rejected', facts: { file: other } });
    });
  });
}

const why = await whyNotAdded('openvino');
test.skipIf(why)(`the library of another engine is rejected ${why}`, async () => {
  const { path } = await findLibrary('openvino');
  await expect(testPackage('ort', packageTable.openvino, path, signal)).rejects.toMatchObject({
    code: 'engine-rejected',
    facts: { file: 'ort' },
  });
});
