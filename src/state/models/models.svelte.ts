import type { JudgedVariants } from '#planner/judge-variants.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import type { Inspection, Listing } from '#bridge/inspect-contract.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { usualContextLength } from '#core/engine-settings.ts';
import { AppError } from '#core/error.ts';
import { isModelId } from '#core/model-id.ts';
import { handOverFiles } from '../shell/file-handoff.ts';
import { fitSummary } from './fit-summary.ts';
import { testedForecasts, type TestedForecast } from '#records/forecasts.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { requestFor, sourceOf, type Source } from './model-source.ts';
import { linksFor, type ModelLinks, type ModelsLink } from '#links/models-link.ts';
import {
  offerActions,
  reportDone,
  reportFailure,
  reportProgress,
  reportStart,
  type DownloadedModel,
} from '../shell/automation-status.ts';
import { preferences } from '../shell/preferences.svelte.ts';
import { storedModels } from './stored-models.svelte.ts';
import { parseModelInput, type ModelInput } from './parse-model-input.ts';

/** One visit of the Models page: the model that is looked at, and the recommendation for it. */
export class Models {
  typed = $state('');
  /** Tokens, as the link asks for them; null: {@link usualContextLength}. */
  #askedContext: number | null = null;
  #phase = $state<'idle' | 'reading' | 'measuring' | 'done' | 'failed'>('idle');
  error = $state.raw<AppError | null>(null);
  /** For how long a busy server asked to be left alone; null: none did. */
  waitMs = $state<number | null>(null);
  source = $state.raw<Source | null>(null);
  listing = $state.raw<Listing | null>(null);
  /** Which of the listing's variants is on display. */
  variant = $state.raw<Variant | null>(null);
  inspection = $state.raw<Inspection | null>(null);
  judged = $state.raw<JudgedVariants | null>(null);
  recommendation = $state.raw<Recommendation | null>(null);
  /** Tokens of context that the recommendation uses; null: the model keeps no cache of its context. */
  contextLength = $state<number | null>(null);
  /** What earlier forecasts on this device were worth, the latest first. */
  tested = $state.raw<readonly TestedForecast[]>([]);
  #inspector: InspectHandle | null = null;
  #stop = new AbortController();
  #again: () => void = () => {};
  /** Whether the choice among the variants is left to the recommendation. */
  #isOpenChoice = false;
  #withdrawActions = () => {};

  /** Sets the page as a link has it; only what comes with the app is looked at without a click. */
  start({ model, contextLength }: ModelsLink): void {
    this.#withdrawActions = offerActions({
      openModel: (files) => void this.inspectFiles(files),
      inspect: () => void this.inspectTyped(),
      download: () => void this.download(),
    });
    reportStart('ready');
    this.typed = model ?? '';
    this.#askedContext = contextLength;
    if (this.isTypedOurs) void this.inspectTyped();
  }

  get phase() {
    return this.#phase;
  }

  /** Who would be asked for what is typed; null: nobody, or it cannot be read yet. */
  get host(): string | null {
    const typed = this.#parseModelInput();
    return typed && typed.kind !== 'ours' ? typed.host : null;
  }

  /** Where the model can go from here; null before there is recommendation, and where nothing fits. */
  get links(): ModelLinks | null {
    const best = this.recommendation?.best;
    if (!this.inspection || !best || this.source?.kind !== 'files') return null;
    return linksFor(this.inspection.facts, best, this.contextLength, this.source.storedId);
  }

  /** Files that the user chose or dropped, or those of a stored model. */
  inspectFiles(files: readonly File[], storedId: string | null = null): Promise<void> {
    return this.#look(async (inspector, signal) => {
      this.source = { kind: 'files', files, storedId };
      handOverFiles(files, storedId);
      this.inspection = await inspector.readFiles(files, { signal });
    });
  }

  /** A model kept in this browser. */
  async inspectStored(id: string): Promise<void> {
    const files = await storedModels.filesOf(id);
    if (files) await this.inspectFiles(files, id);
  }

  /** What is typed: a model of ours, a hub's, or an address. */
  inspectTyped(): Promise<void> {
    return this.#look(async (inspector, signal) => {
      const typed = parseModelInput(this.typed, preferences.hub);
      const options = { signal, onWait: (waitMs: number) => (this.waitMs = waitMs) };
      if (typed.kind === 'repository') {
        const { repository, revision, file } = typed;
        this.listing = await inspector.list(preferences.hub, repository, revision, options);
        this.#isOpenChoice = file === null;
        return this.#readVariant(inspector, this.#variantToRead(file), signal);
      }
      this.source = sourceOf(typed);
      this.inspection = await inspector.readAddress(typed.url, options);
    });
  }

  /** Another variant of the listing. */
  inspectVariant(variant: Variant): Promise<void> {
    const { listing } = this;
    return this.#look(async (inspector, signal) => {
      this.listing = listing;
      await this.#readVariant(inspector, variant, signal);
    });
  }

  /** Stores the remote model on display in this browser, and reports the outcome to a program that drives the page. */
  async download(): Promise<void> {
    if (this.source?.kind !== 'remote') return this.fail(new AppError('model-unknown', { model: this.typed }));
    const { request } = this.source;
    const { id } = request;
    reportStart('running');
    await storedModels.keep(request, ({ receivedBytes, totalBytes }) =>
      reportProgress('download', totalBytes ? receivedBytes / totalBytes : null),
    );
    const error = storedModels.errors[id];
    if (error) return void reportFailure(error);
    // A URL with a query may hold a secret, so it is no id that a link could name.
    const files = isModelId(id) ? null : await storedModels.filesOf(id);
    if (files) handOverFiles(files, id);
    reportDone({ id, subject: files ? { file: '1' } : { model: id } } satisfies DownloadedModel);
  }

  /** Whether what is typed needs a host to be asked first. */
  get isTypedOurs(): boolean {
    return this.#parseModelInput()?.kind === 'ours';
  }

  retry(): void {
    this.#again();
  }

  async setContext(tokens: number): Promise<void> {
    this.contextLength = tokens;
    const { profile } = cachedDeviceProfile;
    if (profile) await this.#orFail(() => this.#recommend(profile));
  }

  /** Measures the device again, and recommends again. */
  async measureAgain(): Promise<void> {
    cachedDeviceProfile.forget();
    this.error = null;
    reportStart('running');
    if (this.#stop.signal.aborted) this.#stop = new AbortController(); // by a cancel of the last time
    await this.#orFail(() => this.#analyse());
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** The page is left: what still runs ends, and nobody is told. */
  close(): void {
    this.#withdrawActions();
    this.#endLook();
  }

  #endLook(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#inspector?.close();
    this.#inspector = null;
  }

  /** Shows what went wrong, and tells a machine; also of a link that could not be read. */
  fail(thrown: unknown): void {
    this.error = reportFailure(thrown);
    this.#phase = 'failed';
  }

  /** One look at a time: a new one ends the one before, with its worker. */
  async #look(read: (inspector: InspectHandle, signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#endLook();
    const { signal } = this.#stop;
    const inspector = (this.#inspector = new InspectHandle());
    this.#clear();
    reportStart('running');
    reportProgress('read', null);
    this.#phase = 'reading';
    this.#again = () => void this.#look(read);
    await this.#orFail(async () => {
      await read(inspector, signal);
      this.waitMs = null;
      await this.#analyse();
    });
  }

  /** Shows how the look at hand fails; of one that another took the place of meanwhile, nobody is told. */
  async #orFail(act: () => Promise<void>): Promise<void> {
    const inspector = this.#inspector;
    try {
      await act();
    } catch (thrown) {
      if (inspector === this.#inspector) this.fail(thrown);
    }
  }

  /** What was found of one model does not hold for the next. */
  #clear(): void {
    this.source = null;
    this.listing = null;
    this.variant = null;
    this.inspection = null;
    this.judged = null;
    this.recommendation = null;
    this.contextLength = null;
    this.waitMs = null;
    this.error = null;
    this.#isOpenChoice = false;
  }

  async #readVariant(inspector: InspectHandle, variant: Variant, signal: AbortSignal): Promise<void> {
    if (!this.listing) return;
    const { files } = this.listing.repository;
    this.source = { kind: 'remote', request: requestFor(variant, this.listing.repository.id) };
    this.variant = variant;
    this.inspection = await inspector.readVariant(variant, files, {
      signal,
      onWait: (waitMs) => (this.waitMs = waitMs),
    });
  }

  /** The file asked for; else the smallest that an engine of ours may open. @throws AppError model-unknown | link-invalid */
  #variantToRead(file: string | null): Variant {
    const { repository, variants } = this.listing ?? { repository: { id: '' }, variants: [] };
    if (file !== null) {
      const named = variants.find(({ files }) => files.some(({ path }) => path === file));
      if (named) return named;
      throw new AppError('link-invalid', { reason: 'no-such-model-file', repository: repository.id, file });
    }
    const first = variants.find(({ format }) => format !== 'safetensors') ?? variants[0];
    if (!first) throw new AppError('model-unknown', { model: repository.id, is: 'unrecognised' });
    return first;
  }

  /** Measures the device, unless it was, and uses what was read. */
  async #analyse(): Promise<void> {
    const { signal } = this.#stop;
    if (!this.inspection) return;
    const { contextLength, cacheElementsPerToken } = this.inspection.facts.architecture;
    if (contextLength !== null && cacheElementsPerToken !== null) {
      this.contextLength ??= Math.min(this.#askedContext ?? usualContextLength, contextLength);
    }
    this.#phase = 'measuring';
    reportProgress('measure', null);
    const profile = await cachedDeviceProfile.read(this.inspection.facts, signal);
    this.tested = await testedForecasts();
    signal.throwIfAborted();
    await this.#recommend(profile);
    await this.#takePick(signal);
    signal.throwIfAborted();
    this.#phase = 'done';
    const result = this.recommendation && fitSummary(this.inspection, this.recommendation, this.judged);
    reportDone(result);
  }

  /** Shows the recommended variant instead of the one that was inspected first. */
  async #takePick(signal: AbortSignal): Promise<void> {
    const pick = this.judged?.pick;
    const variant = pick == null ? undefined : this.judged?.judged[pick]?.variant;
    if (!this.#isOpenChoice || !variant || variant === this.variant || !this.#inspector) return;
    await this.#readVariant(this.#inspector, variant, signal);
    await this.#recommend(await cachedDeviceProfile.read(this.inspection?.facts ?? null, signal));
  }

  async #recommend(profile: NonNullable<typeof cachedDeviceProfile.profile>): Promise<void> {
    const inspector = this.#inspector;
    const { contextLength, listing, tested } = this;
    if (!inspector) return;
    const options = { earlier: tested, ...(contextLength !== null && { contextLength }) };
    const [recommendation, judged] = await Promise.all([
      inspector.recommend(profile, options),
      listing && inspector.judge(listing.variants, profile, options),
    ]);
    if (inspector !== this.#inspector || contextLength !== this.contextLength) return;
    this.recommendation = recommendation;
    this.judged = judged;
  }

  #parseModelInput(): ModelInput | null {
    if (this.typed.trim() === '') return null;
    try {
      return parseModelInput(this.typed, preferences.hub);
    } catch {
      return null; // still being typed; looking says what is wrong with it
    }
  }
}
