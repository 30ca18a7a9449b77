import { proxy } from 'comlink';
import { rejectOnAbort } from '#core/delay.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariant, RatedVariants } from '#planner/rate-variants.ts';
import type { UnreadModel } from '#planner/rate-without-header.ts';
import type { Recommendation, RecommendOptions } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { HubFile } from '#core/model/hub-model.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import type { Inspection, InspectWorker, Listing } from './inspect-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import type { CallOptions } from './call-options.ts';

interface ReadOptions extends CallOptions {
  /** Called with the delay in milliseconds that a busy server requests. */
  readonly onWait?: (waitMs: number) => void;
  /** Sizes of free dimensions; missing ones get suggested sizes. */
  readonly sizes?: Dimensions;
}

/** The page's handle to the worker that reads headers. Aborting a call does not terminate the worker; `close` does. */
export class InspectHandle {
  readonly #worker: SpawnedWorker<InspectWorker> = spawnWorker('inspect');

  /**
   * Reads the header of the user's files. All calls of this class have the errors below.
   * @throws AppError from `InspectWorker` | worker-died | aborted
   */
  readFiles(files: readonly File[], options: ReadOptions = {}): Promise<Inspection> {
    return this.#call(options, this.#worker.remote.readFiles(files, options.sizes ?? {}));
  }

  scanFiles(files: readonly File[], options: CallOptions = {}): Promise<SecurityScan> {
    return this.#call(options, this.#worker.remote.scanFiles(files));
  }

  readWorkload(id: WorkloadId): Promise<Inspection> {
    return this.#call({}, this.#worker.remote.readWorkload(id));
  }

  readAddress(url: string, options: ReadOptions = {}): Promise<Inspection> {
    return this.#call(options, this.#worker.remote.readAddress(url, options.sizes ?? {}, proxyOnWait(options)));
  }

  readVariant(variant: Variant, files: readonly HubFile[], options: ReadOptions = {}): Promise<Inspection> {
    const { sizes = {} } = options;
    return this.#call(options, this.#worker.remote.readVariant(variant, files, sizes, proxyOnWait(options)));
  }

  resize(sizes: Dimensions, options: CallOptions = {}): Promise<Inspection> {
    return this.#call(options, this.#worker.remote.resize(sizes));
  }

  list(hub: string, repository: string, revision: string, options: ReadOptions = {}): Promise<Listing> {
    return this.#call(options, this.#worker.remote.list(hub, repository, revision, proxyOnWait(options)));
  }

  hash(file: File, options: CallOptions = {}): Promise<string> {
    return this.#call(options, this.#worker.remote.hash(file));
  }

  recommend(profile: DeviceProfile, options: RecommendOptions): Promise<Recommendation> {
    return this.#call({}, this.#worker.remote.recommend(profile, options));
  }

  rate(variants: readonly Variant[], profile: DeviceProfile, options: RecommendOptions): Promise<RatedVariants> {
    return this.#call({}, this.#worker.remote.rate(variants, profile, options));
  }

  rateUnread(
    models: readonly UnreadModel[],
    profile: DeviceProfile,
    options: RecommendOptions,
  ): Promise<readonly (RatedVariant | null)[]> {
    return this.#call({}, this.#worker.remote.rateUnread(models, profile, options));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>({ signal }: ReadOptions, call: Promise<T>): Promise<T> {
    const { died } = this.#worker;
    return rejectOnAbort(signal ? AbortSignal.any([signal, died]) : died, call);
  }
}

const proxyOnWait = ({ onWait }: ReadOptions) => proxy((waitMs: number) => onWait?.(waitMs));
