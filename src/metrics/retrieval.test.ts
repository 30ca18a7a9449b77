import { expect, test } from 'vitest';
import reference from './reference-values/retrieval.json' with { type: 'json' };
import { retrievalMetrics } from './retrieval.ts';
import { scoreDataset } from './score-dataset.ts';

test('recall, MRR and nDCG of 30 rankings match trec_eval', () => {
  const scores = scoreDataset(reference.cases, retrievalMetrics).map(({ metric, value }) => [metric, value]);
  expect(scores).toEqual(Object.entries(reference.scores).map(([metric, value]) => [metric, expect.closeTo(value, 9)]));
});
