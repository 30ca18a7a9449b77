import { beforeEach, expect, test, vi } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { QueuedInput } from '#deploy/labelling/queued-input.ts';
import { sampleDeployment } from '#deploy/deployment.fixture.ts';
import type { TimedObservation } from '#monitor/recent-observations.ts';
import type { StoredEstimator } from '#records/accuracy-estimators.ts';
import type { ReferenceWindow } from '#records/reference-windows.ts';
import { RecentInputs } from './recent-inputs.svelte.ts';

const stored = vi.hoisted(() => ({
  observations: [] as TimedObservation[],
  inputs: [] as QueuedInput[],
  reference: null as ReferenceWindow | null,
  estimator: null as StoredEstimator | null,
}));
vi.mock('#records/observation-records.ts', () => ({
  loadObservations: async () => ({ observations: stored.observations, damagedCount: 2 }),
}));
vi.mock('#records/labelling-records.ts', () => ({
  loadQueue: async () => ({ inputs: stored.inputs, damagedCount: 1 }),
}));
vi.mock('#records/accuracy-estimators.ts', () => ({ findEstimator: async () => stored.estimator }));
vi.mock('#records/reference-windows.ts', () => ({
  loadReferenceWindow: async () => stored.reference,
  storeReferenceWindow: async (window: ReferenceWindow) => void (stored.reference = window),
  deleteReferenceWindow: async () => void (stored.reference = null),
}));

const load = async () => {
  const inputs = new RecentInputs();
  await inputs.load(sampleDeployment, sampleDeployment.versions[0]!, []);
  return inputs;
};

/** Inputs with two classes, the first of which has a probability of `base` or up to 0.1 more. */
function createObservations(count: number, base: number, startMs = 0): TimedObservation[] {
  const random = createSeededRandom(3);
  return Array.from({ length: count }, (_, index) => {
    const probability = base + random() / 10;
    const classes = [
      { label: '1', probability },
      { label: '7', probability: 1 - probability },
    ];
    return { atMs: startMs + index, numbers: { confidence: probability }, category: '1', classes };
  });
}
const error = { mean: 0.02, max: 0.05 };
const estimator: StoredEstimator = {
  model: 'aa',
  task: 'digits',
  dataset: { name: 'bars', sha256: 'dd' },
  fittedAtMs: 1,
  estimator: {
    temperature: 1,
    threshold: 0.8,
    items: 100,
    accuracy: 0.9,
    heldOutItems: 50,
    heldOut: { 'average-confidence': error, 'thresholded-confidence': error },
  },
};

beforeEach(() => {
  Object.assign(stored, { observations: createObservations(40, 0.85), inputs: [], reference: null, estimator: null });
});

test('the latest inputs become the reference, and later ones are compared with it', async () => {
  const first = await load();
  expect(first).toMatchObject({ drift: null, estimates: null, damagedCount: 3 });
  await first.storeReference();
  // The reference is not compared with itself.
  expect((await load()).drift).toMatchObject({ verdict: 'not-measured', referenceItems: 40, currentItems: 0 });
  stored.observations = [...stored.observations, ...createObservations(40, 0.85, 100)];
  expect((await load()).drift).toMatchObject({ verdict: 'no-drift', currentItems: 40 });
  stored.observations = createObservations(40, 0.5, 200);
  const later = await load();
  expect(later.drift).toMatchObject({ verdict: 'drift', parts: [{ feature: 'confidence' }] });
  await later.removeReference();
  expect((await load()).drift).toBeNull();
});

test('accuracy is estimated only with an estimator and with enough inputs', async () => {
  stored.estimator = estimator;
  expect((await load()).estimates?.['thresholded-confidence']).toBe(1);
  stored.observations = createObservations(19, 0.85);
  expect((await load()).estimates).toBeNull();
});

test('only randomly drawn inputs of the current version count for past errors', async () => {
  stored.estimator = estimator;
  const createQueuedInput = (id: number, change: Partial<QueuedInput>): QueuedInput => ({
    id,
    deployment: 'a',
    version: 1,
    atMs: id,
    reason: 'random',
    input: 'text',
    classes: stored.observations[0]!.classes!,
    label: id % 4 === 0 ? '7' : '1',
    ...change,
  });
  stored.inputs = [
    ...Array.from({ length: 20 }, (_, id) => createQueuedInput(id, {})),
    createQueuedInput(100, { reason: 'low-confidence' }),
    createQueuedInput(101, { version: 2 }),
    createQueuedInput(102, { label: null }),
  ];
  const inputs = await load();
  expect(inputs.labelledAtRandom).toHaveLength(20);
  expect(inputs.pastErrors).toMatchObject([{ items: 20, accuracy: 0.75, estimates: { 'thresholded-confidence': 1 } }]);
});
