import { expect, test } from 'vitest';
import { measureRoundTrip } from './round-trip.ts';

/** Creates a session with a separate clock, whose calls take `times` in turn. */
function createTimedSession(times: readonly number[]) {
  let [ms, call] = [0, 0];
  const run = async () => {
    ms += times[call++ % times.length]!;
    return {};
  };
  return { run, now: () => ms, calls: () => call };
}

test('measures the round trip as the median of 20 calls after 3 warm-up calls', async () => {
  const session = createTimedSession([900, 900, 900, ...Array.from({ length: 20 }, (_, index) => index + 1)]);
  // The median of 1 to 20.
  expect(await measureRoundTrip(session, {}, session.now)).toEqual({ medianMs: 10.5, n: 20 });
});

test('calls a slow session until five seconds have passed, and at least once', async () => {
  const slow = createTimedSession([400]);
  expect(await measureRoundTrip(slow, {}, slow.now)).toEqual({ medianMs: 400, n: 10 });
  const slower = createTimedSession([3_000]);
  expect(await measureRoundTrip(slower, {}, slower.now)).toEqual({ medianMs: 3_000, n: 1 });
  expect(slower.calls()).toBe(4);
});
