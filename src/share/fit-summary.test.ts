import { expect, test } from 'vitest';
import type { ModelFacts, NodeFacts } from '#core/model-facts.ts';
import { recommend } from '#planner/recommend.ts';
import { sampleFacts, sampleProfile } from '#planner/sample-facts.fixture.ts';
import { fitSummary } from './fit-summary.ts';

const node: NodeFacts = {
  name: 'y',
  operator: 'MatMul',
  flops: 1e9,
  weightBytes: 0,
  activationBytes: 0,
  outputShape: [1],
};

function summaryOf(facts: ModelFacts) {
  const inspection = { name: 'a.onnx', facts, tasks: [], costliest: facts.nodes, nodeCount: facts.nodes.length };
  return fitSummary(inspection, recommend(facts, sampleProfile()), null);
}

test('a forecast is given with its range, and without a reason', () => {
  const { forecast, noForecast, targets } = summaryOf(sampleFacts({ nodes: [node] }));
  expect(forecast).toMatchObject({ per: 'run', basis: 'calibrated' });
  expect(noForecast).toBeNull();
  expect(targets).toMatchObject([{ threads: 2, forecast: { per: 'run' }, noForecast: null }, { threads: 1 }]);
});

test.each([
  ['its costs are not known', sampleFacts({ nodes: [{ ...node, flops: null }] }), 'shapes-unknown'],
  ['its file has no graph', sampleFacts(), 'no-costs'],
])('a model without a forecast is given the reason as a code where %s', (_, facts, reason) => {
  const { forecast, noForecast, targets } = summaryOf(facts);
  expect([forecast, noForecast]).toEqual([null, reason]);
  expect(targets[0]).toMatchObject({ forecast: null, noForecast: reason });
});
