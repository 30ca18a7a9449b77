import { expect, test } from 'vitest';
import { estimateSamplesToDecide } from '#core/gate/gate-outcome.ts';
import type { GateEvidence, ModelEvidence } from './gate-evidence.ts';
import type { GateSetting } from './file/gate-setting.ts';
import { judge } from './evaluate-gate.ts';

const createEvidence = (candidate: Partial<ModelEvidence>): GateEvidence => ({
  modelKind: 'tensor',
  candidate: { sizeBytes: 1000, ...candidate },
});
const createSetting = (gate: GateSetting['gate'], limit: number): GateSetting => ({ gate, severity: 'error', limit });

test('a model of exactly the size limit passes, and one byte more fails', () => {
  const limit = createSetting('model-size', 1000);
  expect(judge(limit, createEvidence({}))).toEqual({
    gate: 'model-size',
    severity: 'error',
    unit: 'bytes',
    comparator: '<=',
    limit: 1000,
    isRelative: false,
    state: 'pass',
    measured: 1000,
    interval: 'exact',
    n: 1,
    margin: 0,
  });
  expect(judge(limit, createEvidence({ sizeBytes: 1001 }))).toMatchObject({ state: 'fail', margin: -1 });
});

/**
 * Lists 100 times, of 1 to 100 ms. Computed by hand: their median is 50.5 with an interval from the 42nd to the 59th.
 */
const times = Array.from({ length: 100 }, (_, index) => index + 1);

test.each([
  [59, 'pass'],
  [58.9, 'inconclusive'],
  [42, 'inconclusive'],
  [41.9, 'fail'],
])('a latency of 42 to 59 ms against a limit of %d ms: %s', (limit, state) => {
  expect(judge(createSetting('latency', limit), createEvidence({ latenciesMs: times }))).toMatchObject({
    state,
    metric: 'p50',
  });
});

test('an interval that contains the limit is inconclusive, and the samples needed are estimated', () => {
  const estimateNeeds = (limit: number) => {
    const result = judge(createSetting('latency', limit), createEvidence({ latenciesMs: times }));
    expect(result).toMatchObject({ state: 'inconclusive', measured: 50.5, interval: { low: 42, high: 59 }, n: 100 });
    return result.state === 'inconclusive' ? estimateSamplesToDecide(result, result) : undefined;
  };
  // The upper end is 8.5 above the median, the limit 4.25: half the width needs four times the samples.
  expect(estimateNeeds(54.75)).toBe(400);
  expect(estimateNeeds(50.5)).toBeNull();
});

test('with fewer samples than the gate file requires, the gate is not measured', () => {
  const result = judge({ ...createSetting('latency', 200), minSamples: 101 }, createEvidence({ latenciesMs: times }));
  expect(result).toMatchObject({ reason: { code: 'too-few-samples', facts: { n: 100, needs: 101 } } });
});

test('times of an interrupted, noisy or invalid run are not measured; those of a short run are', () => {
  const stateFor = (validity: ModelEvidence['validity']) =>
    judge(createSetting('latency', 200), createEvidence({ latenciesMs: times, validity: validity! })).state;
  expect((['interrupted', 'noisy', 'invalid', 'indicative', 'valid'] as const).map(stateFor)).toEqual([
    'not-measured',
    'not-measured',
    'not-measured',
    'pass',
    'pass',
  ]);
});
