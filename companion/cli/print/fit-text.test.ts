import { expect, test } from 'vitest';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { recommend } from '#planner/recommend.ts';
import { createSampleFacts, createSampleProfile } from '#planner/sample-facts.fixture.ts';
import { createFitSummary } from '#share/export/fit-summary.ts';
import { formatFit } from './fit-text.ts';

const formatFacts = (facts: Partial<ModelFacts>, sizes = {}) => {
  const all = createSampleFacts(facts);
  return formatFit(
    createFitSummary({ name: 'a.onnx', facts: all, sizes }, recommend(all, createSampleProfile()), null),
  );
};

test('formats a model that fits with its sizes, recommendation and forecast', () => {
  const node = {
    name: 'y',
    operator: 'MatMul',
    flops: 1e9,
    weightBytes: 0,
    activationBytes: 0,
    outputShape: [1],
  };
  const text = formatFacts({ nodes: [node] }, { sequence: 128 });
  expect(text).toMatch(/^a\.onnx: Fits\. It needs .*; .* is available\.\n/);
  expect(text).toContain('\nSizes: sequence=128 (--dims changes them)\n');
  expect(text).toContain('\nRecommended configuration: ONNX Runtime on WebAssembly, 2 threads\nPer run: ');
});

test('formats a model that no engine supports with the reason and the fix', () => {
  expect(formatFacts({ operators: { Frobnicate: 1 }, opsets: { 'ai.onnx': 17 } })).toBe(
    'a.onnx: Cannot run here.\n' +
      'ONNX Runtime cannot run the model: it uses operators that this engine does not support (Frobnicate). ' +
      'Export it with standard operators only, or look for another variant.\n',
  );
});
