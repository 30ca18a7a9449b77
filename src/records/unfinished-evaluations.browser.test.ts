import { deleteDB } from 'idb';
import { beforeAll, expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import {
  deleteUnfinishedEvaluation,
  storeCompletedItems,
  storeUnfinishedEvaluation,
  loadCompletedItems,
  findUnfinishedEvaluation,
  type UnfinishedEvaluation,
} from './unfinished-evaluations.ts';

beforeAll(() => deleteDB('assay-evaluations'));

const createRun = (id: string, hash: string, startedAtMs: number): UnfinishedEvaluation => ({
  id,
  hash,
  identity: '',
  startedAtMs,
  folder: { name: 'digits', handle: null },
  options: {},
  classMap: {},
  gateFile: null,
  total: 3,
  done: 0,
});
const createItems = (...paths: readonly string[]) =>
  paths.map((path): EvaluatedItem => ({ path, sha256: null, error: { code: 'file-gone', facts: {} } }));
const loadPaths = async (id: string) => (await loadCompletedItems(id)).candidate.map(({ path }) => path);

test('a run and its items are stored in parts, with the folder, until the run is deleted', async () => {
  const handle = await navigator.storage.getDirectory();
  await storeUnfinishedEvaluation({ ...createRun('a', '#/a', 1), folder: { name: 'digits', handle } });
  await storeCompletedItems('a', { candidate: createItems('z', 'y'), baseline: null, blocks: [2] });
  await storeCompletedItems('a', { candidate: createItems('x'), baseline: null, blocks: [1] });
  const unfinished = await findUnfinishedEvaluation('#/a');
  expect(unfinished).toMatchObject({ id: 'a', done: 3 });
  expect(await unfinished?.folder.handle?.isSameEntry(handle)).toBe(true);
  expect(await loadCompletedItems('a')).toEqual({
    candidate: createItems('z', 'y', 'x'),
    baseline: null,
    blocks: [2, 1],
  });
  await deleteUnfinishedEvaluation('a');
  expect([await findUnfinishedEvaluation('#/a'), await loadPaths('a')]).toEqual([null, []]);
  await storeCompletedItems('a', { candidate: createItems('w'), baseline: null, blocks: [1] });
  expect(await loadPaths('a')).toEqual([]);
});

test('a new run replaces the one with the same URL, and at most five are stored', async () => {
  await storeUnfinishedEvaluation(createRun('first', '#/0', 0));
  await storeCompletedItems('first', { candidate: createItems('a'), baseline: createItems('a'), blocks: [1] });
  await storeUnfinishedEvaluation(createRun('second', '#/0', 1));
  expect([(await findUnfinishedEvaluation('#/0'))?.id, await loadPaths('first')]).toEqual(['second', []]);
  for (let index = 2; index <= 6; index++)
    await storeUnfinishedEvaluation(createRun(`run ${index}`, `#/${index}`, index));
  expect(await findUnfinishedEvaluation('#/0')).toBeNull();
  expect(await findUnfinishedEvaluation('#/2')).toMatchObject({ id: 'run 2' });
});
