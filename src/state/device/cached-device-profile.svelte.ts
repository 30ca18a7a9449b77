import type { DeviceProfile } from '#planner/device-profile.ts';
import { spawnWorker } from '#bridge/spawn.ts';
import { unless } from '#bridge/wait.ts';
import { withTimeout } from '#core/delay.ts';
import type { DeviceFacts } from '#device/facts.ts';
import { mobileBudgets } from '#device/memory-budget.ts';
import type { DeviceSpeeds, MeasurementResult } from '#device/speeds.ts';
import { recallText, rememberText } from '#records/local-text.ts';
import { knownFacts } from './device-facts.svelte.ts';
import { measureDevice, type MeasurementId } from './measure-device.ts';

const key = 'assay.profile';
/** A week, chosen: drivers, browsers and batteries change. */
const maxAgeMs = 7 * 24 * 3_600_000;
const GiB = 2 ** 30;
/** No engine of ours takes more: 32-bit wasm can address no more. */
const maxBytes = 4 * GiB;
/** For each measurement of memory; chosen. */
const patienceMs = 5_000;

const ids = ['copy', 'dispatch', 'matmulOneThread', 'matmulThreads', 'matmulGpu'] as const;
type Speeds = Pick<DeviceSpeeds, (typeof ids)[number]>;
export type ProfileStep = MeasurementId | 'memory';

interface Stored {
  readonly browser: string;
  readonly threads: number;
  readonly measuredAt: number;
  readonly profile: DeviceProfile;
}

/** What a recommendation needs to know of this device: measured once, cached in this browser for a week. */
class CachedDeviceProfile {
  #stored = $state.raw<Stored | null>(recall());
  /** What is being measured; null when nothing is. */
  step = $state<ProfileStep | null>(null);

  get profile(): DeviceProfile | null {
    return this.#stored?.profile ?? null;
  }

  /** Epoch milliseconds. */
  get measuredAt(): number | null {
    return this.#stored?.measuredAt ?? null;
  }

  /** Whether the memory figures come from elsewhere, this being a phone or a tablet. */
  get isMemoryAssumed(): boolean {
    return mobileKind(knownFacts.instant.os) !== null;
  }

  get fraction(): number | null {
    if (this.step === null || this.step === 'memory') return this.step && 0;
    return (1 + ids.findIndex((id) => id === this.step)) / (1 + ids.length);
  }

  forget(): void {
    this.#stored = null;
  }

  /** @throws AppError aborted */
  async read(signal: AbortSignal): Promise<DeviceProfile> {
    if (this.#stored) return this.#stored.profile;
    try {
      const facts = await knownFacts.read();
      this.step = 'memory';
      const memory = await measureMemory(facts, signal);
      const speeds: Partial<Record<MeasurementId, MeasurementResult<unknown>>> = {};
      await measureDevice(facts, {
        ids,
        signal,
        onStep: (id) => (this.step = id),
        onOutcome: (id, outcome) => (speeds[id] = outcome),
      });
      const profile = profileOf(facts, speeds as Speeds, memory);
      this.#stored = { browser: facts.browser, threads: facts.threads, measuredAt: Date.now(), profile };
      rememberText(key, JSON.stringify(this.#stored));
      return profile;
    } finally {
      this.step = null;
    }
  }
}

type Memory = Pick<DeviceProfile, 'heapBytes' | 'gpuBytes'>;

/** In a worker of its own, which is thrown away: a memory that has grown never shrinks. */
async function measureMemory(facts: DeviceFacts, signal: AbortSignal): Promise<Memory> {
  const mobile = mobileKind(facts.os);
  if (mobile) return mobileBudgets[mobile];
  const { remote, died, terminate } = spawnWorker('device');
  const within = (call: Promise<number>): Promise<number | null> => {
    return unless(AbortSignal.any([signal, died]), withTimeout(call, patienceMs, null)).catch((thrown: unknown) => {
      if (signal.aborted) throw thrown;
      return null; // refused: then nothing was measured
    });
  };
  try {
    const heapBytes = await within(remote.heapBytes(Math.min(maxBytes, (facts.memoryGiB ?? 4) * GiB)));
    // A GPU that is emulated has no memory of its own.
    const hasOwnMemory = facts.gpu !== null && !facts.gpu.software;
    return { heapBytes, gpuBytes: hasOwnMemory ? await within(remote.gpuBytes(maxBytes)) : null };
  } finally {
    terminate();
  }
}

/** An iPad says that it is a Mac; no Mac has a touch screen. */
function mobileKind(os: string): keyof typeof mobileBudgets | null {
  if (os === 'iOS' || os === 'Android') return os;
  return os === 'macOS' && navigator.maxTouchPoints > 1 ? 'iOS' : null;
}

function profileOf(facts: DeviceFacts, speeds: Speeds, memory: Memory): DeviceProfile {
  return {
    threads: facts.threads,
    gflopsOneThread: valueOf(speeds.matmulOneThread)?.gflops ?? null,
    gflopsThreads: valueOf(speeds.matmulThreads)?.gflops ?? null,
    gpu: facts.gpu && {
      gflops: valueOf(speeds.matmulGpu)?.gflops ?? null,
      hasHalf: facts.gpu.features.includes('shader-f16'),
      software: facts.gpu.software,
      dispatchMs: valueOf(speeds.dispatch),
    },
    copyBytesPerS: valueOf(speeds.copy),
    ...memory,
  };
}

const valueOf = <T>(result: MeasurementResult<T>): T | null => ('value' in result ? result.value : null);

function recall(): Stored | null {
  try {
    const stored = JSON.parse(recallText(key) ?? 'null') as Stored | null; // written here alone
    const { browser, threads } = knownFacts.instant;
    const isSame = stored?.browser === browser && stored.threads === threads;
    return isSame && Date.now() - stored.measuredAt < maxAgeMs ? stored : null;
  } catch {
    return null;
  }
}

export const cachedDeviceProfile = new CachedDeviceProfile();
