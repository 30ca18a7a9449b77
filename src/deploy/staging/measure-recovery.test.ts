import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { measureRecovery } from './measure-recovery.ts';

/** A service whose runs take 10 ms, and which needs 300 ms to start again after it was killed. */
class FakeService {
  nowMs = 0;
  readonly #restartMs: number;
  #readyMs = 0;
  constructor(restartMs: number) {
    this.#restartMs = restartMs;
  }
  run = async () => {
    this.nowMs += 10;
    if (this.nowMs < this.#readyMs) throw new AppError('worker-died');
  };
  kill = async () => void (this.#readyMs = this.nowMs + this.#restartMs);
  wait = async () => void (this.nowMs += 50);
}

const measure = (service: FakeService, signal = new AbortController().signal) =>
  measureRecovery({
    run: service.run,
    fail: service.kill,
    wait: service.wait,
    now: () => service.nowMs,
    maxMs: 5_000,
    signal,
  });

test('recovery is timed from the failure to the first successful run, and failed runs are counted', async () => {
  const { recoveryMs, errors, runMs } = await measure(new FakeService(300));
  expect(runMs).toBe(10);
  expect(recoveryMs).toBe(310); // the first run that ends after 300 ms, with 50 ms between the runs of 10 ms
  expect(errors).toEqual({ 'worker-died': 5 });
});

test('a service that does not recover in time has no recovery time', async () => {
  expect((await measure(new FakeService(Infinity))).recoveryMs).toBeNull();
});

test('a service that does not run before the failure is an error', async () => {
  const service = new FakeService(Infinity);
  await service.kill();
  await expect(measure(service)).rejects.toMatchObject({ code: 'worker-died' });
});

test('cancelling ends the wait for recovery', async () => {
  const aborted = AbortSignal.abort(new AppError('aborted'));
  await expect(measure(new FakeService(Infinity), aborted)).rejects.toMatchObject({ code: 'aborted' });
});
