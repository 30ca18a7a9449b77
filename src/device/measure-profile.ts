import type { DeviceProfile } from '#planner/device-profile.ts';
import { rejectOnAbort, withTimeout } from '#core/delay.ts';
import type { DeviceFacts } from './device-facts.ts';
import { measureDevice, type MeasurementId, type StartedWorker } from './measure-device.ts';
import { mobileBudgets } from './memory-budget.ts';
import type { DeviceSpeeds, MeasurementResult } from './speeds.ts';

const GiB = 2 ** 30;
/** The limit of 32-bit wasm, which no bundled engine exceeds. */
const maxBytes = 4 * GiB;
/** The timeout of each memory measurement. Heuristic, not measured. */
const maxMemoryMs = 5_000;

const ids = ['copy', 'dispatch', 'matmulOneThread', 'matmulThreads', 'matmulGpu'] as const;
type Speeds = Pick<DeviceSpeeds, (typeof ids)[number]>;

export type ProfileStep = MeasurementId | 'memory';
/** The steps in order of execution. */
export const profileSteps: readonly ProfileStep[] = ['memory', ...ids];

interface ProfileOptions {
  readonly startWorker: () => StartedWorker;
  /** The kind of phone or tablet, whose memory is not measured; `null` for other devices. */
  readonly mobile: keyof typeof mobileBudgets | null;
  readonly signal: AbortSignal;
  /** Called before each measurement. */
  readonly onStep: (step: ProfileStep) => void;
}

/**
 * Measures the properties of this device for a recommendation.
 * @throws AppError aborted
 */
export async function measureProfile(facts: DeviceFacts, options: ProfileOptions): Promise<DeviceProfile> {
  const { startWorker, mobile, signal, onStep } = options;
  onStep('memory');
  const memory = mobile ? mobileBudgets[mobile] : await measureMemory(facts, startWorker(), signal);
  const speeds: Partial<Record<MeasurementId, MeasurementResult<unknown>>> = {};
  const isDisturbed = await measureDevice(facts, {
    startWorker,
    ids,
    signal,
    onStep,
    onOutcome: (id, outcome) => (speeds[id] = outcome),
  });
  return { ...toDeviceProfile(facts, speeds as Speeds, memory), ...(isDisturbed && { isDisturbed }) };
}

type Memory = Pick<DeviceProfile, 'heapBytes' | 'gpuBytes'>;

/** Measures memory, and terminates the worker, because a wasm memory never shrinks. */
async function measureMemory(
  facts: DeviceFacts,
  { remote, died, terminate }: StartedWorker,
  signal: AbortSignal,
): Promise<Memory> {
  const measure = (call: Promise<number>): Promise<number | null> => {
    return rejectOnAbort(AbortSignal.any([signal, died]), withTimeout(call, maxMemoryMs, null)).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        return null; // not measured
      },
    );
  };
  try {
    const heapBytes = await measure(remote.measureHeapBytes(Math.min(maxBytes, (facts.memoryGiB ?? 4) * GiB)));
    // An emulated GPU has no separate memory.
    const hasOwnMemory = facts.gpu !== null && !facts.gpu.software;
    return { heapBytes, gpuBytes: hasOwnMemory ? await measure(remote.measureGpuBytes(maxBytes)) : null };
  } finally {
    terminate();
  }
}

/** Converts measurements to the profile of a device. */
export function toDeviceProfile(facts: DeviceFacts, speeds: Speeds, memory: Memory): DeviceProfile {
  return {
    threads: facts.threads,
    gflopsOneThread: getValue(speeds.matmulOneThread)?.gflops ?? null,
    gflopsThreads: getValue(speeds.matmulThreads)?.gflops ?? null,
    gpu: facts.gpu && {
      gflops: getValue(speeds.matmulGpu)?.gflops ?? null,
      hasHalf: facts.gpu.features.includes('shader-f16'),
      software: facts.gpu.software,
      dispatchMs: getValue(speeds.dispatch),
    },
    copyBytesPerS: getValue(speeds.copy),
    ...memory,
  };
}

const getValue = <T>(result: MeasurementResult<T>): T | null => ('value' in result ? result.value : null);
