import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { FakeClock } from '../measure/fake-session.fixture.ts';
import { rampLoad, type RampOptions } from './ramp-load.ts';

/**
 * A session that answers requests one after the other, in 10 ms each.
 * @param maxWaiting the number of waiting requests above which it fails
 */
function createQueue(clock: FakeClock, maxWaiting = Infinity) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return () => {
    if (waiting >= maxWaiting) return Promise.reject(new AppError('out-of-memory'));
    waiting++;
    const answer = last.then(async () => {
      await new Promise((resolve) => setImmediate(resolve)); // lets callers that have received an answer send their next request first
      clock.advance(10);
      waiting--;
    });
    last = answer;
    return answer;
  };
}

const ramp = (run: () => Promise<unknown>, clock: FakeClock, options: Partial<RampOptions> = {}) =>
  rampLoad(run, { targetMs: 50, maxConcurrency: 32, levelMs: 1_000, now: () => clock.now(), ...options });

test('a queue of 10 ms per request meets 50 ms with four concurrent requests, and its knee is one', async () => {
  const clock = new FakeClock();
  const { levels, maxWithinTarget, knee, end } = await ramp(createQueue(clock), clock);
  expect(levels.map(({ size }) => size)).toEqual([1, 2, 4, 8]);
  for (const { size, inputsPerS, medianMs } of levels) {
    expect(inputsPerS / 100).toBeCloseTo(1, 1);
    expect(medianMs).toBeCloseTo(10 * size, 6);
  }
  expect([maxWithinTarget, knee.size, end]).toEqual([4, 1, 'target-missed']);
});

test('a target that even a single request misses is reported', async () => {
  const clock = new FakeClock();
  const { levels, maxWithinTarget } = await ramp(createQueue(clock), clock, { targetMs: 5 });
  expect([levels.length, maxWithinTarget]).toEqual([1, null]);
});

test('the ramp ends at the first failures, and counts them', async () => {
  const clock = new FakeClock();
  const { levels, end, maxWithinTarget } = await ramp(createQueue(clock, 2), clock, { targetMs: 1_000 });
  expect([end, maxWithinTarget]).toEqual(['failures', 2]);
  expect(levels.at(-1)).toMatchObject({ size: 4 });
  expect(levels.at(-1)!.failed).toBeGreaterThan(0);
});

test('a session that fails even a single request throws its error', async () => {
  const clock = new FakeClock();
  await expect(ramp(createQueue(clock, 0), clock)).rejects.toMatchObject({ code: 'out-of-memory' });
});
