import { expect, test } from 'vitest';
import { whyNotAdded } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { testPackage } from './self-test.ts';

const why = await whyNotAdded('openvino');
const { signal } = new AbortController();

test.skipIf(why)(`an added engine runs a small model, and another library is rejected ${why}`, async () => {
  const { path } = await findLibrary('openvino');
  await testPackage('openvino', packageTable.openvino, path, signal);
  await expect(testPackage('ort', packageTable.openvino, path, signal)).rejects.toMatchObject({
    code: 'engine-rejected',
    facts: { file: 'ort' },
  });
});
