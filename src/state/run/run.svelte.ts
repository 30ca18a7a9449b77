import type { DeviceId } from '#core/engines.ts';
import { AppError } from '#core/error.ts';
import type { TaskId } from '#core/model.ts';
import type { DigitGuess } from '#tasks/digits/digits.ts';
import type { Classification } from '#tasks/image-classification/image-classification.ts';
import type { Detection } from '#tasks/object-detection/detection.ts';
import { catalogue } from '../shell/catalogue.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { handedOverFiles } from '../shell/file-handoff.ts';
import { Camera } from './camera.svelte.ts';
import { Drawing } from './drawing.svelte.ts';
import { OpenModel } from './open-model.svelte.ts';
import { PictureQueue, type QueuedPicture } from './picture-queue.svelte.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { parseRunLink, runHash, type RunLink } from '#links/run-link.ts';
import { summarise, type RunSummary } from './run-export.ts';

/** Everything behind one visit of the Run page: the model it holds open and what goes through it. */
export class Run {
  readonly link: RunLink;
  readonly model = new OpenModel();
  /** What the user brought instead of a model of ours. */
  files = $state.raw<readonly File[]>([]);
  #device = $state<DeviceId>('wasm');
  #threads = $state<number | null>(null);
  /** Detections scored below are not shown and not exported. */
  threshold = $state(0.3);
  readonly detections: PictureQueue<readonly Detection[]>;
  readonly classifications: PictureQueue<readonly Classification[]>;
  readonly readings: PictureQueue<DigitGuess>;
  readonly camera: Camera<readonly Detection[]>;
  readonly drawing: Drawing;
  #sample: Promise<File> | null = null;

  constructor(link: RunLink) {
    this.link = link;
    this.#device = link.device;
    this.#threads = link.threads;
    this.detections = new PictureQueue('object-detection', this.model, (...settled) => this.#report(...settled));
    this.classifications = new PictureQueue('image-classification', this.model, (...settled) =>
      this.#report(...settled),
    );
    this.readings = new PictureQueue('digits', this.model, (...settled) => this.#report(...settled));
    this.camera = new Camera('object-detection', this.model);
    this.drawing = new Drawing(this.model);
  }

  get device(): DeviceId {
    return this.#device;
  }

  get threads(): number | null {
    return this.#threads;
  }

  /** Starts the engine at once, beside whatever the page still loads; waits for files where the user has yet to bring the model. */
  start(): void {
    reportStart(this.link.sample ? 'running' : 'ready');
    if (!this.link.model) this.files = handedOverFiles();
    void this.#open();
  }

  /** Pictures for the task of this page; they wait until the model is open. */
  add(pictures: readonly File[]): void {
    if (pictures.length === 0) return;
    this.camera.stop();
    reportStart('running');
    this.#queue.add(pictures);
  }

  /** The bundled picture, from our own origin; where it is there already it is shown, not added once more. */
  async addSample(url: string, name: string): Promise<void> {
    this.#sample ??= fetchSample(url, name);
    try {
      const file = await this.#sample;
      if (!this.#queue.show(file)) this.add([file]);
    } catch (thrown) {
      this.#sample = null;
      const why = thrown instanceof AppError ? thrown : new AppError('fetch-failed', { url, why: String(thrown) });
      this.model.error = reportFailure(why);
    }
  }

  /** Opens a model that the user brought; it replaces the open one. */
  openFiles(files: readonly File[]): void {
    this.files = files;
    this.reopen();
  }

  /** Opens the model with other settings. */
  choose(device: DeviceId, threads: number | null): void {
    this.#device = device;
    this.#threads = threads;
    history.replaceState(null, '', runHash({ ...this.link, device, threads }));
    this.reopen();
  }

  /** Opens the model and runs again what was run: what is on display comes from the engine that is named. */
  reopen(): void {
    void this.#open();
    this.again();
    if (this.drawing.strokes.length > 0) this.drawing.read();
  }

  again(): void {
    if (this.#queue.pictures.length === 0) return;
    reportStart('running');
    this.#queue.again();
  }

  /** Ends the worker and lets go of every picture. */
  close(): void {
    this.camera.stop();
    this.#queue.clear();
    this.model.close();
  }

  get #queue() {
    const queues = {
      'object-detection': this.detections,
      'image-classification': this.classifications,
      digits: this.readings,
    } satisfies Record<TaskId, unknown>;
    return queues[this.link.task];
  }

  async #open(): Promise<void> {
    const model = this.files.length > 0 ? this.files : this.link.model;
    if (!model) return;
    const error = await this.model.open({
      model,
      runtime: this.files.length > 0 && this.link.model ? null : this.link.runtime,
      device: this.#device,
      threads: this.#threads,
      task: this.link.task,
    });
    if (error) reportFailure(error);
  }

  /** Tells a machine that drives the page what came out of every picture, and how the newest `batch` of them went. */
  #report<Result>(pictures: readonly QueuedPicture<Result>[], batch: readonly QueuedPicture<Result>[]): void {
    const { opened } = this.model;
    const failed = batch.find(({ error }) => error)?.error;
    const summary: RunSummary<Result> | null = opened && summarise(this.link.task, opened, pictures);
    if (failed) reportFailure(failed, summary);
    else if (summary && pictures.length > 0) reportDone(summary);
  }
}

async function fetchSample(url: string, name: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new AppError('fetch-failed', { url, why: `status ${response.status}` });
  return new File([await response.blob()], name);
}

/** A run that was begun before its page took it over. */
let begun: { readonly key: string; readonly run: Run } | null = null;

/**
 * Starts a link's engine, once for one link.
 * @throws AppError link-invalid | model-unknown
 */
export function beginRun(query: URLSearchParams): Run {
  const key = query.toString();
  if (begun?.key === key) return begun.run;
  begun?.run.close();
  begun = null;
  const run = new Run(parseRunLink(query, { models: catalogue, hubModels: hubCatalogue }));
  run.start();
  begun = { key, run };
  return run;
}

/** The run of a link, begun already or now; whoever takes it closes it. @throws as {@link beginRun} */
export function takeRun(query: URLSearchParams): Run {
  const run = beginRun(query);
  begun = null;
  return run;
}
