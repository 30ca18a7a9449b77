import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { mergeSummaries, mergeWindow } from './merge-windows.ts';
import { countErrors, spanMs, type MonitoredRun, type MonitorWindow } from './monitor-window.ts';
import { defaultRetention, planRetention } from './retention.ts';
import { TDigest } from './t-digest.ts';
import { maxFeatures, WindowRecorder } from './window-recorder.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const run: MonitoredRun = {
  version: 1,
  error: null,
  latencyMs: 10,
  waitMs: 2,
  inputBytes: 100,
  numbers: { confidence: 0.9 },
};

test('runs are counted by version and hour, and cancelled runs are not errors', () => {
  const recorder = new WindowRecorder('slot');
  recorder.add(run, noon);
  recorder.add({ ...run, latencyMs: 30 }, noon + 3_599_999);
  recorder.add({ ...run, error: 'out-of-memory', latencyMs: null, numbers: {} }, noon);
  recorder.add({ ...run, error: 'aborted', latencyMs: null, numbers: {} }, noon);
  recorder.addDroppedFrames(1, 7, noon);
  recorder.add({ ...run, version: 2 }, noon);
  recorder.add(run, noon + spanMs.hour);
  const windows = recorder.take();
  expect(windows).toHaveLength(3);
  expect(windows[0]).toMatchObject({
    deployment: 'slot',
    version: 1,
    startMs: noon,
    span: 'hour',
    runs: 3,
    errors: { 'out-of-memory': 1 },
    cancelled: 1,
    droppedFrames: 7,
    busyMs: 40,
    inputBytes: 400,
  });
  expect(TDigest.unpack(windows[0]!.digests['latency']!).count).toBe(2);
  expect(countErrors(windows[0]!)).toBe(1);
  expect(recorder.isEmpty).toBe(true);
  expect(recorder.take()).toEqual([]);
});

test('the counts and distributions of two tabs add up', () => {
  const [first, second] = [new WindowRecorder('slot'), new WindowRecorder('slot')];
  for (let count = 0; count < 10; count++) {
    first.add(run, noon);
    second.add({ ...run, latencyMs: 20 }, noon);
  }
  const merged = mergeWindow(first.take()[0]!, second.take()[0]!);
  expect(merged).toMatchObject({ startMs: noon, runs: 20, busyMs: 300, inputBytes: 2_000 });
  const latency = TDigest.unpack(merged.digests['latency']!);
  expect([latency.count, latency.estimateQuantile(0.25), latency.estimateQuantile(0.75)]).toEqual([20, 10, 20]);
});

/** An hour of 1,000 runs with the maximum number of features, all of them continuous. */
function createFullHour(startMs: number, random: () => number): MonitorWindow {
  const recorder = new WindowRecorder('a deployment with a long name');
  for (let count = 0; count < 1_000; count++) {
    const numbers = Object.fromEntries(Array.from({ length: maxFeatures }, (_, at) => [`feature-${at}`, random()]));
    recorder.add({ ...run, latencyMs: 100 * random(), waitMs: random(), numbers }, startMs);
  }
  return recorder.take()[0]!;
}

/** The structured clone of V8, as IndexedDB stores it. */
const countStoredBytes = (windows: readonly MonitorWindow[]) =>
  windows.reduce((sum, window) => sum + serialize(window).byteLength, 0);

test('a year of use in every hour fits in 5 MB', () => {
  const random = createSeededRandom(3);
  const hours = Array.from({ length: 24 }, (_, at) => createFullHour(noon + at * spanMs.hour, random));
  const { add: days } = planRetention(hours, { hours: 0, days: 366 });
  expect(days).toHaveLength(2);
  const [hourBytes, dayBytes] = [countStoredBytes(hours) / hours.length, countStoredBytes(days) / days.length];
  expect(defaultRetention.hours * hourBytes + defaultRetention.days * dayBytes).toBeLessThan(5e6);
  expect(mergeSummaries(days).runs).toBe(24 * 1_000);
});

test('hours beyond the maximum number are joined to days, and days beyond theirs are removed', () => {
  const createWindow = (hours: number, version = 1): MonitorWindow => {
    const recorder = new WindowRecorder('slot');
    recorder.add({ ...run, version }, noon + hours * spanMs.hour);
    return recorder.take()[0]!;
  };
  const hours = [createWindow(0), createWindow(1), createWindow(30), createWindow(31), createWindow(32)];
  const plan = planRetention(hours, { hours: 2, days: 1 });
  expect(plan.remove).toEqual([hours[2], hours[1], hours[0]]);
  expect(plan.add).toMatchObject([{ startMs: Date.UTC(2026, 11, 1), span: 'day', runs: 1 }]);
  expect(planRetention([...plan.add, hours[3]!, hours[4]!], { hours: 2, days: 1 })).toEqual({ remove: [], add: [] });
  // An hour of a day that exists already is added to it.
  const later = planRetention([...plan.add, hours[3]!, hours[4]!], { hours: 1, days: 1 });
  expect(later.add).toMatchObject([{ startMs: Date.UTC(2026, 11, 1), span: 'day', runs: 2 }]);
});
