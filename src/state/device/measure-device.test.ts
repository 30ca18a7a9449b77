import { afterEach, expect, test, vi } from 'vitest';
import type { DeviceFacts } from '#device/facts.ts';
import type { MeasurementResult } from '#device/speeds.ts';
import { measureDevice } from './measure-device.ts';

vi.mock('#bridge/spawn.ts', () => ({
  spawnWorker: () => ({
    remote: { prepareMatmul: () => new Promise(() => {}), clockStepUs: async () => 5 },
    died: new AbortController().signal,
    terminate: () => {},
  }),
}));

afterEach(() => vi.useRealTimers());

test('an engine that never starts is given up, and the rest is measured', async () => {
  vi.useFakeTimers();
  const outcomes: Record<string, MeasurementResult<unknown>> = {};
  const gauging = measureDevice({} as DeviceFacts, {
    ids: ['matmulOneThread', 'clockStep'],
    signal: new AbortController().signal,
    onStep: () => {},
    onOutcome: (id, outcome) => (outcomes[id] = outcome),
  });
  await vi.runAllTimersAsync();
  await gauging;
  expect(outcomes).toEqual({ matmulOneThread: { missing: 'too-slow' }, clockStep: { value: 5 } });
});
