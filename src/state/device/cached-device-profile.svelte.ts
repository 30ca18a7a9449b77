import type { DeviceProfile } from '#planner/device-profile.ts';
import { spawnWorker } from '#bridge/spawn-worker.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { measureProfile, profileSteps, type ProfileStep } from '#device/measure-profile.ts';
import { measureTextKernelsInWorker } from '#device/measure-text-kernels.ts';
import { listMissingTextKernels } from '#device/text-kernels.ts';
import type { mobileBudgets } from '#device/memory-budget.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';
import { deviceFacts } from './device-facts.svelte.ts';

const key = 'assay.profile';
/** Maximum age of a profile, because drivers, browsers and batteries change. Heuristic, not measured. */
const maxAgeMs = 7 * 24 * 3_600_000;
/** Maximum age of a profile whose measurement was disturbed by other programs. */
const maxDisturbedAgeMs = 3_600_000;

interface StoredProfile {
  readonly browser: string;
  readonly threads: number;
  /** Epoch milliseconds. */
  readonly measuredAt: number;
  readonly profile: DeviceProfile;
}

/** The model facts that determine which kernels its forecast needs. */
type ProbedModel = Pick<ModelFacts, 'format' | 'weights' | 'parameters'>;

/** The device measurements that recommendations need: made once, and cached in this browser for up to a week. */
class CachedDeviceProfile {
  #stored = $state.raw<StoredProfile | null>(loadStoredProfile());
  /** Kernels requested since the page was loaded. A failed measurement is not repeated. */
  readonly #requestedKernels = new Set<string>();
  /** The current measurement; `null` if there is none. */
  step = $state<ProfileStep | 'text' | null>(null);

  get profile(): DeviceProfile | null {
    return this.#stored?.profile ?? null;
  }

  /** Epoch milliseconds. */
  get measuredAt(): number | null {
    return this.#stored?.measuredAt ?? null;
  }

  /** Whether memory limits are assumed rather than measured, as on phones and tablets. */
  get isMemoryAssumed(): boolean {
    return detectMobileOs(deviceFacts.basic.os) !== null;
  }

  get fraction(): number | null {
    return this.step && this.step !== 'text' ? profileSteps.indexOf(this.step) / profileSteps.length : null;
  }

  discard(): void {
    this.#requestedKernels.clear();
    this.#stored = null;
  }

  /**
   * Returns the device profile with the kernels that a forecast for this model needs, and measures missing ones.
   * @throws AppError aborted
   */
  async read(model: ProbedModel | null, signal: AbortSignal): Promise<DeviceProfile> {
    const profile = await this.#readDevice(signal);
    const measuredKernels = profile.textKernels ?? [];
    const missingKernels = (model ? listMissingTextKernels(model, profile.threads, measuredKernels) : []).filter(
      (request) => !this.#requestedKernels.has(JSON.stringify(request)),
    );
    if (missingKernels.length === 0 || !this.#stored) return profile;
    try {
      this.step = 'text';
      const measured = await measureTextKernelsInWorker(missingKernels, {
        startWorker: () => spawnWorker('device'),
        signal,
      });
      for (const request of missingKernels) this.#requestedKernels.add(JSON.stringify(request));
      return this.#store({ ...this.#stored, profile: { ...profile, textKernels: [...measuredKernels, ...measured] } });
    } finally {
      this.step = null;
    }
  }

  async #readDevice(signal: AbortSignal): Promise<DeviceProfile> {
    if (this.#stored) return this.#stored.profile;
    try {
      const facts = await deviceFacts.read();
      const { browser, threads, os } = facts;
      const profile = await measureProfile(facts, {
        startWorker: () => spawnWorker('device'),
        mobile: detectMobileOs(os),
        signal,
        onStep: (step) => (this.step = step),
      });
      return this.#store({ browser, threads, measuredAt: Date.now(), profile });
    } finally {
      this.step = null;
    }
  }

  #store(stored: StoredProfile): DeviceProfile {
    this.#stored = stored;
    writeLocalText(key, JSON.stringify(stored));
    return stored.profile;
  }
}

/**
 * Whether this is a phone or tablet, and its system. An iPad identifies itself as a Mac, but no Mac has a touch screen.
 */
function detectMobileOs(os: string): keyof typeof mobileBudgets | null {
  if (os === 'iOS' || os === 'Android') return os;
  return os === 'macOS' && navigator.maxTouchPoints > 1 ? 'iOS' : null;
}

/** Loads the stored profile; `null` if it is too old, or of another browser or number of threads. */
export function loadStoredProfile(): StoredProfile | null {
  try {
    const stored = JSON.parse(readLocalText(key) ?? 'null') as StoredProfile | null; // written only by this module
    const { browser, threads } = deviceFacts.basic;
    const isSame = stored?.browser === browser && stored.threads === threads;
    const maxMs = stored?.profile.isDisturbed ? maxDisturbedAgeMs : maxAgeMs;
    return isSame && Date.now() - stored.measuredAt < maxMs ? stored : null;
  } catch {
    return null;
  }
}

export const cachedDeviceProfile = new CachedDeviceProfile();
