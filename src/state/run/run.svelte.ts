import {
  settingsFor,
  settingsFrom,
  settingsOf,
  withSetting,
  type EngineSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine-settings.ts';
import { engines, type DeviceId, type TensorEngineId } from '#core/engines.ts';
import { AppError } from '#core/error.ts';
import type { Dimensions } from '#core/report.ts';
import type { Opened } from '#core/runtime.ts';
import type { Task } from '#core/task.ts';
import { summarise, toJson } from '#share/run-export.ts';
import { agreementWith, type Agreement } from '#tasks/agreement.ts';
import { taskOf } from '#tasks/index.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { entryOf, replaceEntry } from '../shell/history-entry.ts';
import { filesToChooseAgain, openLinkedModel, filesFromOtherPage, type ModelToReopen } from '../picker/reopen-model.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { takeIncoming } from '../shell/incoming-files.ts';
import { Camera } from './camera.svelte.ts';
import { OpenModel } from './open-model.svelte.ts';
import { ImageQueue, type QueuedImage } from './image-queue.svelte.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { parseRunLink, referenceTo, runHash, type RunLink } from '#links/run-link.ts';

/** State of one visit of the Run page: the open model and its inputs. */
export class Run<Result = unknown> {
  link: RunLink;
  readonly task: Task<Result>;
  readonly model = new OpenModel();
  /** Files that the user chose instead of a listed model. */
  files = $state.raw<readonly File[]>([]);
  /** The model of the address, if only the user can open it again. */
  toReopen = $state.raw<ModelToReopen | null>(null);
  #device = $state<DeviceId | null>(null);
  #threads = $state<number | null>(null);
  #settings = $state.raw<EngineSettings>({});
  readonly queue: ImageQueue<Result>;
  readonly camera: Camera<Result>;
  /** How often the model was opened: a view runs its own inputs again when this changes. */
  openCount = $state(0);
  /** Agreement of the results with those of the previous model or engine, if the same inputs ran on both. */
  agreement = $state.raw<Agreement | null>(null);
  #before: Opened | null = null;
  /** Images that ran and were not reported yet. */
  #unreported: readonly QueuedImage<Result>[] = [];
  /** Counts batches: a report of an earlier batch is no longer sent. */
  #batch = 0;
  readonly #leaving = new AbortController();
  #sample: Promise<File> | null = null;
  #unregisterActions = () => {};

  constructor(link: RunLink, task: Task<Result>) {
    this.link = $state.raw(link);
    this.task = task;
    this.#device = link.device;
    this.#threads = link.threads;
    this.#settings = settingsOf(link);
    this.queue = new ImageQueue(
      this.model,
      () => this.hasModel,
      (...images) => void this.#report(...images),
    );
    this.camera = new Camera(this.model);
  }

  /** Whether the link or the user has chosen a model. */
  get hasModel(): boolean {
    return this.link.model !== null || this.files.length > 0;
  }

  /** `null`, as for `threads`: chosen for the model on this device. */
  get device(): DeviceId | null {
    return this.#device;
  }

  get threads(): number | null {
    return this.#threads;
  }

  /** The engine settings; the rest is left to the engine. */
  get settings(): EngineSettings {
    return this.#settings;
  }

  /** The engine of the open model, or the one that would open it. */
  get runtime(): TensorEngineId {
    return this.model.opened?.facts.runtime ?? this.link.runtime ?? 'ort';
  }

  /** Sizes of the model's free dimensions that the task does not choose itself, also if it could not be opened with them. */
  get sizes(): Dimensions {
    return { ...this.model.opened?.sizes, ...this.link.dimensions };
  }

  /** The settings of that engine. */
  get availableSettings(): readonly SettingId[] {
    const device = this.#device ?? this.model.opened?.facts.device ?? engines[this.runtime].devices[0];
    return settingsFor(this.runtime, device);
  }

  /** Starts the engine at once, while the page is still loading; waits for files if the link has no model. */
  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.openFiles(files),
      addInputs: (files) => this.add(files),
    });
    reportStart(this.link.sample ? 'running' : 'ready');
    if (!this.link.model) this.files = filesFromOtherPage(this.link.linked);
    void (this.hasModel ? this.#open() : this.#findFiles());
    this.add(takeIncoming('images'));
  }

  /** The files of the link, if no other page has handed them over. */
  async #findFiles(): Promise<void> {
    const { linked } = this.link;
    if (linked === null) return void (this.toReopen = filesToChooseAgain());
    const found = await openLinkedModel(linked);
    if (this.#leaving.signal.aborted || this.link.linked !== linked || this.files.length > 0) return;
    if ('kind' in found) this.toReopen = found;
    else this.openFiles(found, linked);
  }

  /** Images for the task of this page; they wait until a model is chosen and open. */
  add(images: readonly File[]): void {
    if (images.length === 0) return;
    this.camera.stop();
    this.#begin();
    this.queue.add(images);
  }

  /** Adds the bundled image, from the app's own origin; if it is in the queue already, it is only shown. */
  async addSample(url: string, name: string): Promise<void> {
    const { signal } = this.#leaving;
    this.#sample ??= fetchSample(url, name, signal);
    try {
      const file = await this.#sample;
      if (signal.aborted) return;
      if (!this.queue.show(file)) this.add([file]);
    } catch (thrown) {
      this.#sample = null;
      if (signal.aborted) return;
      const error = thrown instanceof AppError ? thrown : new AppError('fetch-failed', { url, why: String(thrown) });
      this.model.error = reportFailure(error);
    }
  }

  /** Accepts model files and inputs together: model files are opened, the others are inputs. */
  take(files: readonly File[]): void {
    const modelFiles = files.filter((file) => this.isModelFile(file));
    if (modelFiles.some(isGraphFile)) this.openFiles(modelFiles);
    else if (modelFiles.length > 0 && this.files.length > 0) this.openFiles(merged(this.files, modelFiles));
    this.add(files.filter((file) => !this.isModelFile(file)));
  }

  /** A graph, its weights, or another file that the task needs. */
  isModelFile(file: File): boolean {
    return isGraphFile(file) || Object.values(this.task.files ?? {}).some(({ name }) => name.test(file.name));
  }

  /** Opens a model that the user chose instead of the open one. */
  openFiles(files: readonly File[], linked: string | null = null): void {
    // The sizes of a link apply to the first files chosen, and to the same with others added.
    const keepsSizes = !this.link.model && this.files.every((file) => files.includes(file));
    this.files = files;
    retainFiles(files); // so that Back, and the page of the model's own task, can open them
    this.#name({
      model: null,
      linked,
      ...(this.link.model && { runtime: null }),
      ...(!keepsSizes && { dimensions: {} }),
    });
  }

  /** Opens the model chosen in the picker instead of the open one. @throws AppError as `referenceTo` */
  pick(picked: PickedModel): void {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linked);
    const model = referenceTo(picked.id, this.link.task, { models: bundledModels, hubModels: hubCatalogue });
    this.files = [];
    this.#device = null;
    this.#settings = {};
    this.#name({ model, linked: null, runtime: model.runtimes[0], dimensions: {} });
  }

  #name(model: Partial<RunLink>): void {
    this.link = { ...this.link, ...model };
    this.toReopen = null;
    this.#applySettings();
  }

  /** Reopens the model on another device or with other threads; settings that the device does not support are reset. */
  choose(device: DeviceId | null, threads: number | null): void {
    this.#device = device;
    this.#threads = threads;
    this.#settings = settingsFrom((id) => (this.availableSettings.includes(id) ? this.#settings[id] : undefined));
    this.#applySettings();
  }

  /** Reopens the model with another engine setting; `null` leaves it to the engine. */
  set(id: SettingId, value: SettingValue | null): void {
    this.#settings = withSetting(this.#settings, id, value);
    this.#applySettings();
  }

  /** Reopens the model with another size of a free dimension; `null` restores the suggested one. */
  setSize(name: string, size: number | null): void {
    const { [name]: _, ...others } = this.sizes;
    this.link = { ...this.link, dimensions: size === null ? others : { ...this.sizes, [name]: size } };
    this.#applySettings();
  }

  #applySettings(): void {
    this.#updateAddress();
    this.reopen();
  }

  #updateAddress(): void {
    const { task, model, linked, runtime, dimensions } = this.link;
    const [device, threads] = [this.#device, this.#threads];
    const setup = { task, model, linked, runtime, device, threads, dimensions, ...this.#settings };
    replaceEntry(entryOf(this.files), runHash(setup));
  }

  /** Opens the model and runs its inputs again, so that the results shown come from the engine shown. */
  reopen(): void {
    this.#before = this.model.opened ?? this.#before;
    void this.#open();
    this.#runAgain();
  }

  /** Runs every image again on the open model. */
  rerunAll(): void {
    this.#before = null;
    this.agreement = null;
    this.#runAgain();
  }

  #runAgain(): void {
    if (this.queue.images.length === 0) return;
    this.#begin();
    this.queue.rerunAll();
  }

  #begin(): void {
    this.#batch++;
    if (this.hasModel) reportStart('running');
  }

  /** Terminates the worker and releases every image. */
  close(): void {
    this.#batch++;
    this.#leaving.abort();
    this.#unregisterActions();
    this.camera.stop();
    this.queue.clear();
    this.model.close();
  }

  async #open(): Promise<void> {
    const model = this.files.length > 0 ? this.files : this.link.model;
    if (!model) return;
    this.openCount++;
    this.agreement = null;
    const error = await this.model.open({
      model,
      runtime: this.link.runtime,
      device: this.#device,
      threads: this.#threads,
      ...this.#settings,
      dimensions: this.link.dimensions,
      task: this.link.task,
    });
    if (error) reportFailure(error);
    const { sizes } = this.model.opened ?? {};
    if (!sizes || this.#leaving.signal.aborted) return;
    this.link = { ...this.link, dimensions: sizes };
    this.#updateAddress();
  }

  /** Reports the results of all images to automation clients: as failed if one has failed since the last report. */
  async #report(images: readonly QueuedImage<Result>[], batch: readonly QueuedImage<Result>[]): Promise<void> {
    const startedBatch = this.#batch;
    this.#unreported = [...this.#unreported, ...batch];
    const { opened } = this.model;
    const before = this.#before;
    if (before && opened) {
      const agreement = await agreementWith(before, images, this.task);
      if (startedBatch !== this.#batch) return;
      this.agreement = agreement;
    }
    const failed = this.#unreported.find(({ error }) => error)?.error;
    this.#unreported = [];
    const summary = opened && toJson(summarise(this.link.task, opened, images, this.agreement), this.task);
    if (failed) reportFailure(failed, summary);
    else if (summary && images.length > 0) reportDone(summary);
  }
}

function isGraphFile({ name }: File): boolean {
  return /\.(onnx|onnx_data|data|tflite|bin|json)$/i.test(name);
}

/** A later file replaces one of the same name. */
function merged(files: readonly File[], later: readonly File[]): readonly File[] {
  return [...files.filter(({ name }) => later.every((file) => file.name !== name)), ...later];
}

async function fetchSample(url: string, name: string, signal: AbortSignal): Promise<File> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new AppError('fetch-failed', { url, reason: 'http-status', status: response.status });
  return new File([await response.blob()], name);
}

/** A run that was started before its page was loaded. */
let begun: { readonly key: string; readonly run: Run } | null = null;

/**
 * Starts the engine of a link, once per link.
 * @throws AppError link-invalid | model-unknown
 */
export function beginRun(query: URLSearchParams): Run {
  const key = query.toString();
  if (begun?.key === key) return begun.run;
  begun?.run.close();
  begun = null;
  const link = parseRunLink(query, { models: bundledModels, hubModels: hubCatalogue });
  const run = new Run(link, taskOf(link.task));
  run.start();
  begun = { key, run };
  return run;
}

/** The run of a link, started already or now; the caller must close it. @throws as {@link beginRun} */
export function takeRun(query: URLSearchParams): Run {
  const run = beginRun(query);
  begun = null;
  return run;
}
