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
import { FakeCalls } from './calls.fixture.ts';

/*
 * Replaces `bridge/inspect-handle.ts` in tests: the same exports, but no worker. A call is pending until the test
 * answers it or it is aborted.
 */

/** Header-reading workers, in the order in which they were started. */
export const inspectors: InspectHandle[] = [];

afterEach(() => {
  inspectors.length = 0;
});

export class InspectHandle implements Pick<RealInspectHandle, keyof RealInspectHandle> {
  /** Reads of headers: the files, the URL, the workload or the variant. */
  readonly reads = new FakeCalls<
    Parameters<InspectWorker['readFiles' | 'readAddress' | 'readWorkload' | 'readVariant']>[0],
    Inspection
  >();
  /** Reads of the same header for other sizes. */
  readonly resizes = new FakeCalls<Dimensions, Inspection>();
  readonly listings = new FakeCalls<string, Listing>();
  readonly recommendations = new FakeCalls<RecommendOptions, Recommendation>();
  readonly ratings = new FakeCalls<readonly Variant[], RatedVariants>();
  readonly unreadRatings = new FakeCalls<readonly UnreadModel[], readonly (RatedVariant | null)[]>();
  readonly hashes = new FakeCalls<File, string>();
  readonly scans = new FakeCalls<readonly File[], SecurityScan>();
  isClosed = false;

  constructor() {
    inspectors.push(this);
  }

  readFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.add(files, signal);
  }

  scanFiles(files: readonly File[], { signal }: CallOptions = {}): Promise<SecurityScan> {
    return this.scans.add(files, signal);
  }

  readAddress(url: string, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.add(url, signal);
  }

  readWorkload(id: WorkloadId): Promise<Inspection> {
    return this.reads.add(id);
  }

  readVariant(variant: Variant, _: unknown, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.reads.add(variant, signal);
  }

  resize(sizes: Dimensions, { signal }: CallOptions = {}): Promise<Inspection> {
    return this.resizes.add(sizes, signal);
  }

  list(_hub: string, repository: string, _revision: string, { signal }: CallOptions = {}): Promise<Listing> {
    return this.listings.add(repository, signal);
  }

  hash(file: File, { signal }: CallOptions = {}): Promise<string> {
    return this.hashes.add(file, signal);
  }

  recommend(_: DeviceProfile, options: RecommendOptions): Promise<Recommendation> {
    return this.recommendations.add(options);
  }

  rate(variants: readonly Variant[]): Promise<RatedVariants> {
    return this.ratings.add(variants);
  }

  rateUnread(models: readonly UnreadModel[]): Promise<readonly (RatedVariant | null)[]> {
    return this.unreadRatings.add(models);
  }

  close(): void {
    this.isClosed = true;
  }
}
