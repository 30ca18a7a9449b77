import { chooseContextLength } from '#core/engine/engine-settings.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ChosenSetup } from '#core/engine/runtime.ts';
import { getDefaultSetup, listPossibleDevices, type RequestedSetup, type TunedSetup } from './requested-setup.ts';
import type { DeviceProfile } from './device-profile.ts';
import { recommend, type ForecastRatio } from './recommend.ts';

/** The measurements of this device so far. */
export interface DeviceMeasurements {
  /** `null` if the device was not measured. */
  readonly profile: DeviceProfile | null;
  /** See `RecommendOptions`. */
  readonly earlier: readonly ForecastRatio[];
  /** The winner of the model's tuning search; absent if there was none. */
  readonly tuned?: TunedSetup;
}

/**
 * Chooses the device and threads of a model if they were not requested: the first candidate of {@link recommend} that
 * the request allows. All pages and commands open models with this function, so the recommended setup is the one that
 * runs.
 */
export function chooseSetup(
  requested: RequestedSetup,
  facts: ModelFacts,
  { profile, earlier }: DeviceMeasurements,
): ChosenSetup {
  if (!profile || profile.isDisturbed) return getDefaultSetup(requested);
  const contextLength = chooseContextLength(facts.architecture, requested.settings.contextLength);
  const options = { earlier, ...(contextLength !== null && { contextLength }) };
  const devices = listPossibleDevices(requested);
  const best = recommend(facts, profile, options).candidates.find(
    ({ engine, device, fit }) =>
      engine === requested.engine && devices.includes(device) && fit.verdict !== 'does-not-fit',
  );
  if (!best) return getDefaultSetup(requested);
  const { device } = best;
  return { by: 'recommendation', device, ...(device === 'wasm' && { threads: requested.threads ?? best.threads }) };
}
