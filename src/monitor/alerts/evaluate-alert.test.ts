import { expect, test } from 'vitest';
import { spanMs, type MonitoredRun, type MonitorWindow } from '../monitor-window.ts';
import { WindowRecorder } from '../window-recorder.ts';
import { findRuleFault, type AlertRule } from './alert-rule.ts';
import { evaluateAlert } from './evaluate-alert.ts';

const now = Date.UTC(2026, 10, 30, 12, 30);

/** The window of an hour with `runs` runs of a latency, some of which fail. */
function createHour(hoursAgo: number, latencyMs: number, { runs = 10, failed = 0 } = {}): MonitorWindow {
  const recorder = new WindowRecorder('slot');
  for (let count = 0; count < runs; count++) {
    const outcome = count < failed ? ({ error: 'device-lost', latencyMs: null } as const) : { error: null, latencyMs };
    const run: MonitoredRun = { version: 1, waitMs: null, inputBytes: null, numbers: {}, ...outcome };
    recorder.add(run, now - hoursAgo * spanMs.hour);
  }
  return recorder.take()[0]!;
}

const evaluate = (rule: AlertRule, windows: readonly MonitorWindow[], nowMs: number, wasRaised: boolean) =>
  evaluateAlert(rule, { windows, driftP: null }, nowMs, wasRaised);

const threshold: AlertRule = {
  id: 'errors',
  kind: 'threshold',
  measure: 'error-rate',
  side: 'above',
  limit: 0.2,
  clearLimit: 0.1,
  hours: 1,
};

test('a threshold alert is raised beyond the limit, and ends only back beyond the clear limit', () => {
  const state = (failed: number, wasRaised: boolean) =>
    evaluate(threshold, [createHour(0, 10, { failed })], now, wasRaised);
  expect(state(2, false)).toEqual({ isRaised: false, value: 0.2 });
  expect(state(3, false)).toEqual({ isRaised: true, value: 0.3 });
  expect(state(2, true)).toEqual({ isRaised: true, value: 0.2 });
  expect(state(1, true)).toEqual({ isRaised: false, value: 0.1 });
});

test('a value that oscillates within the hysteresis changes the alert once', () => {
  let [isRaised, changes] = [false, 0];
  for (const failed of [1, 3, 2, 3, 2, 3, 2]) {
    const next = evaluate(threshold, [createHour(0, 10, { failed })], now, isRaised).isRaised;
    if (next !== isRaised) changes++;
    isRaised = next;
  }
  expect(changes).toBe(1);
});

test('without runs, nothing is measured and the alert state stays as it was', () => {
  expect(evaluate(threshold, [], now, true)).toEqual({ isRaised: true, value: null });
  expect(evaluate(threshold, [createHour(5, 10)], now, false)).toEqual({ isRaised: false, value: null });
});

test('a rate divides the value over the last whole hours by that over the hours before', () => {
  const rule: AlertRule = { ...threshold, kind: 'rate', measure: 'latency-p50', limit: 1.5, clearLimit: 1.2, hours: 2 };
  const before = [createHour(3, 10), createHour(4, 10)];
  expect(evaluate(rule, [createHour(0, 99), createHour(1, 16), createHour(2, 16), ...before], now, false)).toEqual({
    isRaised: true,
    value: 1.6,
  });
  expect(evaluate(rule, [createHour(1, 14), createHour(2, 14), ...before], now, false)).toEqual({
    isRaised: false,
    value: 1.4,
  });
  expect(evaluate(rule, [createHour(1, 14)], now, false).value).toBeNull();
});

test.each([1, 30, 59])('a constant number of runs per hour has a rate of 1 at minute %i', (minute) => {
  const rule: AlertRule = { ...threshold, kind: 'rate', measure: 'runs', limit: 1.5, clearLimit: 1.2 };
  const atMinute = Date.UTC(2026, 10, 30, 12, minute);
  const windows = [
    createHour(0, 10, { runs: Math.ceil(minute / 6) }),
    createHour(1, 10),
    createHour(2, 10),
    createHour(3, 10),
  ];
  expect(evaluate(rule, windows, atMinute, false)).toEqual({ isRaised: false, value: 1 });
});

test('a trend alert is raised if hourly values rise steadily, not if they alternate', () => {
  const rule: AlertRule = {
    ...threshold,
    kind: 'trend',
    measure: 'latency-p50',
    limit: 0.3,
    clearLimit: 0.1,
    hours: 9,
  };
  // The last nine hours: 11 to 19 ms within eight hours, around a median of 15 ms.
  const rising = Array.from({ length: 10 }, (_, at) => createHour(9 - at, 10 + at));
  expect(evaluate(rule, rising, now, false)).toEqual({ isRaised: true, value: expect.closeTo(8 / 15, 12) });
  const alternating = Array.from({ length: 10 }, (_, at) => createHour(9 - at, 10 + (at % 2)));
  expect(evaluate(rule, alternating, now, false)).toEqual({ isRaised: false, value: 0 });
  expect(evaluate(rule, rising.slice(0, 4), now, false).value).toBeNull();
});

test('absence counts the hours since the last run, or none if the clock was set back', () => {
  const rule: AlertRule = { ...threshold, kind: 'absence', limit: 24, clearLimit: 24, hours: 1 };
  expect(evaluate(rule, [createHour(30, 10)], now, false)).toEqual({ isRaised: true, value: 29.5 });
  expect(evaluate(rule, [createHour(30, 10), createHour(3, 10)], now, true)).toEqual({ isRaised: false, value: 2.5 });
  expect(evaluate(rule, [createHour(-48, 10)], now, false)).toEqual({ isRaised: false, value: 0 });
  expect(evaluate(rule, [], now, false).value).toBeNull();
});

test('a drift alert is raised for a p-value below the limit, and ends only above the clear limit', () => {
  const rule: AlertRule = { ...threshold, kind: 'drift', side: 'below', limit: 0.01, clearLimit: 0.1 };
  let wasRaised = false;
  const changes = [0.5, 0.009, 0.05, null, 0.09, 0.2, 0.05].map((driftP) => {
    const state = evaluateAlert(rule, { windows: [], driftP }, now, wasRaised);
    wasRaised = state.isRaised;
    return wasRaised;
  });
  expect(changes).toEqual([false, true, true, true, true, false, false]);
});

test.each<[string, Partial<AlertRule>, ReturnType<typeof findRuleFault>]>([
  ['as above', {}, null],
  ['without a limit', { limit: Number.NaN }, 'limit'],
  ['that clears beyond its limit', { clearLimit: 0.3 }, 'clear-limit'],
  ['that clears before its limit, below', { side: 'below', clearLimit: 0.1 }, 'clear-limit'],
  ['of half an hour', { hours: 0.5 }, 'hours'],
  ['of a month', { hours: 720 }, 'hours'],
  ['of an absence below its limit', { kind: 'absence', side: 'below', clearLimit: 0.3 }, 'side'],
  ['of drift', { kind: 'drift', side: 'below', limit: 0.01 }, null],
  ['of drift above its limit', { kind: 'drift' }, 'side'],
  ['of drift whose limit is not a p-value', { kind: 'drift', side: 'below', limit: 2, clearLimit: 3 }, 'limit'],
])('a rule %s is rejected with the fault %s', (_, change, fault) => {
  expect(findRuleFault({ ...threshold, ...change })).toBe(fault);
});
