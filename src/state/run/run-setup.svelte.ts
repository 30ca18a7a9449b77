import {
  listSupportedSettings,
  pickEngineSettings,
  changeSetting,
  pickSupportedSettings,
  type EngineSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import {
  getDefaultDevice,
  generatesText,
  type DeviceId,
  type Target,
  type TensorEngineId,
} from '#core/engine/engines.ts';
import { listTensorEngines } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { resolveReference, formatRunHash, type RunLink } from '#links/run-link.ts';
import { DeployedModel } from '../deployments/deployed-model.svelte.ts';
import {
  findFilesToChooseAgain,
  openLinkedModel,
  findFilesFromOtherPage,
  type ModelToReopen,
} from '../picker/reopen-model.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { reportFailure } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** The model of one visit of the Run page, and the settings for opening it. */
export class RunSetup {
  readonly model = new DeployedModel();
  link: RunLink;
  /** Files that the user chose instead of a listed model. */
  files = $state.raw<readonly File[]>([]);
  /** The model named by the address, if only the user can open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  /** Number of times that the model was opened; when it changes, a view runs its own inputs again. */
  openCount = $state(0);
  #device = $state<DeviceId | null>(null);
  #threads = $state<number | null>(null);
  #settings = $state.raw<EngineSettings>({});
  /** Opens the model again, and runs its inputs again. */
  readonly reopen: () => void;
  #isClosed = false;
  /** The latest opening of the model, with its error if it failed. */
  #opening: Promise<AppError | null> = Promise.resolve(null);

  /** @param reopen opens the model again by {@link open} */
  constructor(link: RunLink, reopen: () => void) {
    this.link = $state.raw(link);
    this.#device = link.device;
    this.#threads = link.threads;
    this.#settings = pickEngineSettings(link);
    this.reopen = reopen;
  }

  /** Whether the link or the user has chosen a model. */
  get hasModel(): boolean {
    return this.link.model !== null || this.files.length > 0;
  }

  /** Whether the chosen model, or the one that a click would open, is bundled with the app. */
  get isBundled(): boolean {
    const { model, linkedId } = this.link;
    if (this.files.length > 0 || linkedId !== null) return false;
    return model === null || bundledModels.some(({ id }) => id === model.id);
  }

  /** `null` if it is chosen for the model on this device; likewise `threads`. */
  get device(): DeviceId | null {
    return this.#device;
  }

  get threads(): number | null {
    return this.#threads;
  }

  /** The chosen engine settings; for others, the engine's defaults apply. */
  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The engine of the open model, or the one that would open it. */
  get engine(): TensorEngineId {
    return this.model.opened?.facts.engine ?? this.link.engine ?? 'ort';
  }

  /** The engine of the page that opens the model. */
  get pageEngine(): TensorEngineId {
    const engines = this.link.model?.engineIds ?? listTensorEngines(this.files.map(({ name }) => name));
    return engines.find((id) => id === this.link.engine) ?? engines[0] ?? 'ort';
  }

  /** Whether the companion has the model, so the page cannot open it. */
  get isOnlyInCompanion(): boolean {
    return this.link.model !== null && getCompanionName(this.link.model.id) !== null;
  }

  /**
   * Sizes of the model's free dimensions that the task does not choose, even if the model could not be opened with
   * them.
   */
  get sizes(): Dimensions {
    return { ...this.model.opened?.sizes, ...this.link.dimensions };
  }

  /** The settings that the engine supports on the device. */
  get availableSettings(): readonly SettingId[] {
    const device = this.#device ?? this.model.opened?.facts.device ?? getDefaultDevice(this.engine, 'page');
    return listSupportedSettings(this.engine, device);
  }

  /** Opens the model of the link, or the files that another page has handed over. */
  async openFromLink(): Promise<void> {
    const { model, linkedId } = this.link;
    if (!model) this.files = findFilesFromOtherPage(linkedId);
    if (this.hasModel) return this.open();
    if (linkedId === null) return void (this.modelToReopen = findFilesToChooseAgain());
    const opened = await openLinkedModel(linkedId);
    if (this.#isClosed || this.link.linkedId !== linkedId || this.files.length > 0) return;
    if ('kind' in opened) this.modelToReopen = opened;
    else this.openFiles(opened, linkedId);
  }

  /** Opens files of the user instead of the open model. */
  openFiles(files: readonly File[], linkedId: string | null = null): void {
    // The sizes of a link apply to the first files that are chosen, and still apply when files are added to them.
    const retainsSizes = !this.link.model && this.files.every((file) => files.includes(file));
    this.files = files;
    retainFiles(files); // so that Back, and the page of the model's own task, can open them
    this.#changeModel({
      model: null,
      linkedId,
      ...(this.link.model && { engine: null }),
      ...(!retainsSizes && { dimensions: {} }),
    });
  }

  /**
   * Opens the model chosen in the picker instead of the open one.
   * @throws any error of `resolveReference`
   */
  pick(picked: PickedModel): void {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linkedId);
    const model = resolveReference(picked.id, this.link.task, { models: bundledModels, hubModels: hubCatalogue });
    this.files = [];
    this.#device = picked.target?.device ?? null;
    this.#settings = {};
    const engine = model.engineIds.find((id) => id === picked.target?.engine) ?? model.engineIds[0];
    this.#changeModel({ model, linkedId: null, engine, dimensions: {} });
  }

  /**
   * Opens a stored model with the same files as the open one, with the same settings, and waits until it is open.
   * @throws AppError aborted if another model was opened meanwhile; any error of `resolveReference` and opening
   */
  async openStored(id: string): Promise<void> {
    const model = resolveReference(id, this.link.task, { models: bundledModels, hubModels: hubCatalogue });
    this.files = [];
    this.#changeModel({ model, linkedId: null });
    const error = await this.#opening;
    if (error) throw error;
    if (this.link.model !== model || !this.model.opened) throw new AppError('aborted');
  }

  /**
   * Reopens the model on another target; `null` leaves it to the measurements of this device. Settings that the target
   * does not support are reset.
   */
  chooseTarget(target: Pick<Target, 'engine' | 'device'> | null): void {
    const engine = target && !generatesText(target.engine) ? target.engine : this.pageEngine;
    const device = target?.device ?? getDefaultDevice(engine, 'page');
    this.link = { ...this.link, engine };
    this.#device = target?.device ?? null;
    this.#settings = pickSupportedSettings(this.#settings, engine, device);
    this.#apply();
  }

  /** Reopens the model with another number of threads; `null` as in {@link chooseTarget}. */
  chooseThreads(threads: number | null): void {
    this.#threads = threads;
    this.#apply();
  }

  /** Reopens the model with another engine setting; `null` for the engine's default. */
  setEngineSetting(id: SettingId, value: SettingValue | null): void {
    this.#settings = changeSetting(this.#settings, id, value);
    this.#apply();
  }

  /** Reopens the model with another size of a free dimension; `null` restores the suggested one. */
  setSize(name: string, size: number | null): void {
    const { [name]: _, ...others } = this.sizes;
    this.link = { ...this.link, dimensions: size === null ? others : { ...this.sizes, [name]: size } };
    this.#apply();
  }

  /** Sets the minimum score of shown results; nothing runs again. */
  setMinScore(minScore: number): void {
    this.link = { ...this.link, detection: { ...this.link.detection, minScore } };
    this.#updateAddress();
  }

  /** Reopens the model with another overlap limit of boxes; `null` restores the model's own limit. */
  setMaxOverlap(maxOverlap: number | null): void {
    const { maxOverlap: _, ...others } = this.link.detection;
    this.link = { ...this.link, detection: maxOverlap === null ? others : { ...others, maxOverlap } };
    this.#apply();
  }

  /** Sets the language of audio; `null` to detect it. The model stays open. */
  setLanguage(language: string | null): void {
    this.link = { ...this.link, language };
    this.#updateAddress();
  }

  /** Sets how the labels of tokens are aggregated; `null` for the default of the task. Nothing runs again. */
  setAggregation(aggregation: string | null): void {
    this.link = { ...this.link, aggregation };
    this.#updateAddress();
  }

  async open(): Promise<void> {
    const model = this.files.length > 0 ? this.files : this.link.model;
    if (!model) return;
    this.openCount++;
    const { engine, dimensions, task, detection } = this.link;
    const { maxOverlap } = detection;
    const [device, threads] = [this.#device, this.#threads];
    const opening = this.model.open({
      model,
      engine,
      device,
      threads,
      ...this.#settings,
      dimensions,
      task,
      maxOverlap,
    });
    this.#opening = opening;
    const error = await opening;
    if (error) reportFailure(error);
    const { sizes } = this.model.opened ?? {};
    if (!sizes || this.#isClosed) return;
    this.link = { ...this.link, dimensions: sizes };
    this.#updateAddress();
  }

  close(): void {
    this.#isClosed = true;
    this.model.close();
  }

  #changeModel(change: Partial<RunLink>): void {
    this.link = { ...this.link, ...change };
    this.modelToReopen = null;
    this.#apply();
  }

  #apply(): void {
    this.#updateAddress();
    this.reopen();
  }

  /** The link that opens the model in the same way. */
  get hash(): string {
    const { task, model, linkedId, engine, dimensions, detection, language, aggregation } = this.link;
    const [device, threads] = [this.#device, this.#threads];
    return formatRunHash({
      task,
      model,
      linkedId,
      engine,
      device,
      threads,
      dimensions,
      detection,
      language,
      aggregation,
      ...this.#settings,
    });
  }

  #updateAddress(): void {
    replaceEntry(toHistoryEntry(this.files), this.hash);
  }
}
