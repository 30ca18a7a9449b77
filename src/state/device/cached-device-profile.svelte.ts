import type { DeviceProfile } from '#planner/device-profile.ts';
import { spawnWorker } from '#bridge/spawn.ts';
import { measureProfile, profileSteps, type ProfileStep } from '#device/measure-profile.ts';
import type { mobileBudgets } from '#device/memory-budget.ts';
import { recallText, rememberText } from '#records/local-text.ts';
import { knownFacts } from './device-facts.svelte.ts';

const key = 'assay.profile';
/** A week, chosen: drivers, browsers and batteries change. */
const maxAgeMs = 7 * 24 * 3_600_000;

interface Stored {
  readonly browser: string;
  readonly threads: number;
  /** Epoch milliseconds. */
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
    return this.step && profileSteps.indexOf(this.step) / profileSteps.length;
  }

  forget(): void {
    this.#stored = null;
  }

  /** @throws AppError aborted */
  async read(signal: AbortSignal): Promise<DeviceProfile> {
    if (this.#stored) return this.#stored.profile;
    try {
      const facts = await knownFacts.read();
      const { browser, threads, os } = facts;
      const profile = await measureProfile(facts, {
        startWorker: () => spawnWorker('device'),
        mobile: mobileKind(os),
        signal,
        onStep: (step) => (this.step = step),
      });
      this.#stored = { browser, threads, measuredAt: Date.now(), profile };
      rememberText(key, JSON.stringify(this.#stored));
      return profile;
    } finally {
      this.step = null;
    }
  }
}

/** An iPad says that it is a Mac; no Mac has a touch screen. */
function mobileKind(os: string): keyof typeof mobileBudgets | null {
  if (os === 'iOS' || os === 'Android') return os;
  return os === 'macOS' && navigator.maxTouchPoints > 1 ? 'iOS' : null;
}

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
