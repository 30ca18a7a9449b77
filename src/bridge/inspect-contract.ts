import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariants } from '#planner/rate-variants.ts';
import type { Recommendation, RecommendOptions } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { TaskId } from '#tasks/index.ts';
import type { HubFile, Repository } from '#core/hub.ts';

/** What is read from the header of one model. */
export interface Inspection {
  /** Name of the file that was read. */
  readonly name: string;
  readonly facts: Omit<ModelFacts, 'nodes'>;
  /** Tasks that the chosen files fit, according to their headers; empty for models that are not on this device yet. */
  readonly tasks: readonly TaskId[];
  /** The costliest nodes. */
  readonly costliest: ModelFacts['nodes'];
  readonly nodeCount: number;
}

export interface Listing {
  readonly repository: Repository;
  readonly variants: readonly Variant[];
}

/**
 * The worker that reads headers and computes fit and forecasts from them. It caches the facts of the model read last.
 * `onWait` receives the delay that a busy server requests, in milliseconds.
 */
export interface InspectWorker {
  /** @throws AppError model-unknown | model-corrupt | model-unsupported | file-unreadable */
  readFiles(files: readonly File[]): Promise<Inspection>;
  /** Reads by Range requests. @throws AppError fetch-failed | access-denied, and what `readFiles` throws */
  readAddress(url: string, onWait: (waitMs: number) => void): Promise<Inspection>;
  /** @param files all files in its repository, to find the sidecar files */
  readVariant(variant: Variant, files: readonly HubFile[], onWait: (waitMs: number) => void): Promise<Inspection>;
  /** @throws AppError fetch-failed | access-denied | model-corrupt */
  list(hub: string, repository: string, revision: string, onWait: (waitMs: number) => void): Promise<Listing>;
  /** For the model read last. */
  recommend(profile: DeviceProfile, options: RecommendOptions): Promise<Recommendation>;
  /** Rates other variants of the model read last by their sizes. */
  rate(variants: readonly Variant[], profile: DeviceProfile, options: RecommendOptions): Promise<RatedVariants>;
}
