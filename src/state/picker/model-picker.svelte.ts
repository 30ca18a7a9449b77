import { InspectHandle } from '#bridge/inspect-handle.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Target } from '#core/engine/engines.ts';
import { formatHubReference } from '#core/model/hub-model.ts';
import { isModelId } from '#core/model/model-id.ts';
import type { FetchRequest } from '#core/model/stored-model.ts';
import { addRecentModel, loadRecentModels } from '#records/recent-models.ts';
import { companion } from '../companion/companion.svelte.ts';
import { toDownloadRequest, toVariantRequest, chooseVariant } from '../models/model-source.ts';
import { parseModelInput } from '../models/parse-model-input.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { preferences } from '../shell/preferences.svelte.ts';
import {
  listModels,
  toBundledKey,
  toAddressChoice,
  findMismatch,
  type ModelChoice,
  type ModelRow,
  type PickerPage,
} from './model-rows.ts';
import { ModelRatings } from './model-ratings.svelte.ts';
import { StoredTasks } from './stored-tasks.svelte.ts';

/** The chosen model: an id, or the user's files, which may be linked. */
export type PickedModel =
  /** Bundled, stored or, if it has a `target`, in the companion, which opens it on this target. */
  | { readonly kind: 'model'; readonly id: string; readonly target?: Target }
  | { readonly kind: 'files'; readonly files: readonly File[]; readonly linkedId: string | null };

/** A download that was started in the picker. */
interface PickerDownload {
  readonly key: string;
  /** `null` while the Hub lists its files. */
  readonly request: FetchRequest | null;
}

/**
 * The state of the model picker of one page: the listed models, and the download of a model that this browser does not
 * have.
 */
export class ModelPicker {
  readonly page: PickerPage;
  readonly ratings = new ModelRatings();
  search = $state('');
  /** Shows only models of this task; `null` for all. */
  taskFilter = $state<string | null>(null);
  /** A model on the Hub, or a URL. */
  address = $state('');
  /** The models at the address. */
  #modelsAtAddress = $state.raw<readonly ModelChoice[]>([]);
  isListing = $state(false);
  currentDownload = $state.raw<PickerDownload | null>(null);
  /** Why a model could not be found or downloaded, with the key of its row; `key` is `null` for the address. */
  failure = $state.raw<{ readonly key: string | null; readonly error: AppError } | null>(null);
  readonly #onpick: (picked: PickedModel) => void;
  readonly #recent = loadRecentModels();
  readonly #storedTasks = new StoredTasks();
  readonly #closeController = new AbortController();
  #controller = new AbortController();

  constructor(page: PickerPage, onpick: (picked: PickedModel) => void) {
    this.page = page;
    this.#onpick = onpick;
  }

  async load(): Promise<void> {
    companion.start();
    await Promise.all([storedModels.load(), this.ratings.load(), companion.refreshModels()]);
    if (this.page.kind === 'run') void this.#storedTasks.load(this.rows, this.#closeController.signal);
  }

  /** All models, each with the reason why this page does not offer it, if any. */
  get rows(): readonly ModelRow[] {
    const { models: stored, linkedModels } = storedModels;
    return this.#toRows(listModels({ stored, linkedModels, usedAt: this.#recent, companion }));
  }

  /** The models that match search and filter. */
  get matchingRows(): readonly ModelRow[] {
    const words = this.search.toLowerCase().split(/\s+/);
    return this.rows.filter(({ id, name, task, licence }) => {
      const text = `${id} ${name} ${task ?? ''} ${licence ?? ''}`.toLowerCase();
      return (this.taskFilter === null || task === this.taskFilter) && words.every((word) => text.includes(word));
    });
  }

  /** The shown models that this page offers. */
  get offeredRows(): readonly ModelRow[] {
    return this.matchingRows.filter(({ mismatch }) => mismatch === null);
  }

  /** The offered models on this device; models known to fit the page come first. */
  get rowsOnDevice(): readonly ModelRow[] {
    const onDevice = this.offeredRows.filter((row) => row.location !== 'hub' && !('target' in row));
    return [...onDevice.filter((row) => this.#isForPage(row)), ...onDevice.filter((row) => !this.#isForPage(row))];
  }

  /** The offered models that the companion has. */
  get rowsInCompanion(): readonly ModelRow[] {
    return this.offeredRows.filter((row) => 'target' in row);
  }

  /** The offered models that can be downloaded. */
  get downloadableRows(): readonly ModelRow[] {
    return this.offeredRows.filter(({ location }) => location === 'hub');
  }

  /** The shown models that this page does not offer. */
  get rowsNotOffered(): readonly ModelRow[] {
    return this.matchingRows.filter(({ mismatch }) => mismatch !== null);
  }

  get addressRows(): readonly ModelRow[] {
    const stored = this.rows.filter(({ location }) => location === 'stored');
    return this.#toRows(this.#modelsAtAddress).map((row) => stored.find(({ id }) => id === row.id) ?? row);
  }

  /** Tasks of the models that the page offers. */
  get tasks(): readonly string[] {
    const offered = this.rows.filter(({ mismatch }) => mismatch === null);
    return [...new Set(offered.flatMap(({ task }) => task ?? []))].sort();
  }

  /** The host that downloads contact. */
  get hubHost(): string {
    return URL.parse(preferences.hub)?.host ?? preferences.hub;
  }

  /**
   * Opens a model that is on this device, or in the companion. A linked one requires a click, and can fail: see
   * `storedModels.errors`.
   */
  async open(row: ModelRow, acceptsChanges = false): Promise<void> {
    if (row.location === 'linked') {
      const files = await storedModels.openLinkedFiles(row.model, acceptsChanges);
      if (files) this.#onpick({ kind: 'files', files, linkedId: row.id });
    } else if ('target' in row) {
      if (row.target) this.#onpick({ kind: 'model', id: row.id, target: row.target });
    } else if (!isModelId(row.id)) {
      const files = await storedModels.loadFiles(row.id); // its address has a query, which may be secret
      if (files) this.openFiles(files);
    } else {
      if (row.location === 'bundled') addRecentModel(row.id);
      this.#onpick({ kind: 'model', id: row.id });
    }
  }

  openFiles(files: readonly File[]): void {
    this.#onpick({ kind: 'files', files, linkedId: null });
  }

  /** Lists the model files of the repository at the address, or the one file of a URL. */
  async listAddress(): Promise<void> {
    const controller = this.#begin();
    this.#modelsAtAddress = [];
    this.isListing = true;
    try {
      const choices = await this.#listModelsAt(this.address, controller.signal);
      if (controller === this.#controller) this.#modelsAtAddress = choices;
    } catch (thrown) {
      this.#fail(controller, null, thrown);
    } finally {
      if (controller === this.#controller) this.isListing = false;
    }
  }

  /** Downloads a model of the Hub, or resumes its download, and opens it. */
  async download(row: ModelRow): Promise<void> {
    const controller = this.#begin();
    const { key } = row;
    this.currentDownload = { key, request: null };
    try {
      const request = toFetchRequest(row) ?? (await this.#requireHubRequest(row.id, controller.signal));
      if (controller !== this.#controller) return;
      this.currentDownload = { key, request };
      const error = await storedModels.download(request);
      if (controller !== this.#controller) return;
      if (error) throw error;
      this.currentDownload = null;
      await this.#pickStored(request.id, controller);
    } catch (thrown) {
      if (controller === this.#controller) this.currentDownload = null;
      this.#fail(controller, key, thrown);
    }
  }

  /** Pauses the download; received bytes stay on disk. */
  pause(): void {
    const { request = null } = this.currentDownload ?? {};
    if (request) storedModels.pause(request.id);
    else this.#controller.abort();
  }

  /** Cancels the download and deletes the received bytes. */
  async cancel(): Promise<void> {
    const { request = null } = this.currentDownload ?? {};
    this.stop();
    if (request) await storedModels.discard(request.id);
  }

  /** Call this when the page is left or the picker closed: a download continues, but is not opened. */
  close(): void {
    this.#closeController.abort();
    this.stop();
  }

  /** Cancels listing the models at the address; a download continues, but is not opened. */
  stop(): void {
    this.#begin();
  }

  async #pickStored(id: string, controller: AbortController): Promise<void> {
    if (isModelId(id)) return this.#onpick({ kind: 'model', id });
    // A URL with a query may contain a secret, so it cannot be the id of a model in an address.
    const files = await storedModels.loadFiles(id);
    if (files && controller === this.#controller) this.#onpick({ kind: 'files', files, linkedId: null });
  }

  /** Replaces a listing or download that was started in the picker. */
  #begin(): AbortController {
    this.#controller.abort();
    this.failure = null;
    this.currentDownload = null;
    this.isListing = false;
    return (this.#controller = new AbortController());
  }

  #fail(controller: AbortController, key: string | null, thrown: unknown): void {
    const error = asAppError(thrown);
    if (controller === this.#controller && error.code !== 'aborted') this.failure = { key, error };
  }

  #toRows(models: readonly ModelChoice[]): readonly ModelRow[] {
    return models.map((model) => ({
      ...model,
      mismatch: findMismatch(model, this.page, this.#storedTasks.find(model)),
    }));
  }

  /**
   * Whether the catalogue or the header shows that the model fits this page. Models with unread headers may fit too.
   */
  #isForPage(row: ModelRow): boolean {
    return this.page.kind !== 'run' || row.task !== null || this.#storedTasks.find(row) !== null;
  }

  /** @throws any error of the Hub's listing; model-unknown if the catalogue has no such model */
  async #requireHubRequest(id: string, signal: AbortSignal): Promise<FetchRequest> {
    const model = hubCatalogue.find((listed) => listed.id === id);
    if (!model) throw new AppError('model-unknown', { model: id });
    const [variant] = await this.#listModelsAt(formatHubReference(model), signal);
    if (variant?.location !== 'hub' || !variant.request) throw new AppError('model-unknown', { model: id });
    return variant.request;
  }

  /** Lists the one file that the address names, otherwise the models of the repository, smallest first. */
  async #listModelsAt(address: string, signal: AbortSignal): Promise<ModelChoice[]> {
    const typed = parseModelInput(address, preferences.hub);
    if (typed.kind === 'bundled') return this.rows.filter(({ key }) => key === toBundledKey(typed.model.id));
    if (typed.kind === 'address') return [toAddressChoice(toDownloadRequest(typed.url), null)];
    const inspector = new InspectHandle();
    try {
      const listing = await inspector.list(preferences.hub, typed.repository, typed.revision, { signal });
      const first = chooseVariant(listing, typed.file);
      const { id, licence } = listing.repository;
      const variants = typed.file === null ? listing.variants : [first];
      return variants.map((variant) => toAddressChoice(toVariantRequest(variant, id), licence));
    } finally {
      inspector.close();
    }
  }
}

/** Returns the download request of a row, if it is known without asking the Hub. */
function toFetchRequest(row: ModelRow): FetchRequest | undefined {
  if (row.location !== 'hub') return undefined;
  return row.request ?? storedModels.pendingDownloads.find(({ id }) => id === row.storedId);
}
