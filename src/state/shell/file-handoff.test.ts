import { beforeEach, expect, test } from 'vitest';
import { handedOverFiles, handOverFiles, releaseStored } from './file-handoff.ts';

/** Node has Web Locks since 24.5. */
const hasLocks = 'locks' in navigator;

const files = [new File([], 'model.onnx')];

/** The models that a deletion would have to wait for (`storage/locks.ts`). */
async function inUse(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => name ?? []);
}

beforeEach(() => handOverFiles([]));

test.skipIf(!hasLocks)(
  'files of a stored model keep it from being deleted until files of another are handed over',
  async () => {
    handOverFiles(files, 'stored');
    expect(await inUse()).toEqual(['assay-model-in-use stored']);
    handOverFiles(files, 'other');
    await expect.poll(inUse).toEqual(['assay-model-in-use other']);
    handOverFiles(files);
    await expect.poll(inUse).toEqual([]);
    expect(handedOverFiles()).toBe(files);
  },
);

test.skipIf(!hasLocks)('files of the same stored model that are handed over again keep their one lock', async () => {
  handOverFiles(files, 'stored');
  await inUse();
  handOverFiles([...files], 'stored');
  expect(await inUse()).toEqual(['assay-model-in-use stored']);
});

test.skipIf(!hasLocks)(
  'a model that is about to be deleted is no longer in use here once it is released, and its files are gone',
  async () => {
    handOverFiles(files, 'stored');
    await inUse();
    await releaseStored('stored');
    expect(await inUse()).toEqual([]);
    expect(handedOverFiles()).toEqual([]);
  },
);

test.skipIf(!hasLocks)('the release of another model changes nothing', async () => {
  handOverFiles(files, 'stored');
  await releaseStored('other');
  expect(await inUse()).toEqual(['assay-model-in-use stored']);
  expect(handedOverFiles()).toBe(files);
});
