import type { CoverageSummary } from '#planner/coverage/coverage.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariant, RatedVariants } from '#planner/rate-variants.ts';
import type { UnreadModel } from '#planner/rate-without-header.ts';
import type { Recommendation, RecommendOptions } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { TaskId } from '#tasks/index.ts';
import type { HubFile, Repository } from '#core/model/hub-model.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

/** Facts from the header of one model. */
export interface Inspection {
  /** Name of the file that was read. */
  readonly name: string;
  readonly facts: Omit<ModelFacts, 'nodes'>;
  /** Tasks that the model fits, by its header; empty for a model that is not on this device. */
  readonly tasks: readonly TaskId[];
  /** The sizes of free dimensions, and the values of scalar integer inputs, for which the facts were computed. */
  readonly sizes: Dimensions;
  /** The sizes that the caller requested, and suggested sizes for dimensions that no task determines. */
  readonly taskSizes: Dimensions;
  /** Whether the model can be optimised: it is in ONNX, or a graph can be built from its weights. */
  readonly isOptimisable: boolean;
  /** The nodes with the most operations, in descending order. */
  readonly costliest: ModelFacts['nodes'];
  readonly nodeCount: number;
  /** Where each engine of the page runs the nodes; empty if the file lists no nodes. */
  readonly coverage: readonly CoverageSummary[];
}

export interface Listing {
  readonly repository: Repository;
  readonly variants: readonly Variant[];
}

/**
 * The worker that reads headers and computes fit and forecasts from them. It caches the facts of the most recently read
 * model. `onWait` is called with the delay in milliseconds that a busy server requests. `sizes` contains the sizes of
 * free dimensions that replace the suggested ones.
 */
export interface InspectWorker {
  /** @throws AppError model-unknown | model-corrupt | model-unsupported | file-unreadable | input-invalid */
  readFiles(files: readonly File[], sizes: Dimensions): Promise<Inspection>;
  /**
   * Examines files for security risks, including files that are not models or violate their format.
   * @throws AppError model-unknown | file-unreadable
   */
  scanFiles(files: readonly File[]): Promise<SecurityScan>;
  /** Builds a standard workload and reads its header. */
  readWorkload(id: WorkloadId): Promise<Inspection>;
  /**
   * Reads a header with Range requests.
   * @throws AppError fetch-failed | access-denied | errors from `readFiles`
   */
  readAddress(url: string, sizes: Dimensions, onWait: (waitMs: number) => void): Promise<Inspection>;
  /** @param files all files of the model's repository, from which sidecar files are taken */
  readVariant(
    variant: Variant,
    files: readonly HubFile[],
    sizes: Dimensions,
    onWait: (waitMs: number) => void,
  ): Promise<Inspection>;
  /**
   * Reads the header of the most recently read model again with other sizes.
   * @throws AppError from the call that read it
   */
  resize(sizes: Dimensions): Promise<Inspection>;
  /** @throws AppError fetch-failed | access-denied | model-corrupt */
  list(hub: string, repository: string, revision: string, onWait: (waitMs: number) => void): Promise<Listing>;
  /**
   * The SHA-256 of a file's bytes in hexadecimal, in constant memory.
   * @throws AppError worker-died
   */
  hash(file: File): Promise<string>;
  /** Recommends a setup for the most recently read model. */
  recommend(profile: DeviceProfile, options: RecommendOptions): Promise<Recommendation>;
  /** Rates other variants of the most recently read model by their sizes. */
  rate(variants: readonly Variant[], profile: DeviceProfile, options: RecommendOptions): Promise<RatedVariants>;
  /** Rates models whose headers were not read; `null` for those that are not models. */
  rateUnread(
    models: readonly UnreadModel[],
    profile: DeviceProfile,
    options: RecommendOptions,
  ): Promise<readonly (RatedVariant | null)[]>;
}
