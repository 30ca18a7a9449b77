import type { JudgedVariants } from '#advise/judge-variants.ts';
import type { Recommendation } from '#advise/recommend.ts';
import type { Variant } from '#advise/variants.ts';
import type { Inspection, Listing } from '#bridge/inspect-contract.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { usualContextLength } from '#core/engine-settings.ts';
import { AppError } from '#core/error.ts';
import { bringFiles } from './brought-files.ts';
import { fitSummary } from './fit-summary.ts';
import { testedForecasts, type TestedForecast } from './forecast-record.ts';
import { knownProfile } from './known-profile.svelte.ts';
import { requestFor, sourceOf, type Source } from './model-source.ts';
import { linksFor, type ModelLinks, type ModelsLink } from './models-link.ts';
import { tellDone, tellFailure, tellProgress, tellStart } from './port.ts';
import { preferences } from './preferences.svelte.ts';
import { storedModels } from './stored-models.svelte.ts';
import { readTyped, type TypedModel } from './typed-model.ts';

/** One visit of the Models page: the model that is looked at, and the advice for it. */
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
  advice = $state.raw<Recommendation | null>(null);
  /** Tokens of context that the advice reckons with; null: the model keeps no cache of its context. */
  contextLength = $state<number | null>(null);
  /** What earlier forecasts on this device were worth, the latest first. */
  tested = $state.raw<readonly TestedForecast[]>([]);
  #inspector: InspectHandle | null = null;
  #stop = new AbortController();
  #again: () => void = () => {};
  /** Whether the choice among the variants is left to the advice. */
  #isOpenChoice = false;

  /** Sets the page as a link has it; only what comes with the app is looked at without a click. */
  start({ model, contextLength }: ModelsLink): void {
    tellStart('ready');
    this.typed = model ?? '';
    this.#askedContext = contextLength;
    if (this.isTypedOurs) void this.lookAtTyped();
  }

  get phase() {
    return this.#phase;
  }

  /** Who would be asked for what is typed; null: nobody, or it cannot be read yet. */
  get host(): string | null {
    const typed = this.#readTyped();
    return typed && typed.kind !== 'ours' ? typed.host : null;
  }

  /** Where the model can go from here; null before there is advice, and where nothing fits. */
  get links(): ModelLinks | null {
    const best = this.advice?.best;
    if (!this.inspection || !best || this.source?.kind !== 'files') return null;
    return linksFor(this.inspection.facts, best, this.contextLength, this.source.keptId);
  }

  /** Files that the user chose or dropped, or those of a stored model. */
  lookAtFiles(files: readonly File[], keptId: string | null = null): Promise<void> {
    return this.#look(async (inspector, signal) => {
      this.source = { kind: 'files', files, keptId };
      bringFiles(files, keptId);
      this.inspection = await inspector.readFiles(files, { signal });
    });
  }

  /** A model kept in this browser. */
  async lookAtStored(id: string): Promise<void> {
    const files = await storedModels.filesOf(id);
    if (files) await this.lookAtFiles(files, id);
  }

  /** What is typed: a model of ours, a hub's, or an address. */
  lookAtTyped(): Promise<void> {
    return this.#look(async (inspector, signal) => {
      const typed = readTyped(this.typed, preferences.hub);
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
  lookAtVariant(variant: Variant): Promise<void> {
    const { listing } = this;
    return this.#look(async (inspector, signal) => {
      this.listing = listing;
      await this.#readVariant(inspector, variant, signal);
    });
  }

  /** Whether what is typed needs a host to be asked first. */
  get isTypedOurs(): boolean {
    return this.#readTyped()?.kind === 'ours';
  }

  retry(): void {
    this.#again();
  }

  async setContext(tokens: number): Promise<void> {
    this.contextLength = tokens;
    const { profile } = knownProfile;
    if (profile) await this.#orFail(() => this.#advise(profile));
  }

  /** Measures the device again, and advises anew. */
  async measureAgain(): Promise<void> {
    knownProfile.forget();
    this.error = null;
    tellStart('running');
    if (this.#stop.signal.aborted) this.#stop = new AbortController(); // by a cancel of the last time
    await this.#orFail(() => this.#reckon());
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** The page is left: what still runs ends, and nobody is told. */
  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#inspector?.close();
    this.#inspector = null;
  }

  /** Shows what went wrong, and tells a machine; also of a link that could not be read. */
  fail(thrown: unknown): void {
    this.error = tellFailure(thrown);
    this.#phase = 'failed';
  }

  /** One look at a time: a new one ends the one before, with its worker. */
  async #look(read: (inspector: InspectHandle, signal: AbortSignal) => Promise<void>): Promise<void> {
    this.close();
    const { signal } = this.#stop;
    const inspector = (this.#inspector = new InspectHandle());
    this.#clear();
    tellStart('running');
    tellProgress('read', null);
    this.#phase = 'reading';
    this.#again = () => void this.#look(read);
    await this.#orFail(async () => {
      await read(inspector, signal);
      this.waitMs = null;
      await this.#reckon();
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
    this.advice = null;
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
      throw new AppError('link-invalid', { why: `${repository.id} has no model file ${file}` });
    }
    const first = variants.find(({ format }) => format !== 'safetensors') ?? variants[0];
    if (!first) throw new AppError('model-unknown', { model: repository.id, is: 'unrecognised' });
    return first;
  }

  /** Measures the device, unless it was, and reckons with what was read. */
  async #reckon(): Promise<void> {
    const { signal } = this.#stop;
    if (!this.inspection) return;
    const { contextLength, cacheElementsPerToken } = this.inspection.facts.architecture;
    if (contextLength !== null && cacheElementsPerToken !== null) {
      this.contextLength ??= Math.min(this.#askedContext ?? usualContextLength, contextLength);
    }
    this.#phase = 'measuring';
    tellProgress('measure', null);
    const profile = await knownProfile.read(signal);
    this.tested = await testedForecasts();
    signal.throwIfAborted();
    await this.#advise(profile);
    await this.#takePick(signal);
    signal.throwIfAborted();
    this.#phase = 'done';
    const result = this.advice && fitSummary(this.inspection, this.advice, this.judged);
    tellDone(result);
  }

  /** Puts the advised variant on display instead of the one that was read to reckon with. */
  async #takePick(signal: AbortSignal): Promise<void> {
    const pick = this.judged?.pick;
    const variant = pick == null ? undefined : this.judged?.judged[pick]?.variant;
    if (!this.#isOpenChoice || !variant || variant === this.variant || !this.#inspector || !knownProfile.profile)
      return;
    await this.#readVariant(this.#inspector, variant, signal);
    await this.#advise(knownProfile.profile);
  }

  async #advise(profile: NonNullable<typeof knownProfile.profile>): Promise<void> {
    const inspector = this.#inspector;
    const { contextLength, listing, tested } = this;
    if (!inspector) return;
    const options = { earlier: tested, ...(contextLength !== null && { contextLength }) };
    const [advice, judged] = await Promise.all([
      inspector.advise(profile, options),
      listing && inspector.judge(listing.variants, profile, options),
    ]);
    if (inspector !== this.#inspector || contextLength !== this.contextLength) return;
    this.advice = advice;
    this.judged = judged;
  }

  #readTyped(): TypedModel | null {
    if (this.typed.trim() === '') return null;
    try {
      return readTyped(this.typed, preferences.hub);
    } catch {
      return null; // still being typed; looking says what is wrong with it
    }
  }
}
