import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import type { NewQueuedInput } from '#deploy/labelling/queued-input.ts';
import { sampleDeployment } from '#deploy/deployment.fixture.ts';
import { findEstimator, storeEstimator, type StoredEstimator } from './accuracy-estimators.ts';
import { deleteDeployment, storeDeployment } from './deployment-records.ts';
import * as labelling from './labelling-records.ts';
import * as observations from './observation-records.ts';

const input: NewQueuedInput = {
  deployment: 'a',
  version: 1,
  atMs: 5,
  reason: 'random',
  input: new File(['image'], 'photo.jpg'),
  classes: [{ label: 'cat', probability: 0.4 }],
};

beforeEach(async () => {
  await deleteDeployment('a');
  await deleteDeployment('b');
});

test('inputs queued in two tabs are both kept, and labels are stored', async () => {
  await Promise.all([labelling.queueInput(input), labelling.queueInput({ ...input, input: 'a text' })]);
  await labelling.queueInput({ ...input, deployment: 'b' });
  const { inputs } = await labelling.loadQueue('a');
  expect(inputs.map(({ label }) => label)).toEqual([null, null]);
  const [first] = inputs;
  expect(await (first!.input as File).text()).toBe('image');
  await labelling.setLabel(first!.id, 'dog');
  await labelling.setLabel(-1, 'of an input that another tab has deleted');
  expect((await labelling.loadQueue('a')).inputs.map(({ label }) => label)).toEqual(['dog', null]);
  await labelling.deleteInput(first!.id);
  await labelling.deleteQueue('a');
  expect((await labelling.loadQueue('a')).inputs).toEqual([]);
  expect((await labelling.loadQueue('b')).inputs).toHaveLength(1);
});

test('observations of two tabs are appended, and damaged ones are left out and counted', async () => {
  const add = (numbers: Record<string, number>) =>
    observations.addObservations({ deployment: 'a', version: 1, observations: [{ atMs: 1, numbers }] });
  await Promise.all([add({ confidence: 0.5 }), add({ confidence: 0.6 })]);
  const database = await openDB('assay-deployments');
  const stored = (await database.get('observations', ['a', 1])) as { observations: object[] };
  const damaged = { atMs: 1, numbers: { confidence: Number.NaN } };
  await database.put('observations', { ...stored, observations: [...stored.observations, damaged] });
  await database.add('queue', { ...input, classes: null, label: null });
  database.close();
  expect(await observations.loadObservations('a', 1)).toMatchObject({ observations: [{}, {}], damagedCount: 1 });
  expect(await labelling.loadQueue('a')).toEqual({ inputs: [], damagedCount: 1 });
});

test('deleting a deployment deletes its observations and inputs', async () => {
  await storeDeployment(sampleDeployment);
  await labelling.queueInput(input);
  await observations.addObservations({ deployment: 'a', version: 1, observations: [{ atMs: 1, numbers: {} }] });
  await deleteDeployment('a');
  expect((await labelling.loadQueue('a')).inputs).toEqual([]);
  expect((await observations.loadObservations('a', 1)).observations).toEqual([]);
});

test('the estimator of a model is found by its digests, and the one fitted on the most items counts', async () => {
  const [one, other] = [{ sha256: 'aa' }, { sha256: 'bb' }];
  const create = (dataset: string, items: number): StoredEstimator => ({
    model: 'aa bb',
    task: 'digits',
    dataset: { name: dataset, sha256: dataset },
    fittedAtMs: 1,
    estimator: { temperature: 1, threshold: 0.5, items, accuracy: 0.9, heldOutItems: 50, heldOut: {} as never },
  });
  await storeEstimator(create('large', 500));
  await storeEstimator(create('small', 50));
  expect((await findEstimator([other, one], 'digits'))?.dataset.name).toBe('large');
  expect(await findEstimator([one], 'digits')).toBeNull();
  expect(await findEstimator([], 'digits')).toBeNull();
});
