import type { KnownDevice } from '#planner/choose-setup.ts';
import { listForecastChecks } from '#records/forecast-records.ts';
import { cachedDeviceProfile } from './cached-device-profile.svelte.ts';

/**
 * Opens a model with the existing measurements of this device and makes no new ones. If there are none, it opens the
 * model at once.
 */
export async function withKnownDevice<T>(open: (known: KnownDevice) => Promise<T>): Promise<T> {
  const { profile } = cachedDeviceProfile;
  return open({ profile, earlier: profile ? await listForecastChecks() : [] });
}
