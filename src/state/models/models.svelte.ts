import type { LinkedModel } from '#bridge/contract.ts';
import type { Variant } from '#planner/variants.ts';
import { AppError } from '#core/error.ts';
import { isModelId } from '#core/model-id.ts';
import { linksFor, type ModelLinks, type ModelsLink } from '#links/models-link.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import {
  registerActions,
  reportDone,
  reportFailure,
  reportProgress,
  reportStart,
  type DownloadedModel,
} from '../shell/automation-status.ts';
import { setPendingFiles } from '../shell/file-handoff.ts';
import { preferences } from '../shell/preferences.svelte.ts';
import { ModelInspection } from './model-inspection.svelte.ts';
import { parseModelInput, type ModelInput } from './parse-model-input.ts';
import { storedModels } from './stored-models.svelte.ts';

/** One visit of the Models page: the choice of a model, and the inspection of the one that was chosen last. */
export class Models {
  typed = $state('');
  #askedContext: number | null = null;
  #inspection = $state.raw(new ModelInspection(null));
  /** Counts choices of a model, and the leaving of the page: what is ready only after the next one is dropped. */
  #choices = 0;
  #again: () => void = () => {};
  #unregisterActions = () => {};

  /** Sets the page as a link has it; only what comes with the app is inspected without a click. */
  start({ model, contextLength }: ModelsLink): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => void this.inspectFiles(files),
      inspect: () => void this.inspectTyped(),
      download: () => void this.download(),
    });
    reportStart('ready');
    this.typed = model ?? '';
    this.#askedContext = contextLength;
    if (this.isTypedOurs) void this.inspectTyped();
  }

  /** Of the model that was chosen last; `idle` before there is one. */
  get inspection(): ModelInspection {
    return this.#inspection;
  }

  /** Who would be asked for what is typed; null: nobody, or it cannot be read yet. */
  get host(): string | null {
    const typed = this.#parseModelInput();
    return typed && typed.kind !== 'ours' ? typed.host : null;
  }

  /** Whether what is typed comes with the app, so that no host is asked for it. */
  get isTypedOurs(): boolean {
    return this.#parseModelInput()?.kind === 'ours';
  }

  /** Where the model can go from here; null before there is a recommendation, and where nothing fits. */
  get links(): ModelLinks | null {
    const { header, recommendation, source, contextLength } = this.#inspection;
    if (!header || !recommendation?.best || source?.kind !== 'files' || this.missingFiles.length > 0) return null;
    return linksFor(header.tasks, recommendation.best, contextLength, source.storedId);
  }

  /** Files that the model needs beside the chosen ones, by their names. */
  get missingFiles(): readonly string[] {
    const { header, source } = this.#inspection;
    if (!header || source?.kind !== 'files' || header.facts.format === 'mlc') return [];
    const chosen = new Set(source.files.map(({ name }) => name));
    return header.facts.externalFiles.map(({ name }) => name).filter((name) => !chosen.has(name));
  }

  /** Files that the user chose or dropped. */
  inspectFiles(files: readonly File[], storedId: string | null = null): Promise<void> {
    return this.#inspect((inspection) => inspection.readFiles(files, storedId));
  }

  /** A model stored in this browser. What goes wrong with reading it is in `storedModels.errors`. */
  inspectStored(id: string): Promise<boolean> {
    return this.#inspectOnceRead(storedModels.filesOf(id), id);
  }

  /**
   * A model whose files lie on the user's disk. To be called in a click, as `storedModels.openLinkedFiles`.
   * @returns whether it is inspected now
   */
  inspectLinked(model: LinkedModel, mayHaveChanged: boolean): Promise<boolean> {
    return this.#inspectOnceRead(storedModels.openLinkedFiles(model, mayHaveChanged), null);
  }

  /** What is typed: a model of ours, a hub's, or an address. */
  inspectTyped(): Promise<void> {
    return this.#inspect((inspection) => inspection.readTyped(this.typed, preferences.hub));
  }

  /** Another variant of the listing. */
  async inspectVariant(variant: Variant): Promise<void> {
    const { listing } = this.#inspection;
    if (listing) await this.#inspect((inspection) => inspection.readVariant(variant, listing));
  }

  /**
   * Stores the remote model on display in this browser, and reports the outcome to a program that drives the page. The
   * download itself goes on when another model is chosen or the page is left.
   */
  async download(): Promise<void> {
    const { source } = this.#inspection;
    if (source?.kind !== 'remote') return this.fail(new AppError('model-unknown', { model: this.typed }));
    const choice = this.#choices;
    const isCurrent = () => choice === this.#choices;
    const { id } = source.request;
    reportStart('running');
    const error = await storedModels.download(source.request, ({ receivedBytes, totalBytes }) => {
      if (isCurrent()) reportProgress('download', totalBytes ? receivedBytes / totalBytes : null);
    });
    if (!isCurrent()) return;
    if (error) return void reportFailure(error);
    // A URL with a query may hold a secret, so it is no id that a link could name.
    const files = isModelId(id) ? null : await storedModels.filesOf(id);
    if (!isCurrent()) return;
    if (files) setPendingFiles(files, id);
    reportDone({ id, subject: files ? { file: '1' } : { model: id } } satisfies DownloadedModel);
  }

  retry(): void {
    this.#again();
  }

  /** Measures the device again, and recommends again. */
  async measureAgain(): Promise<void> {
    cachedDeviceProfile.forget();
    await this.#inspection.recommendAgain();
  }

  /** The page is left: what still runs ends, and nothing more is reported. */
  close(): void {
    this.#choices++;
    this.#unregisterActions();
    this.#inspection.close();
  }

  /** Shows what went wrong, and reports it; also of a link that could not be read. */
  fail(thrown: unknown): void {
    this.#inspection.fail(thrown);
  }

  /** One inspection at a time: the one before ends, with its worker. */
  async #inspect(read: (inspection: ModelInspection) => Promise<void>): Promise<void> {
    this.#choices++;
    this.#inspection.close();
    this.#inspection = new ModelInspection(this.#askedContext);
    this.#again = () => void this.#inspect(read);
    await read(this.#inspection);
  }

  /** The inspection before stays on display until the files are read. */
  async #inspectOnceRead(reading: Promise<readonly File[] | null>, storedId: string | null): Promise<boolean> {
    const choice = ++this.#choices;
    const files = await reading;
    if (!files || choice !== this.#choices) return false;
    void this.inspectFiles(files, storedId);
    return true;
  }

  #parseModelInput(): ModelInput | null {
    if (this.typed.trim() === '') return null;
    try {
      return parseModelInput(this.typed, preferences.hub);
    } catch {
      return null; // still being typed; inspecting says what is wrong with it
    }
  }
}
