import { expect, test } from 'vitest';
import { findSkipReason } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { describeSelfTest } from './self-test.fixture.ts';
import { runSelfTest } from './self-test.ts';

await describeSelfTest('litert', 'openvino');

const skipReason = await findSkipReason('openvino');
test.skipIf(skipReason)(`rejects the library of another engine ${skipReason}`, async () => {
  const { path } = await findLibrary('openvino');
  const { signal } = new AbortController();
  await expect(runSelfTest('ort', packageTable.openvino, path, signal)).rejects.toMatchObject({
    code: 'engine-rejected',
    facts: { file: 'ort' },
  });
});
