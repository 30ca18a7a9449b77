import { expect, test } from 'vitest';
import type { GateResult, NotMeasuredReason } from '#core/gate/gate-outcome.ts';
import { commandGateResults, gateResults } from './en/gates/gate-results.ts';

const head = {
  gate: 'quality-ratio',
  severity: 'error',
  unit: 'fraction',
  comparator: '>=',
  limit: 0.95,
  isRelative: true,
} as const;
const notMeasured = (reason: NotMeasuredReason, changes: Partial<GateResult> = {}) =>
  gateResults.sentence({ ...head, ...changes, state: 'not-measured', reason } as GateResult);

test('a result is one sentence with value, interval, number of items and requirement', () => {
  const measured = {
    measured: 0.989,
    interval: { low: 0.9712, high: 1.004, confidence: 0.95 },
    n: 1500,
    margin: 0.039,
    metric: 'top-1',
  } as const;
  expect(gateResults.sentence({ ...head, ...measured, state: 'pass' })).toBe(
    'Quality relative to baseline (top-1) passes: 98.9% (one-sided 95%: 97.1% to 100.4%, n = 1,500); required: at least 95%.',
  );
  const size = { gate: 'model-size', unit: 'bytes', comparator: '<=', limit: 5e7, isRelative: false } as const;
  const tooLarge = { measured: 98_362_432, interval: 'exact', n: 1, margin: -48_362_432 } as const;
  expect(gateResults.sentence({ ...head, ...size, ...tooLarge, state: 'fail' })).toBe(
    'Model size fails: 98.4 MB; required: at most 50 MB.',
  );
});

test('a value that was not measured has a reason, and the number of items needed', () => {
  expect(notMeasured({ code: 'no-baseline' })).toBe(
    'Quality relative to baseline was not measured: there is no baseline to compare with; choose one on the Evaluate page.',
  );
  const result = { ...head, state: 'not-measured', reason: { code: 'no-baseline' } } as const;
  expect(commandGateResults.measured(result)).toBe(
    'not measured: there is no baseline to compare with; name one with --baseline',
  );
  expect(notMeasured({ code: 'too-few-samples', facts: { n: 12, needs: 20 } })).toBe(
    'Quality relative to baseline was not measured: needs n ≥ 20, has 12.',
  );
  expect(notMeasured({ code: 'no-interval', facts: { metric: 'wer', why: 'no-variation' } })).toBe(
    'Quality relative to baseline was not measured: “wer” has no confidence interval (the items do not vary).',
  );
});

test('an inconclusive result states its interval and how many items would decide', () => {
  const interval = { low: 0.93, high: 1.01, confidence: 0.975 };
  const result = { ...head, state: 'inconclusive', measured: 0.97, interval, n: 40, margin: 0.02 } as const;
  expect(gateResults.sentence(result)).toBe(
    'Quality relative to baseline is inconclusive: 97% (95% CI 93% to 101%, n = 40); required: at least 95%; about n ≥ 160 would decide.',
  );
});

test('a gate or reason of another version is shown by its id', () => {
  expect(notMeasured({ code: 'no-weather' }, { gate: 'weather' })).toBe('weather was not measured: no-weather.');
});

test('an undecided verdict names the required gates that do not decide, by reason', () => {
  const reason = { code: 'no-baseline' };
  const unmeasured = { ...head, state: 'not-measured', reason } as const;
  const speed = { ...unmeasured, gate: 'speed-up' };
  const warning = { ...unmeasured, gate: 'power', severity: 'warn' } as const;
  const tail = { ...head, gate: 'tail-latency-ratio', state: 'not-measured' } as const;
  const few = { ...tail, reason: { code: 'too-few-samples', facts: { n: 30, needs: 130 } } };
  expect(gateResults.verdict({ verdict: 'undecided', results: [unmeasured, few, warning, speed] })).toBe(
    'Undecided: no required gate fails, but some do not pass. “Quality relative to baseline”, “Speed-up”: there is no baseline to compare with; choose one on the Evaluate page. “Tail latency ratio”: needs n ≥ 130, has 30.',
  );
  expect(gateResults.verdict({ verdict: 'undecided', results: [warning] })).toBe(
    'Undecided: no gate that applies to the model is required.',
  );
});

test('a failed verdict names the required gates that fail, with value and limit', () => {
  const exact = { interval: 'exact', n: 1 } as const;
  const quality = { ...head, ...exact, state: 'pass', measured: 1, margin: 0.05 } as const;
  const speed = { ...head, ...exact, gate: 'speed-up', state: 'fail', measured: 0.9, margin: -0.05 } as const;
  const size = { ...speed, gate: 'model-size', severity: 'warn' } as const;
  expect(gateResults.verdict({ verdict: 'fail', results: [quality, speed, size] })).toBe(
    'Failed: “Speed-up” is 90% (required: at least 95%).',
  );
});
