import type { RatedVariant } from '#planner/rate-variants.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { listForecastChecks } from '#records/forecast-records.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** Whether a catalogue model fits this device and how fast it runs, estimated from its size. */
export interface ModelRating {
  /** `null` if that depends on its header. */
  readonly fits: boolean | null;
  /** `null` if this device was not measured for it. */
  readonly tokensPerS: { readonly low: number; readonly high: number } | null;
}

/** Ratings of the catalogue models, from existing measurements of this device. */
export class ModelRatings {
  /** Ratings by id in the catalogue. */
  #ratings = $state.raw<Readonly<Record<string, ModelRating>>>({});
  #isMeasuring = $state(false);

  get isMeasuring(): boolean {
    return this.#isMeasuring;
  }

  find(id: string): ModelRating | null {
    return this.#ratings[id] ?? null;
  }

  async load(): Promise<void> {
    const { profile } = cachedDeviceProfile;
    if (!profile) return;
    const models = hubCatalogue.flatMap(({ id, file, sizeBytes, parameters = null }) =>
      file === undefined || sizeBytes === undefined ? [] : [{ id, path: file, sizeBytes, parameters }],
    );
    const inspector = new InspectHandle();
    try {
      const rated = await inspector.rateUnread(models, profile, { earlier: await listForecastChecks() });
      this.#ratings = Object.fromEntries(models.map(({ id }, index) => [id, toRating(rated[index] ?? null)]));
    } catch {
      // The list is complete even without ratings.
    } finally {
      inspector.close();
    }
  }

  /**
   * Measures this device for the language models of the catalogue.
   * @throws AppError aborted
   */
  async measure(signal: AbortSignal): Promise<void> {
    this.#isMeasuring = true;
    try {
      await cachedDeviceProfile.read(catalogueWeights, signal);
      await this.load();
    } finally {
      this.#isMeasuring = false;
    }
  }
}

/** Most weights of a `Q4_K_M` file are of this type. */
export const catalogueWeights = {
  format: 'gguf',
  parameters: 1,
  weights: [{ dtype: 'Q4_K', tensors: 1, parameters: 1, bytes: 1 }],
} as const;

function toRating(rated: RatedVariant | null): ModelRating {
  const { fit = null, forecast = null } = rated ?? {};
  const fits = fit?.verdict === 'fits' ? true : fit?.verdict === 'does-not-fit' ? false : null;
  const isMeasured = forecast?.known && forecast.per === 'token' && forecast.basis !== 'uncalibrated';
  return { fits, tokensPerS: isMeasured ? { low: 1000 / forecast.highMs, high: 1000 / forecast.lowMs } : null };
}
