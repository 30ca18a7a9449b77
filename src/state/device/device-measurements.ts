import type { Subject } from '#core/model/model.ts';
import type { DeviceMeasurements } from '#planner/choose-setup.ts';
import { listForecastChecks } from '#records/forecast-records.ts';
import { findTunedSetup } from '../tune/tuned-models.ts';
import { cachedDeviceProfile } from './cached-device-profile.svelte.ts';

/**
 * Opens a model with the cached measurements of this device and the tuned configuration of the model, if they exist.
 * Measures nothing.
 */
export async function withDeviceMeasurements<T>(
  subject: Subject,
  open: (measurements: DeviceMeasurements) => Promise<T>,
): Promise<T> {
  const { profile } = cachedDeviceProfile;
  const tuned = findTunedSetup(subject);
  return open({ profile, earlier: profile ? await listForecastChecks() : [], ...(tuned && { tuned }) });
}
