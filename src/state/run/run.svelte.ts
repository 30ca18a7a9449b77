import { AppError } from '#core/errors/error.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { Task } from '#core/task/task.ts';
import type { RunLink } from '#links/run-link.ts';
import { summarise, toJson } from '#share/export/run-export.ts';
import { summariseVideo, type VideoSummary } from '#share/export/video-export.ts';
import { defaultMinScore } from '#tasks/object-detection/detection.ts';
import { measureResultAgreement, type ResultAgreement } from '#tasks/result-agreement.ts';
import { taskIds } from '#tasks/index.ts';
import { applyResultSettings } from '#tasks/result-settings.ts';
import { setIncoming, takeIncoming } from '../shell/incoming-files.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { Camera } from './camera.svelte.ts';
import { DriftCheck } from './drift-check.svelte.ts';
import { readAudio } from './read-audio.ts';
import { InputQueue, type QueuedFile } from './input-queue.svelte.ts';
import { RunSetup } from './run-setup.svelte.ts';
import { Video } from './video.svelte.ts';

/** State of one visit of the Run page: the open model and its inputs. */
export class Run<Result = unknown> {
  /** The tasks that the page offers. */
  readonly tasks = taskIds;
  readonly task: Task<Result>;
  readonly setup: RunSetup;
  readonly queue: InputQueue<Result>;
  readonly camera: Camera<Result>;
  readonly drift: DriftCheck<Result>;
  /** The most recently opened text files, shown by the view of a task with text input. */
  textFiles = $state.raw<readonly File[]>([]);
  /** `null` if the task does not run on videos. */
  readonly video: Video<Result> | null;
  /** Agreement with the results of the previous model or engine, if the same inputs ran on both. */
  agreement = $state.raw<ResultAgreement | null>(null);
  #previousModel: OpenedTensorModel | null = null;
  /** Inputs that ran and are not reported yet. */
  #unreported: readonly QueuedFile<Result>[] = [];
  /** The number of the current batch: reports of earlier batches are not sent. */
  #batch = 0;
  readonly #closeController = new AbortController();
  #sample: Promise<File> | null = null;
  #unregisterActions = () => {};

  constructor(link: RunLink, task: Task<Result>) {
    this.task = task;
    this.setup = new RunSetup(link, () => this.reopen());
    this.queue = new InputQueue(
      this.setup.model,
      () => this.setup.hasModel,
      (inputs, batch) => void this.#report(inputs, batch),
      ...(task.input === 'audio'
        ? [async (file: File) => ({ audio: await readAudio(file), language: this.setup.link.language })]
        : []),
    );
    this.camera = new Camera(this.setup.model, (count) => this.setup.model.live?.addDroppedFrames(count));
    this.drift = new DriftCheck(link.task, task, this.setup.model);
    this.video = task.video ? new Video(this.setup.model, task.video, this.minScore, () => this.#reportVideo()) : null;
  }

  /** Results of a detector with a lower score are neither shown nor exported; in a video, they start no track. */
  get minScore(): number {
    return this.setup.link.detection.minScore ?? this.task.minScore ?? defaultMinScore;
  }

  set minScore(minScore: number) {
    this.setup.setMinScore(minScore);
    this.video?.setMinScore(minScore);
  }

  /** The part of a result that is shown and exported. */
  filter(result: Result): Result {
    return applyResultSettings(this.task, result, this.setup.link);
  }

  /** Starts the engine at once, while the page is still loading; waits for files if the link has no model. */
  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.setup.openFiles(files),
      addInputs: (files) => this.addInputs(files),
    });
    reportStart(this.setup.link.sample ? 'running' : 'ready');
    void this.setup.openFromLink();
    if (this.task.input === 'image') this.addInputs(takeIncoming('images'));
  }

  /** Adds images or a video for the task of this page; they wait until a model is chosen and open. */
  addInputs(files: readonly File[]): void {
    const video = files.find((file) => this.acceptsVideo(file));
    if (video) return this.#openVideo(video);
    this.#addImages(files);
  }

  #openVideo(file: File): void {
    this.camera.stop();
    this.#beginBatch();
    void this.video?.open(file);
  }

  #addImages(images: readonly File[]): void {
    if (images.length === 0) return;
    this.camera.stop();
    this.video?.clear();
    this.#beginBatch();
    this.queue.add(images);
  }

  /** Adds the bundled sample image; if it is in the queue already, it is only selected. */
  async addSample(url: string, name: string): Promise<void> {
    const { signal } = this.#closeController;
    this.#sample ??= fetchSample(url, name, signal);
    try {
      const file = await this.#sample;
      if (signal.aborted) return;
      if (!this.queue.select(file)) this.addInputs([file]);
    } catch (thrown) {
      this.#sample = null;
      if (signal.aborted) return;
      const error = thrown instanceof AppError ? thrown : new AppError('fetch-failed', { url, why: String(thrown) });
      this.setup.model.error = reportFailure(error);
    }
  }

  /** Hands the images over to the task that is opened next. */
  handOverImages(): void {
    if (this.task.input === 'image') setIncoming(this.queue.inputs.map(({ file }) => file));
  }

  /** Sorts the files of a drop: model files are opened, the others are inputs. */
  acceptFiles(files: readonly File[]): void {
    const modelFiles = files.filter((file) => this.isModelFile(file));
    const { setup } = this;
    if (modelFiles.some(isGraphFile)) setup.openFiles(modelFiles);
    else if (modelFiles.length > 0 && setup.files.length > 0) setup.openFiles(mergeFiles(setup.files, modelFiles));
    const inputs = files.filter((file) => !this.isModelFile(file));
    if (this.task.input !== 'text') this.addInputs(inputs);
    else if (inputs.length > 0) this.textFiles = inputs;
  }

  /** Whether the file is a video, and the task runs on videos. */
  acceptsVideo({ type }: File): boolean {
    return this.video !== null && type.startsWith('video/');
  }

  /** Whether the file is a graph, its weights, or another file that the task needs. */
  isModelFile(file: File): boolean {
    return (
      isGraphFile(file) || Object.values(this.task.files ?? {}).some(({ namePattern: name }) => name.test(file.name))
    );
  }

  /** Opens the model and runs its inputs again, so the results shown come from the engine shown. */
  reopen(): void {
    this.#previousModel = this.setup.model.opened ?? this.#previousModel;
    this.agreement = null;
    void this.setup.open();
    this.#rerunInputs();
    if (this.video?.file) void this.video.rerun();
  }

  /** Whether a file is an input of this task, by its type. */
  isInput({ type }: File): boolean {
    return type.startsWith(`${this.task.input}/`) || (this.task.input === 'audio' && type.startsWith('video/'));
  }

  /** Runs every image again on the open model. */
  rerunAll(): void {
    this.#previousModel = null;
    this.agreement = null;
    this.#rerunInputs();
  }

  #rerunInputs(): void {
    if (this.queue.inputs.length === 0) return;
    this.#beginBatch();
    this.queue.rerunAll();
  }

  #beginBatch(): void {
    this.#batch++;
    if (this.setup.hasModel) reportStart('running');
  }

  /** Terminates the worker and releases every image. */
  close(): void {
    this.#batch++;
    this.#closeController.abort();
    this.#unregisterActions();
    this.camera.stop();
    this.drift.cancel();
    this.queue.clear();
    this.video?.clear();
    this.setup.close();
  }

  /** The video that ran, with its tracks; `null` if there is none. */
  get videoSummary(): VideoSummary<Result> | null {
    const { video } = this;
    const { opened } = this.setup.model;
    return opened && video && summariseVideo(this.setup.link.task, opened, video);
  }

  #reportVideo(): void {
    const { videoSummary: summary } = this;
    if (this.video?.error) reportFailure(this.video.error);
    else if (summary) reportDone(summary);
  }

  /** Reports the results of all inputs to automation clients: as failed if one has failed since the last report. */
  async #report(inputs: readonly QueuedFile<Result>[], batch: readonly QueuedFile<Result>[]): Promise<void> {
    const batchNumber = this.#batch;
    this.#unreported = [...this.#unreported, ...batch];
    const { opened } = this.setup.model;
    const previousModel = this.#previousModel;
    if (previousModel && opened) {
      const agreement = await measureResultAgreement(previousModel, inputs, this.task);
      if (batchNumber !== this.#batch) return;
      this.agreement = agreement;
    }
    const failed = this.#unreported.find(({ error }) => error)?.error;
    this.#unreported = [];
    const filtered = inputs.map(({ file, error, run }) => ({
      file,
      error,
      run: run && { ...run, result: this.filter(run.result) },
    }));
    const summary = opened && toJson(summarise(this.setup.link.task, opened, filtered, this.agreement), this.task);
    if (failed) reportFailure(failed, summary);
    else if (summary && inputs.length > 0) reportDone(summary);
  }
}

function isGraphFile({ name }: File): boolean {
  return /\.(onnx|onnx_data|data|tflite|bin|json)$/i.test(name);
}

/** A later file replaces one of the same name. */
function mergeFiles(files: readonly File[], later: readonly File[]): readonly File[] {
  return [...files.filter(({ name }) => later.every((file) => file.name !== name)), ...later];
}

async function fetchSample(url: string, name: string, signal: AbortSignal): Promise<File> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new AppError('fetch-failed', { url, reason: 'http-status', status: response.status });
  return new File([await response.blob()], name);
}
