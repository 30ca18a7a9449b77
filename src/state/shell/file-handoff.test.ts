import { beforeEach, expect, test } from 'vitest';
import { listPendingFiles, setPendingFiles, releaseModel } from './file-handoff.ts';

/** Node supports Web Locks since 24.5. */
const hasLocks = 'locks' in navigator;

const files = [new File([], 'model.onnx')];

/** Lists the locks of models that cannot be deleted now (`storage/store/locks.ts`). */
async function listHeldLocks(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => name ?? []);
}

beforeEach(() => setPendingFiles([]));

test.skipIf(!hasLocks)(
  'handing over files of a stored model prevents its deletion until other files are handed over',
  async () => {
    setPendingFiles(files, 'stored');
    expect(await listHeldLocks()).toEqual(['assay-model-in-use stored']);
    setPendingFiles(files, 'other');
    await expect.poll(listHeldLocks).toEqual(['assay-model-in-use other']);
    setPendingFiles(files);
    await expect.poll(listHeldLocks).toEqual([]);
    expect(listPendingFiles()).toBe(files);
  },
);

test.skipIf(!hasLocks)('handing over files of the same stored model again does not request a second lock', async () => {
  setPendingFiles(files, 'stored');
  await listHeldLocks();
  setPendingFiles([...files], 'stored');
  expect(await listHeldLocks()).toEqual(['assay-model-in-use stored']);
});

test.skipIf(!hasLocks)('releasing a model before its deletion ends its lock and clears its files', async () => {
  setPendingFiles(files, 'stored');
  await listHeldLocks();
  await releaseModel('stored');
  expect(await listHeldLocks()).toEqual([]);
  expect(listPendingFiles()).toEqual([]);
});

test.skipIf(!hasLocks)('releasing another model has no effect', async () => {
  setPendingFiles(files, 'stored');
  await releaseModel('other');
  expect(await listHeldLocks()).toEqual(['assay-model-in-use stored']);
  expect(listPendingFiles()).toBe(files);
});
