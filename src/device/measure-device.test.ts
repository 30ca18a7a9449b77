import { afterEach, expect, test, vi } from 'vitest';
import type { DeviceFacts } from './device-facts.ts';
import { measureDevice } from './measure-device.ts';
import type { MeasurementWorker } from './measurement-worker.ts';
import type { MeasurementResult } from './speeds.ts';

/** A worker whose engine never starts. */
const startWorker = () => ({
  remote: {
    prepareMatmul: () => new Promise<void>(() => {}),
    clockStepUs: async () => 5,
  } as Partial<MeasurementWorker> as MeasurementWorker,
  died: new AbortController().signal,
  terminate: () => {},
});

afterEach(() => vi.useRealTimers());

test('an engine that never starts times out, and the rest is measured', async () => {
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
