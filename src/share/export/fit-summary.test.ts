import { expect, test } from 'vitest';
import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import { recommend } from '#planner/recommend.ts';
import { createSampleFacts, createSampleProfile } from '#planner/sample-facts.fixture.ts';
import { createFitSummary } from './fit-summary.ts';

const node: NodeFacts = {
  name: 'y',
  operator: 'MatMul',
  flops: 1e9,
  weightBytes: 0,
  activationBytes: 0,
  outputShape: [1],
};

function summarise(facts: ModelFacts) {
  const inspection = { name: 'a.onnx', facts, sizes: {} };
  return createFitSummary(inspection, recommend(facts, createSampleProfile()), null);
}

test('a forecast has a range and no reason', () => {
  const { forecast, noForecast, targets } = summarise(createSampleFacts({ nodes: [node] }));
  expect(forecast).toMatchObject({ per: 'run', basis: 'calibrated' });
  expect(noForecast).toBeNull();
  expect(targets).toMatchObject([{ threads: 2, forecast: { per: 'run' }, noForecast: null }, { threads: 1 }]);
});

test('a forecast without a calibration of the engine is exported with its range and marked uncalibrated', () => {
  const facts = createSampleFacts({ nodes: [node] });
  const gpu = { gflops: 1_000, hasHalf: true, software: false, dispatchMs: 0.01 };
  const { targets } = createFitSummary(
    { name: 'a.onnx', facts, sizes: {} },
    recommend(facts, createSampleProfile({ gpu })),
    null,
  );
  const onGpu = targets.find(({ device }) => device === 'webgpu');
  expect(onGpu).toMatchObject({ forecast: { per: 'run', basis: 'uncalibrated' }, noForecast: 'uncalibrated' });
});

test.each([
  ['the costs are unknown', createSampleFacts({ nodes: [{ ...node, flops: null }] }), 'shapes-unknown'],
  ['the file has no graph', createSampleFacts(), 'no-costs'],
])('without a forecast, the summary has the reason as a code if %s', (_, facts, reason) => {
  const { forecast, noForecast, targets } = summarise(facts);
  expect([forecast, noForecast]).toEqual([null, reason]);
  expect(targets[0]).toMatchObject({ forecast: null, noForecast: reason });
});
