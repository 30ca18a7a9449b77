import { expect, test } from 'vitest';
import { findReasonNotAdded } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { describeSelfTest } from './self-test.fixture.ts';
import { testPackage } from './self-test.ts';

await describeSelfTest('litert', 'openvino');

const why = await findReasonNotAdded('openvino');
test.skipIf(why)(`the library of another engine is rejected ${why}`, async () => {
  const { path } = await findLibrary('openvino');
  const { signal } = new AbortController();
  await expect(testPackage('ort', packageTable.openvino, path, signal)).rejects.toMatchObject({
    code: 'engine-rejected',
    facts: { file: 'ort' },
  });
});
