import { afterEach } from 'vitest';
import type { CallOptions } from '#bridge/call-options.ts';
import type { Inspection, InspectWorker, Listing } from '#bridge/inspect-contract.ts';
import type { InspectHandle as RealInspectHandle } from '#bridge/inspect-handle.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariant, RatedVariants } from '#planner/rate-variants.ts';
import type { UnreadModel } from '#planner/rate-without-header.ts';
import type { Recommendation, RecommendOptions } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import { Calls } from './calls.fixture.ts';

/*
 * A fake of `bridge/inspect-handle.ts` without its worker and with its export names, for `vi.mock`. Every call waits until the
 * test resolves it or it is aborted, as in the bridge.
 */

/** Header-reading workers, in the order in which they were started. */
export const inspectors: InspectHandle[] = [];

afterEach(() => {
  inspectors.length = 0;
});

export class InspectHandle implements Pick<RealInspectHandle, keyof RealInspectHandle> {
  /** Reads of headers: the files, the URL, the workload or the variant. */
  readonly reads = new Calls<
    Parameters<InspectWorker['readFiles' | 'readAddress' | 'readWorkload' | 'readVariant']>[0],
    Inspection
  >();
  /** Reads of the same header for other sizes. */
  readonly resizes = new Calls<Dimensions, Inspection>();
  readonly lists = new Calls<string, Listing>();
  readonly recommendations = new Calls<RecommendOptions, Recommendation>();
  readonly ratings = new Calls<readonly Variant[], RatedVariants>();
  readonly unreadRatings = new Calls<readonly UnreadModel[], readonly (RatedVariant | null)[]>();
  readonly hashes = new Calls<File, string>();
  readonly scans = new Calls<readonly File[], SecurityScan>();
  isClosed = false;

  constructor() {
    inspectors.push(this);
  }

  readFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(files, signal);
  }

  scanFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<SecurityScan> {
    return this.scans.make(files, signal);
  }

  readAddress(url: string, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(url, signal);
  }

  readWorkload(id: WorkloadId): Promise<Inspection> {
    return this.reads.make(id);
  }

  readVariant(variant: Variant, _: unknown, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.make(variant, signal);
  }

  resize(sizes: Dimensions, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.resizes.make(sizes, signal);
  }

  list(_hub: string, repository: string, _revision: string, { signal }: CallOptions = {}): Promise<Listing> {
    return this.lists.make(repository, signal);
  }

  hash(file: File, { signal }: CallOptions = {}): Promise<string> {
    return this.hashes.make(file, signal);
  }

  recommend(_: DeviceProfile, options: RecommendOptions): Promise<Recommendation> {
    return this.recommendations.make(options);
  }

  rate(variants: readonly Variant[]): Promise<RatedVariants> {
    return this.ratings.make(variants);
  }

  rateUnread(models: readonly UnreadModel[]): Promise<readonly (RatedVariant | null)[]> {
    return this.unreadRatings.make(models);
  }

  close(): void {
    this.isClosed = true;
  }
}
