import { catalogueWeights } from '../picker/model-ratings.svelte.ts';
import { cachedDeviceProfile } from './cached-device-profile.svelte.ts';

/** Whether a measurement was attempted since the page was loaded; a skipped or failed one is not repeated. */
let wasTried = false;

/**
 * Whether to measure this device before a model is opened: it has no cached profile, so the model would open with its
 * engine's defaults, and no measurement was attempted since the page was loaded.
 */
export function needsMeasurement(): boolean {
  return !wasTried && cachedDeviceProfile.profile === null;
}

/**
 * Measures the speeds that determine the number of threads for a language model. If the measurement fails or is
 * aborted, the engine's defaults remain.
 */
export async function measureForLanguageModel(signal: AbortSignal): Promise<void> {
  wasTried = true;
  await cachedDeviceProfile.read(catalogueWeights, signal).catch(() => {});
}
