import { expect, test } from 'vitest';
import type { GateResult, NotMeasuredReason } from '#core/gate.ts';
import { gateResults } from './en/gate-results.ts';

const head = {
  gate: 'quality-ratio',
  level: 'error',
  unit: 'share',
  comparator: '>=',
  limit: 0.95,
  isRelative: true,
} as const;
const notMeasured = (reason: NotMeasuredReason, changes: Partial<GateResult> = {}) =>
  gateResults.sentence({ ...head, ...changes, state: 'not-measured', reason } as GateResult);

test('a result is one sentence with value, interval, number of items and requirement', () => {
  const measured = { measured: 0.989, interval: [0.9712, 1.004], n: 1500, margin: 0.039, metric: 'top-1' } as const;
  expect(gateResults.sentence({ ...head, ...measured, state: 'pass' })).toBe(
    'Quality relative to baseline (top-1) passes: 98.9% (95 % CI 97.12% to 100.4%, n = 1,500), required is at least 95%.',
  );
  const size = { gate: 'model-size', unit: 'bytes', comparator: '<=', limit: 5e7, isRelative: false } as const;
  const tooLarge = { measured: 98_362_432, interval: null, n: 1, margin: -48_362_432 } as const;
  expect(gateResults.sentence({ ...head, ...size, ...tooLarge, state: 'fail' })).toBe(
    'Model size fails: 98.4 MB, required is at most 50 MB.',
  );
});

test('what was not measured is said with its reason, and how many items are needed', () => {
  expect(notMeasured({ code: 'no-baseline' })).toBe(
    'Quality relative to baseline was not measured: there is no baseline to compare with.',
  );
  expect(notMeasured({ code: 'too-few-samples', facts: { n: 12, needs: 20 } })).toBe(
    'Quality relative to baseline was not measured: needs n ≥ 20, has 12.',
  );
  const facts = { value: 0.97, low: 0.93, high: 1.01, n: 40, needs: 160 };
  expect(notMeasured({ code: 'inconclusive', facts })).toBe(
    'Quality relative to baseline was not measured: 97% (95 % CI 93% to 101%) is too uncertain to decide, needs about n ≥ 160, has 40.',
  );
});

test('a gate or reason of another version is shown by its id', () => {
  expect(notMeasured({ code: 'no-weather' }, { gate: 'weather' })).toBe('weather was not measured: no-weather.');
});
