import { expect, test } from 'vitest';
import { estimateSamplesToDecide } from '#core/gate/gate-outcome.ts';
import type { GateEvidence, ModelEvidence } from './gate-evidence.ts';
import type { GateSetting } from './file/gate-setting.ts';
import { judge } from './evaluate-gate.ts';

const evidence = (candidate: Partial<ModelEvidence>): GateEvidence => ({
  modelKind: 'tensor',
  candidate: { sizeBytes: 1000, ...candidate },
});
const makeSetting = (gate: GateSetting['gate'], limit: number): GateSetting => ({ gate, severity: 'error', limit });

test('a model of exactly the size limit passes, and one byte more fails', () => {
  const limit = makeSetting('model-size', 1000);
  expect(judge(limit, evidence({}))).toEqual({
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
  expect(judge(limit, evidence({ sizeBytes: 1001 }))).toMatchObject({ state: 'fail', margin: -1 });
});

/** 100 times of 1 to 100 ms: by hand, their median is 50.5 with an interval from the 42nd to the 59th. */
const times = Array.from({ length: 100 }, (_, index) => index + 1);

test.each([
  [59, 'pass'],
  [58.9, 'inconclusive'],
  [42, 'inconclusive'],
  [41.9, 'fail'],
])('a latency of 42 to 59 ms against a limit of %d ms: %s', (limit, state) => {
  expect(judge(makeSetting('latency', limit), evidence({ latenciesMs: times }))).toMatchObject({
    state,
    metric: 'p50',
  });
});

test('an interval that contains the limit is inconclusive, with the number of samples needed', () => {
  const needsAt = (limit: number) => {
    const result = judge(makeSetting('latency', limit), evidence({ latenciesMs: times }));
    expect(result).toMatchObject({ state: 'inconclusive', measured: 50.5, interval: { low: 42, high: 59 }, n: 100 });
    return result.state === 'inconclusive' ? estimateSamplesToDecide(result, result) : undefined;
  };
  // The upper end is 8.5 above the median, the limit 4.25: half the width needs four times the samples.
  expect(needsAt(54.75)).toBe(400);
  expect(needsAt(50.5)).toBeNull();
});

test('with fewer samples than the gate file requires, the gate is not measured', () => {
  const result = judge({ ...makeSetting('latency', 200), minSamples: 101 }, evidence({ latenciesMs: times }));
  expect(result).toMatchObject({ reason: { code: 'too-few-samples', facts: { n: 100, needs: 101 } } });
});

test('times of an interrupted, noisy or invalid run are not measured, and those of a short one are', () => {
  const stateFor = (validity: ModelEvidence['validity']) =>
    judge(makeSetting('latency', 200), evidence({ latenciesMs: times, validity: validity! })).state;
  expect((['interrupted', 'noisy', 'invalid', 'indicative', 'valid'] as const).map(stateFor)).toEqual([
    'not-measured',
    'not-measured',
    'not-measured',
    'pass',
    'pass',
  ]);
});
