import type { LinkedModel } from '#bridge/session-contract.ts';
import type { Variant } from '#planner/variants.ts';
import { AppError } from '#core/errors/error.ts';
import { containsGraph } from '#core/model/contains-graph.ts';
import type { StandaloneModel } from '#standalone/standalone-model.ts';
import { toStandaloneModel } from '#standalone/to-standalone-model.ts';
import { isModelId } from '#core/model/model-id.ts';
import { toGraphLink, listLinks, toOptimiseLink, type ModelLinks, type ModelsLink } from '#links/models-link.ts';
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
import { takeIncoming } from '../shell/incoming-files.ts';
import { preferences } from '../shell/preferences.svelte.ts';
import type { ModelSource } from './model-source.ts';
import { listMissingFiles } from './missing-files.ts';
import { OtherDevice } from './other-device.svelte.ts';
import { ModelInspection, type InspectionRequest } from './model-inspection.svelte.ts';
import { parseModelInput, type ModelInput } from './parse-model-input.ts';
import { storedModels } from './stored-models.svelte.ts';

/** State of one visit of the Models page: the choice of a model, and the inspection of the latest choice. */
export class Models {
  modelInput = $state('');
  /** Another device, for which the model is forecast as well. */
  readonly otherDevice = new OtherDevice();
  #request: InspectionRequest = { contextLength: null, dimensions: {} };
  #inspection = $state.raw(new ModelInspection(this.#request));
  /** Incremented when a model is chosen or the page is left: earlier results are then discarded. */
  #choiceCount = 0;
  #retry: () => void = () => {};
  #unregisterActions = () => {};

  /** Applies a link to the page; only bundled models are inspected without a click. */
  start({ model, device, ...requested }: ModelsLink): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => void this.inspectFiles(files),
      inspect: () => void this.inspectInput(),
      download: () => void this.download(),
    });
    reportStart('ready');
    if (device !== null) this.otherDevice.open(device);
    this.modelInput = model ?? '';
    this.#request = requested;
    const files = takeIncoming('model');
    if (files.length > 0) void this.inspectFiles(files);
    else if (this.isInputBundled) void this.inspectInput();
    else if (model !== null) void storedModels.findMissingCopy(model);
  }

  /** The inspection of the latest choice; `idle` if there is none. */
  get inspection(): ModelInspection {
    return this.#inspection;
  }

  /** The host that inspecting the typed model would contact; `null` if none, or if the text is not valid yet. */
  get contactedHost(): string | null {
    const typed = this.#parseModelInput();
    return typed && typed.kind !== 'bundled' ? typed.host : null;
  }

  /** Whether the typed model is bundled, so no host is contacted. */
  get isInputBundled(): boolean {
    return this.#parseModelInput()?.kind === 'bundled';
  }

  /** Links to the pages that can open the model; `null` before there is a recommendation, or if nothing fits. */
  get pageLinks(): ModelLinks | null {
    const { header, recommendation, source, contextLength } = this.#inspection;
    if (!header || !recommendation?.best || source?.kind !== 'files' || this.missingFiles.length > 0) return null;
    return listLinks(header, recommendation.best, contextLength, findFileLocation(source));
  }

  /** The model in the recommended configuration, to run it outside Assay; `null` before there is a recommendation. */
  get standalone(): StandaloneModel | null {
    const { header, recommendation } = this.#inspection;
    if (!header || !recommendation?.best) return null;
    const { engine, device, threads } = recommendation.best;
    const configuration = { host: 'page', engine, device, threads: device === 'wasm' ? threads : null } as const;
    return toStandaloneModel(header.name, header.facts, { ...configuration, settings: {} });
  }

  /** Link to the page that rewrites the model; `null` if it cannot, or a file is missing. */
  get optimiseLink(): string | null {
    const { header, source } = this.#inspection;
    if (header?.facts.format === 'onnx' && source?.kind === 'bundled')
      return toOptimiseLink({ storedId: source.id, linkedId: null });
    if (!header?.isOptimisable || source?.kind !== 'files' || this.missingFiles.length > 0) return null;
    return toOptimiseLink(findFileLocation(source));
  }

  /** Link to the page that shows the graph of the model; `null` if its files have none, or are not on this device. */
  get graphLink(): string | null {
    const { header, source } = this.#inspection;
    if (!header || !containsGraph(header.facts.format, header.facts.formatVersion)) return null;
    if (source?.kind === 'bundled') return toGraphLink({ storedId: source.id, linkedId: null });
    return source?.kind === 'files' ? toGraphLink(findFileLocation(source)) : null;
  }

  /** Names of the files that the model needs in addition to the chosen ones. */
  get missingFiles(): readonly string[] {
    const { header, source } = this.#inspection;
    return header && source?.kind === 'files' ? listMissingFiles(header.facts, source.files) : [];
  }

  /** Inspects files that the user chose or dropped. */
  inspectFiles(files: readonly File[], storedId: string | null = null): Promise<void> {
    return this.#inspect((inspection) => inspection.readFiles(files, storedId));
  }

  /** Inspects a stored model. Errors of reading it are in `storedModels.errors`. */
  inspectStored(id: string): Promise<boolean> {
    return this.#inspectWhenRead(storedModels.loadFiles(id), id);
  }

  /**
   * Inspects a linked model. Call it in a click handler, as `storedModels.openLinkedFiles`.
   * @returns whether its inspection has started
   */
  inspectLinked(model: LinkedModel, acceptsChanges: boolean): Promise<boolean> {
    return this.#inspectWhenRead(storedModels.openLinkedFiles(model, acceptsChanges), null);
  }

  /** Inspects the typed model: a bundled model, a Hub model or a URL. */
  inspectInput(): Promise<void> {
    return this.#inspect((inspection) => inspection.readModelInput(this.modelInput, preferences.hub));
  }

  /** Inspects another variant of the listing. */
  async inspectVariant(variant: Variant): Promise<void> {
    const { listing } = this.#inspection;
    if (listing) await this.#inspect((inspection) => inspection.readVariant(variant, listing));
  }

  /**
   * Downloads the remote model shown to this browser, and reports the outcome to automation clients. The download
   * itself continues when another model is chosen or the page is left.
   */
  async download(): Promise<void> {
    const { source } = this.#inspection;
    if (source?.kind !== 'remote') return this.fail(new AppError('model-unknown', { model: this.modelInput }));
    const choice = this.#choiceCount;
    const isCurrent = () => choice === this.#choiceCount;
    const { id } = source.request;
    reportStart('running');
    const error = await storedModels.download(source.request, ({ receivedBytes, totalBytes }) => {
      if (isCurrent()) reportProgress('download', totalBytes ? receivedBytes / totalBytes : null);
    });
    if (!isCurrent()) return;
    if (error) return void reportFailure(error);
    // A URL with a query may contain a secret, so it cannot be the id of a model in a link.
    const files = isModelId(id) ? null : await storedModels.loadFiles(id);
    if (!isCurrent()) return;
    if (files) setPendingFiles(files, id);
    reportDone({ id, subject: files ? { file: '1' } : { model: id } } satisfies DownloadedModel);
  }

  /**
   * Downloads a model whose files are gone or damaged from its origin, which is contacted for the list of its files.
   * Errors of deleting the damaged files are in `storedModels.errors`.
   */
  async downloadAgain(id: string): Promise<void> {
    if (!(await storedModels.discardFiles(id))) return;
    this.modelInput = id;
    await this.inspectInput();
    if (this.modelInput === id && this.#inspection.source?.kind === 'remote') await this.download();
  }

  retry(): void {
    this.#retry();
  }

  /** Measures the device again, and updates the recommendation. */
  async measureAgain(): Promise<void> {
    cachedDeviceProfile.discard();
    await this.#inspection.recommendAgain();
  }

  /** Call this when the page is left: ends the current operation without a report. */
  close(): void {
    this.#choiceCount++;
    this.#unregisterActions();
    this.#inspection.close();
  }

  /** Shows and reports an error, also of an invalid link. */
  fail(thrown: unknown): void {
    this.#inspection.fail(thrown);
  }

  /** Only one inspection runs at a time: the previous one and its worker are terminated. */
  async #inspect(
    read: (inspection: ModelInspection) => Promise<void>,
    requested: InspectionRequest = this.#request,
  ): Promise<void> {
    this.#choiceCount++;
    this.#inspection.close();
    this.#inspection = new ModelInspection(requested);
    this.#request = { ...requested, dimensions: {} }; // the sizes of a link apply only to its model
    this.#retry = () => void this.#inspect(read, requested);
    await read(this.#inspection);
  }

  /** The previous inspection remains visible until the files are read. */
  async #inspectWhenRead(reading: Promise<readonly File[] | null>, storedId: string | null): Promise<boolean> {
    const choice = ++this.#choiceCount;
    const files = await reading;
    if (!files || choice !== this.#choiceCount) return false;
    void this.inspectFiles(files, storedId);
    return true;
  }

  #parseModelInput(): ModelInput | null {
    if (this.modelInput.trim() === '') return null;
    try {
      return parseModelInput(this.modelInput, preferences.hub);
    } catch {
      return null; // the user is still typing; inspecting the input shows the error
    }
  }
}

/** Finds how a link can refer to the files: as a stored model, as a linked model, or neither. */
function findFileLocation({ files, storedId }: Extract<ModelSource, { kind: 'files' }>) {
  const { lastLinked } = storedModels;
  return { storedId, linkedId: lastLinked && lastLinked.files === files ? lastLinked.id : null };
}
