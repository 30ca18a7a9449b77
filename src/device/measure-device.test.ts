import { afterEach, expect, test, vi } from 'vitest';
import type { DeviceFacts } from './device-facts.ts';
import { measureDevice } from './measure-device.ts';
import type { MeasurementWorker } from './measurement-worker.ts';
import type { MeasurementResult } from './speeds.ts';

/** A worker whose engine never starts. */
const startWorker = () => ({
  remote: {
    prepareMatmul: () => new Promise<void>(() => {}),
    measureClockStepUs: async () => 5,
  } as Partial<MeasurementWorker> as MeasurementWorker,
  died: new AbortController().signal,
  terminate: () => {},
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('an engine that never starts times out, and the other measurements complete', async () => {
  vi.useFakeTimers();
  const outcomes: Record<string, MeasurementResult<unknown>> = {};
  const measuring = measureDevice({} as DeviceFacts, {
    startWorker,
    ids: ['matmulOneThread', 'clockStep'],
    signal: new AbortController().signal,
    onStep: () => {},
    onOutcome: (id, outcome) => (outcomes[id] = outcome),
  });
  await vi.runAllTimersAsync();
  await measuring;
  expect(outcomes).toEqual({ matmulOneThread: { missing: 'too-slow' }, clockStep: { value: 5 } });
});

test('a measurement or an engine that times out is terminated before the next measurement', async () => {
  vi.useFakeTimers();
  const events: string[] = [];
  let workers = 0;
  const measuring = measureDevice({ storage: { opfs: true } } as DeviceFacts, {
    startWorker: () => {
      const name = `worker ${++workers}`;
      const remote = {
        prepareMatmul: () => new Promise<void>(() => {}),
        measureStorage: () => new Promise<never>(() => {}),
        measureClockStepUs: async () => events.push(`${name} measures`),
      } as Partial<MeasurementWorker> as MeasurementWorker;
      return { remote, died: new AbortController().signal, terminate: () => events.push(`${name} ends`) };
    },
    ids: ['storage', 'clockStep', 'matmulOneThread'],
    signal: new AbortController().signal,
    onStep: (id) => events.push(id),
    onOutcome: () => {},
  });
  await vi.runAllTimersAsync();
  await measuring;
  const [storage, clockStep] = [events.indexOf('storage'), events.indexOf('clockStep')];
  expect(events.slice(0, storage)).toEqual(['worker 2 ends']);
  expect(events.slice(storage + 1, clockStep)).toEqual(['worker 1 ends']);
  expect(events[clockStep + 1]).toBe('worker 3 measures');
});

/** Measures one thread and then two threads, with simulated workers of these speeds. */
async function measureSpeeds(...gflops: number[]) {
  const remote = {
    prepareMatmul: async () => {},
    measureMatmul: async () => ({ gflops: gflops.shift()!, runs: 1, rows: 1, threads: 1 }),
  } as Partial<MeasurementWorker> as MeasurementWorker;
  const outcomes: Record<string, MeasurementResult<unknown>> = {};
  const isDisturbed = await measureDevice({ threads: 2 } as DeviceFacts, {
    startWorker: () => ({ remote, died: new AbortController().signal, terminate: () => {} }),
    ids: ['matmulOneThread', 'matmulThreads'],
    signal: new AbortController().signal,
    onStep: () => {},
    onOutcome: (id, outcome) => (outcomes[id] = outcome),
  });
  return { isDisturbed, outcomes, remaining: gflops.length };
}

test('a device on which two threads remain slower than one is marked as disturbed', async () => {
  expect(await measureSpeeds(10, 18, 99, 99)).toMatchObject({ isDisturbed: false, remaining: 2 });
  const recovered = await measureSpeeds(10, 6, 11, 19);
  expect(recovered).toMatchObject({ isDisturbed: false, outcomes: { matmulThreads: { value: { gflops: 19 } } } });
  expect(await measureSpeeds(10, 6, 11, 7)).toMatchObject({ isDisturbed: true, remaining: 0 });
});

test('a device whose event loop is late during the measurement is marked as disturbed', async () => {
  vi.useFakeTimers();
  const slow = async () => {
    for (let late = 0; late < 3; late++) {
      vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 500);
      await vi.advanceTimersByTimeAsync(50);
    }
    return 5;
  };
  const remote = { measureClockStepUs: slow } as Partial<MeasurementWorker> as MeasurementWorker;
  const isDisturbed = await measureDevice({} as DeviceFacts, {
    startWorker: () => ({ remote, died: new AbortController().signal, terminate: () => {} }),
    ids: ['clockStep'],
    signal: new AbortController().signal,
    onStep: () => {},
    onOutcome: () => {},
  });
  expect(isDisturbed).toBe(true);
});
