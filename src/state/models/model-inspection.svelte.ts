import type { DeviceProfile } from '#planner/device-profile.ts';
import type { RatedVariants } from '#planner/rate-variants.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { Inspection, Listing } from '#bridge/inspect-contract.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { chooseContextLength } from '#core/engine/engine-settings.ts';
import type { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { listForecastChecks, type ForecastCheck } from '#records/forecast-records.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import type { ModelsLink } from '#links/models-link.ts';
import { createFitSummary } from '#share/export/fit-summary.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { setPendingFiles } from '../shell/file-handoff.ts';
import { toVariantRequest, toModelSource, chooseVariant, type ModelSource } from './model-source.ts';
import { parseModelInput } from './parse-model-input.ts';

/** The settings that a link requests for the inspection of a model. */
export type InspectionRequest = Pick<ModelsLink, 'contextLength' | 'dimensions'>;

/**
 * Inspection of one model: its header, whether it fits on this device, and the recommendation for it. Each operation
 * has its own AbortController; the outcome of a superseded operation is discarded.
 */
export class ModelInspection {
  #phase = $state<'idle' | 'reading' | 'measuring' | 'done' | 'failed'>('idle');
  error = $state.raw<AppError | null>(null);
  /** The retry delay requested by a busy server; `null` if none. */
  retryDelayMs = $state<number | null>(null);
  source = $state.raw<ModelSource | null>(null);
  listing = $state.raw<Listing | null>(null);
  /** The variant of the listing that is shown. */
  variant = $state.raw<Variant | null>(null);
  header = $state.raw<Inspection | null>(null);
  /** Security findings in the files, also of a rejected model; `null` if the files are not on this device. */
  securityScan = $state.raw<SecurityScan | null>(null);
  ratings = $state.raw<RatedVariants | null>(null);
  recommendation = $state.raw<Recommendation | null>(null);
  /** The context length that the recommendation assumes; `null` if the model has no KV cache. */
  contextLength = $state<number | null>(null);
  /** Comparisons of earlier forecasts with measurements on this device, latest first. */
  forecastChecks = $state.raw<readonly ForecastCheck[]>([]);
  readonly #request: InspectionRequest;
  /** The sizes of free dimensions set by the user or the link; the others have the suggested size. */
  #sizes: Dimensions;
  #inspector: InspectHandle | null = null;
  #controller = new AbortController();
  /** Whether the recommendation chooses the variant. */
  #choosesVariant = false;

  constructor(requested: InspectionRequest) {
    this.#request = requested;
    this.#sizes = requested.dimensions;
  }

  get phase() {
    return this.#phase;
  }

  readFiles(files: readonly File[], storedId: string | null): Promise<void> {
    return this.#read(async (inspector, signal) => {
      this.source = { kind: 'files', files, storedId };
      setPendingFiles(files, storedId);
      void this.#scan(inspector, files);
      this.header = await inspector.readFiles(files, { signal, sizes: this.#sizes });
    });
  }

  /** Scans the files while they are inspected. Files that cannot be read are reported by the inspection. */
  async #scan(inspector: InspectHandle, files: readonly File[]): Promise<void> {
    try {
      this.securityScan = await inspector.scanFiles(files);
    } catch {
      this.securityScan = null;
    }
  }

  /** Inspects the model that the user typed: the id of a bundled model, a model of the Hub, or a URL. */
  readModelInput(text: string, hub: string): Promise<void> {
    return this.#read(async (inspector, signal) => {
      const input = parseModelInput(text, hub);
      const options = { signal, sizes: this.#sizes, onWait: (waitMs: number) => (this.retryDelayMs = waitMs) };
      if (input.kind === 'repository') {
        const { repository, revision, file } = input;
        const listing = await inspector.list(hub, repository, revision, options);
        this.listing = listing;
        this.#choosesVariant = file === null;
        return this.#readHeader(chooseVariant(listing, file), listing, signal);
      }
      this.source = toModelSource(input);
      this.header = await inspector.readAddress(input.url, options);
    });
  }

  readVariant(variant: Variant, listing: Listing): Promise<void> {
    return this.#read(async (_, signal) => {
      this.listing = listing;
      await this.#readHeader(variant, listing, signal);
    });
  }

  async setContextLength(tokens: number): Promise<void> {
    this.contextLength = tokens;
    const controller = this.#controller;
    const { profile } = cachedDeviceProfile;
    if (profile)
      await this.#recommend(profile).catch((thrown: unknown) => controller === this.#controller && this.fail(thrown));
  }

  /** Reads the header again with this size of a free dimension, and updates the recommendation. */
  async setSize(name: string, size: number): Promise<void> {
    if (size === this.header?.sizes[name]) return;
    this.#sizes = { ...this.#sizes, [name]: size };
    this.error = null;
    reportStart('running');
    await this.#runOperation(async (signal) => {
      this.header = (await this.#inspector?.resize(this.#sizes, { signal })) ?? null;
      await this.#analyse(signal);
    });
  }

  /** Measures the device if it has not been measured yet, and updates the recommendation. */
  async recommendAgain(): Promise<void> {
    this.error = null;
    reportStart('running');
    await this.#runOperation((signal) => this.#analyse(signal));
  }

  /** The recommendation for another device with this profile; `null` if no model was read. */
  async recommendFor(profile: DeviceProfile): Promise<Recommendation | null> {
    if (!this.header || !this.#inspector) return null;
    const { contextLength } = this;
    return this.#inspector.recommend(profile, { ...(contextLength !== null && { contextLength }) });
  }

  /** Cancels the current operation; `error` is then `aborted`. */
  cancel(): void {
    this.#controller.abort();
  }

  /** Ends the current operation without a report. */
  close(): void {
    this.#beginOperation();
    this.#inspector?.close();
  }

  /** Shows and reports an error. */
  fail(thrown: unknown): void {
    this.error = reportFailure(thrown);
    this.#phase = 'failed';
  }

  #beginOperation(): AbortController {
    const replaced = this.#controller;
    this.#controller = new AbortController();
    replaced.abort();
    return this.#controller;
  }

  async #runOperation(operation: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = this.#beginOperation();
    try {
      await operation(controller.signal);
    } catch (thrown) {
      if (controller === this.#controller) this.fail(thrown);
    }
  }

  async #read(read: (inspector: InspectHandle, signal: AbortSignal) => Promise<void>): Promise<void> {
    const inspector = (this.#inspector = new InspectHandle());
    reportStart('running');
    reportProgress('read', null);
    this.#phase = 'reading';
    await this.#runOperation(async (signal) => {
      await read(inspector, signal);
      this.retryDelayMs = null;
      await this.#analyse(signal);
    });
  }

  async #readHeader(variant: Variant, { repository }: Listing, signal: AbortSignal): Promise<void> {
    this.source = { kind: 'remote', request: toVariantRequest(variant, repository.id) };
    this.variant = variant;
    const onWait = (waitMs: number) => (this.retryDelayMs = waitMs);
    const header = await this.#inspector?.readVariant(variant, repository.files, {
      signal,
      sizes: this.#sizes,
      onWait,
    });
    this.header = header ?? null;
  }

  async #analyse(signal: AbortSignal): Promise<void> {
    if (!this.header) return;
    this.contextLength ??= chooseContextLength(
      this.header.facts.architecture,
      this.#request.contextLength ?? undefined,
    );
    this.#phase = 'measuring';
    reportProgress('measure', null);
    const profile = await cachedDeviceProfile.read(this.header.facts, signal);
    this.forecastChecks = await listForecastChecks();
    signal.throwIfAborted();
    await this.#recommend(profile);
    await this.#readRecommendedVariant(signal);
    signal.throwIfAborted();
    this.#phase = 'done';
    reportDone(this.recommendation && createFitSummary(this.header, this.recommendation, this.ratings));
  }

  /** Shows the recommended variant instead of the one that was inspected first. */
  async #readRecommendedVariant(signal: AbortSignal): Promise<void> {
    const { listing, ratings } = this;
    const variant = ratings?.pick == null ? undefined : ratings.variants[ratings.pick]?.variant;
    if (!this.#choosesVariant || !listing || !variant || variant === this.variant) return;
    await this.#readHeader(variant, listing, signal);
    await this.#recommend(await cachedDeviceProfile.read(this.header?.facts ?? null, signal));
  }

  /** Recomputes until the recommendation is for the latest context length. */
  async #recommend(profile: NonNullable<typeof cachedDeviceProfile.profile>): Promise<void> {
    const inspector = this.#inspector;
    const { contextLength, listing, forecastChecks } = this;
    if (!inspector) return;
    const options = { earlier: forecastChecks, ...(contextLength !== null && { contextLength }) };
    const [recommendation, ratings] = await Promise.all([
      inspector.recommend(profile, options),
      listing && inspector.rate(listing.variants, profile, options),
    ]);
    if (contextLength !== this.contextLength) return this.#recommend(profile);
    this.recommendation = recommendation;
    this.ratings = ratings;
  }
}
