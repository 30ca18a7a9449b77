import { catalogueWeights } from '../picker/model-ratings.svelte.ts';
import { cachedDeviceProfile } from './cached-device-profile.svelte.ts';

/** A measurement that was skipped, or failed, is not repeated until the page is loaded again. */
let wasTried = false;

/** Whether this device has not been measured, so that a model would open with the defaults of its engine. */
export function isUnmeasured(): boolean {
  return !wasTried && cachedDeviceProfile.profile === null;
}

/** Measures what the threads of a language model are chosen by. If it fails or is skipped, the defaults remain. */
export async function measureForText(signal: AbortSignal): Promise<void> {
  wasTried = true;
  await cachedDeviceProfile.read(catalogueWeights, signal).catch(() => {});
}
