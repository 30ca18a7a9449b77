import type { TaskInput } from '#bridge/session-contract.ts';
import { rejectOnAbort } from '#core/delay.ts';
import type { AppError } from '#core/errors/error.ts';
import type { FrameRun, Task, TaskRun, Timing } from '#core/task/task.ts';
import { areSameFiles } from '#deploy/are-same-files.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { listDeployments } from '#records/deployment-records.ts';
import { noteRunTime } from '#records/run-times.ts';
import { getTask } from '#tasks/index.ts';
import { OpenModel, type ModelSelection, type RunOptions } from '../run/open-model.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { LiveDeployment } from './live-deployment.svelte.ts';
import { listModelFiles } from './model-files.ts';

/** The open model of the Run page, as part of a deployment if it is the current version of one. */
export class DeployedModel extends OpenModel {
  /** `null` if the model is not the current version of a deployment. */
  live = $state.raw<LiveDeployment<unknown> | null>(null);
  #selection: ModelSelection | null = null;
  /** The open model after its first run. */
  #warmedUp: OpenModel['opened'] = null;
  #attachment: Promise<unknown> = Promise.resolve();

  override async open(selection: ModelSelection): Promise<AppError | null> {
    const opening = super.open(selection); // closes the previous model
    this.#selection = selection;
    this.#attachment = opening.then(() => this.attach());
    const error = await opening;
    await this.#attachment;
    return error;
  }

  override close(): void {
    this.#detach();
    super.close();
  }

  /** Finds the deployment of the open model; call this again after a deployment was created. */
  async attach(): Promise<void> {
    const selection = this.#selection;
    if (!selection || !this.opened) return;
    const deployment = await this.#findDeployment(selection);
    if (!deployment || selection !== this.#selection) return;
    this.#detach();
    this.#selection = selection;
    this.live = new LiveDeployment<unknown>(deployment, deployment.current, {
      task: getTask(selection.task) as Task,
      extractImageFeatures: (image, signal) => super.extractImageFeatures(image, signal),
    });
  }

  override async run<Result>(input: TaskInput, options: RunOptions<Result> = {}): Promise<TaskRun<Result>> {
    const { signal } = options;
    await (signal ? rejectOnAbort(signal, this.#attachment) : this.#attachment);
    const live = this.live as LiveDeployment<Result> | null; // it runs the task for which the model was opened
    const runHere = (taskInput: TaskInput, runOptions: RunOptions<Result>) => super.run<Result>(taskInput, runOptions);
    const run = live ? await live.run(input, options, runHere) : await runHere(input, options);
    this.#noteTime(run.timing);
    return run;
  }

  /** Runs frames only on the page's model, so that one version produces all tracks of a video. */
  override async runNextFrame<Result>(): Promise<FrameRun<Result> | null> {
    const frame = await super.runNextFrame<Result>();
    if (frame) this.live?.addRun(frame.run);
    return frame;
  }

  /** Stores the time of a bundled model, which the Device page shows, except that of the first run, the warm-up. */
  #noteTime({ preMs, inferenceMs, postMs }: Timing): void {
    const model = this.#selection?.model;
    const isWarm = this.#warmedUp === this.opened;
    this.#warmedUp = this.opened;
    if (isWarm && model && 'id' in model && bundledModels.some(({ id }) => id === model.id))
      noteRunTime(model.id, preMs + inferenceMs + postMs);
  }

  #detach(): void {
    this.#selection = null;
    this.live?.close();
    this.live = null;
  }

  /**
   * Finds the deployment whose current version is this model on this target; `null` if none is found or can be read.
   */
  async #findDeployment({ task, model, threads }: ModelSelection): Promise<Deployment | null> {
    const { facts, id } = this.opened!;
    const deployments = await listDeployments().catch(() => []);
    for (const deployment of deployments) {
      const version = deployment.versions.find(({ number }) => number === deployment.current);
      if (deployment.task !== task || version?.model !== id) continue;
      if (version.engine !== facts.engine || version.device !== facts.device) continue;
      // An automatically chosen number of threads can differ from one visit to the next.
      const isFixed = threads !== null || new URLSearchParams(version.link.replace(/^[^?]*/, '')).has('threads');
      if (isFixed && version.threads !== facts.threads) continue;
      const files =
        'id' in model ? await listModelFiles(model) : model.map(({ name, size }) => ({ name, sizeBytes: size }));
      if (version.files.length === 0 || areSameFiles(version.files, files)) return deployment;
    }
    return null;
  }
}
