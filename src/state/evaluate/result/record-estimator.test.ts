import { beforeEach, expect, test, vi } from 'vitest';
import { createSampleTaskReport } from '#core/report/report.fixture.ts';
import type { ComparedItem } from '#evaluate/result/evaluation-result.ts';
import type { ClassificationOutcome } from '#metrics/classification.ts';
import type { StoredEstimator } from '#records/accuracy-estimators.ts';
import { recordEstimator } from './record-estimator.ts';

const stored = vi.hoisted(() => ({ estimators: [] as StoredEstimator[] }));
vi.mock('#records/accuracy-estimators.ts', async (load) => ({
  ...(await load<object>()),
  storeEstimator: async (estimator: StoredEstimator) => void stored.estimators.push(estimator),
}));

const { baseline: _, ...report } = createSampleTaskReport();
const createOutcome = (index: number): ClassificationOutcome => ({
  truth: index % 5 === 0 ? 'dog' : 'cat',
  predictions: ['cat', 'dog'],
  confidence: 0.8,
  probabilities: [0.7 + (index % 10) / 50, 0.3 - (index % 10) / 50],
  truthProbability: index % 5 === 0 ? 0.3 : 0.7,
});
const createItems = (count: number, toOutcome: (index: number) => unknown = createOutcome) =>
  Array.from({ length: count }, (_, index) => ({
    candidate: { outcome: toOutcome(index) },
  })) as unknown as ComparedItem[];

beforeEach(() => void (stored.estimators = []));

test('an evaluation of a classifier stores its estimator by the digests of model and data', async () => {
  await recordEstimator({ report, items: createItems(50) }, 7);
  expect(stored.estimators).toMatchObject([
    {
      task: report.task,
      dataset: { name: report.data.name, sha256: report.data.sha256 },
      fittedAtMs: 7,
      estimator: { items: 50, accuracy: 0.8 },
    },
  ]);
});

test.each([
  ['with few items', { report, items: createItems(39) }],
  ['of another task', { report, items: createItems(50, () => ({ edits: 1 })) }],
  ['of an older version, without probabilities', { report, items: createItems(50, () => ({ predictions: ['cat'] })) }],
  [
    'whose truth is another model',
    { report: { ...report, baseline: { id: 'x', sha256: 'a', isGroundTruth: true } }, items: createItems(50) },
  ],
  [
    'of a model without a digest',
    { report: { ...report, subject: { ...report.subject, sha256: '' } }, items: createItems(50) },
  ],
])('an evaluation %s stores none', async (_, result) => {
  expect(await recordEstimator(result, 7)).toBeNull();
  expect(stored.estimators).toEqual([]);
});
