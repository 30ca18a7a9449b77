import { contextLengthFor } from '#core/engine-settings.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { ChosenSetup } from '#core/runtime.ts';
import { defaultSetup, possibleDevices, type RequestedSetup } from './requested-setup.ts';
import type { DeviceProfile } from './device-profile.ts';
import { recommend, type ForecastRatio } from './recommend.ts';

/** What was measured on this device so far. */
export interface KnownDevice {
  /** null: nothing was. */
  readonly profile: DeviceProfile | null;
  /** As in `RecommendOptions`. */
  readonly earlier: readonly ForecastRatio[];
}

/**
 * Device and threads of a model where a request leaves them open: what {@link recommend} puts first among the candidates
 * that the request allows. Pages and commands open models by this alone, so what is recommended is what runs.
 */
export function chooseSetup(
  requested: RequestedSetup,
  facts: ModelFacts,
  { profile, earlier }: KnownDevice,
): ChosenSetup {
  if (!profile) return defaultSetup(requested);
  const contextLength = contextLengthFor(facts.architecture, requested.settings.contextLength);
  const options = { earlier, ...(contextLength !== null && { contextLength }) };
  const devices = possibleDevices(requested);
  const best = recommend(facts, profile, options).candidates.find(
    ({ runtime, device, fit }) =>
      runtime === requested.runtime && devices.includes(device) && fit.verdict !== 'does-not-fit',
  );
  if (!best) return defaultSetup(requested);
  const { device } = best;
  return { by: 'recommendation', device, ...(device === 'wasm' && { threads: requested.threads ?? best.threads }) };
}
