import type { TaskInput } from '#bridge/session-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Task, TaskRun } from '#core/task/task.ts';
import { findVersion, type Deployment } from '#deploy/deployment.ts';
import { addPair, addRun, type Rollout, type RunOutcome } from '#deploy/rollout.ts';
import { listDeployments } from '#records/deployment-records.ts';
import type { OpenModel, RunOptions } from '../run/open-model.svelte.ts';
import { copyInput, getInputBytes } from './copy-input.ts';
import { onDeploymentChange } from './deployment-changes.ts';
import { InputObserver, type ExtractImageFeatures } from './input-observer.ts';
import { LabellingCollector } from './labelling-collector.ts';
import { openVersion } from './open-version.ts';
import { RunCounts } from './run-counts.svelte.ts';

/** Runs an input on one version of the model. */
export type RunInput<Result> = (input: TaskInput, options: RunOptions<Result>) => Promise<TaskRun<Result>>;

/** A run that has ended, with its result or error. */
type SettledRun<Result> = { readonly run: TaskRun<Result> } | { readonly error: AppError };

/**
 * The deployment whose model a page runs. It chooses the version that answers each input, and reports the outcome to
 * `counts`.
 */
export class LiveDeployment<Result> {
  deployment: Deployment;
  /** Why the candidate, or another version that answers now, cannot be opened; the page's model answers instead. */
  versionError = $state.raw<AppError | null>(null);
  readonly counts: RunCounts;
  /** The number of the version that the page has open. */
  readonly version: number;
  readonly #task: Task<Result>;
  readonly #random: () => number;
  readonly #otherModels = new Map<number, Promise<OpenModel | null>>();
  readonly #controller = new AbortController();
  readonly #stopListening: () => void;
  /**
   * The candidate's run of the last input in shadow mode. The next input waits for it, so that neither slows the other.
   */
  #shadowRun: Promise<void> = Promise.resolve();
  readonly #labellingCollector: LabellingCollector;
  readonly #observer: InputObserver<Result>;

  constructor(
    deployment: Deployment,
    version: number,
    page: {
      readonly task: Task<Result>;
      readonly extractImageFeatures: ExtractImageFeatures;
      readonly random?: () => number;
    },
  ) {
    this.deployment = $state.raw(deployment);
    this.version = version;
    this.#task = page.task;
    this.#random = page.random ?? Math.random;
    this.counts = new RunCounts(() => this.deployment);
    this.#observer = new InputObserver(page.task, this.counts, page.extractImageFeatures);
    this.#labellingCollector = new LabellingCollector(() => this.deployment, this.counts, this.#random);
    this.#stopListening = onDeploymentChange(() => void this.#reloadDeployment());
    void this.#openOtherVersions();
  }

  /** Runs an input on the version chosen to answer it. If the candidate fails, the current version answers. */
  async run(input: TaskInput, options: RunOptions<Result>, runPage: RunInput<Result>): Promise<TaskRun<Result>> {
    await this.#shadowRun;
    const { rollout } = this.deployment;
    const candidate = rollout && (await this.#otherModels.get(rollout.candidate));
    const [current, runCurrent] = await this.#findCurrentRun(runPage);
    if (!rollout || !candidate)
      return this.#answer(current, input, await this.#runTimed(current, input, options, runCurrent));
    const runCandidate: RunInput<Result> = (candidateInput, settings) =>
      candidate.run<Result>(candidateInput, settings);
    const copy = await copyInput(input);
    if (rollout.mode === 'shadow') {
      const answer = await this.#runTimed(current, input, options, runCurrent);
      if (isAborted(answer)) return unwrap(answer);
      this.#shadowRun = this.#runShadow(rollout, copy, { version: current, settled: answer }, runCandidate);
      return unwrap(answer);
    }
    if (this.#random() >= rollout.share) {
      const answer = await this.#runTimed(current, input, options, runCurrent);
      this.#countOutcome(rollout, (tally) => addRun(tally, 'current', toOutcome(answer), rollout.gates), answer);
      return this.#answer(current, input, answer);
    }
    const answer = await this.#runTimed(rollout.candidate, input, options, runCandidate);
    this.#countOutcome(rollout, (tally) => addRun(tally, 'candidate', toOutcome(answer), rollout.gates), answer);
    // The current version's run after a failure is not counted: it was not assigned at random.
    if ('error' in answer && !isAborted(answer)) return runCurrent(copy, options);
    return this.#answer(rollout.candidate, copy, answer);
  }

  /** Counts a run of the page's model outside the rollout, such as a frame of a video. */
  addRun(run: TaskRun<Result>): void {
    this.#record(this.version, { run }, null, null);
    this.#observer.addFrame(this.version, run);
  }

  /** Counts camera frames that could not run. */
  addDroppedFrames(count: number): void {
    this.counts.addDroppedFrames(this.deployment.current, count);
  }

  /** Stores the counts, and releases the models of other versions. */
  close(): void {
    this.#controller.abort();
    this.#stopListening();
    this.#observer.close();
    this.counts.close();
    for (const opening of this.#otherModels.values()) void opening.then((model) => model?.close());
    this.#otherModels.clear();
  }

  /**
   * The current version and the function that runs it: the page's model, unless another version became current and can
   * be opened.
   */
  async #findCurrentRun(runPage: RunInput<Result>): Promise<readonly [version: number, run: RunInput<Result>]> {
    const { current } = this.deployment;
    const otherModel = current === this.version ? null : await this.#otherModels.get(current);
    return otherModel ? [current, (input, options) => otherModel.run<Result>(input, options)] : [this.version, runPage];
  }

  async #runTimed(
    version: number,
    input: TaskInput,
    options: RunOptions<Result>,
    run: RunInput<Result>,
  ): Promise<SettledRun<Result>> {
    const [startMs, bytes] = [performance.now(), getInputBytes(input)];
    let settled: SettledRun<Result>;
    try {
      settled = { run: await run(input, options) };
    } catch (thrown) {
      settled = { error: asAppError(thrown) };
    }
    this.#record(version, settled, performance.now() - startMs, bytes);
    if ('run' in settled) void this.#observer.add(version, input, settled.run);
    return settled;
  }

  /** Returns the run, and stores the input if a person should label it. @throws AppError why the run failed */
  #answer(version: number, input: TaskInput, settled: SettledRun<Result>): TaskRun<Result> {
    if ('run' in settled) this.#labellingCollector.collect(version, input, this.#observer.observe(settled.run));
    return unwrap(settled);
  }

  /** @param totalMs time from the request to the answer; `null` if it was not measured */
  #record(version: number, settled: SettledRun<Result>, totalMs: number | null, bytes: number | null): void {
    const { latencyMs } = toOutcome(settled);
    this.counts.addRun({
      version,
      error: 'error' in settled ? settled.error.code : null,
      latencyMs,
      waitMs: latencyMs === null || totalMs === null ? null : Math.max(0, totalMs - latencyMs),
      inputBytes: bytes,
      numbers: 'run' in settled ? this.#observer.observe(settled.run).numbers : {},
    });
  }

  async #runShadow(
    rollout: Rollout,
    input: TaskInput,
    { version, settled: answer }: { readonly version: number; readonly settled: SettledRun<Result> },
    runCandidate: RunInput<Result>,
  ): Promise<void> {
    const shadow = await this.#runTimed(rollout.candidate, input, {}, runCandidate);
    let agreement: number | null = null;
    if ('run' in answer && 'run' in shadow) {
      const { score } = await this.#task.loadPipeline();
      agreement = score(shadow.run.result, answer.run.result);
      this.counts.addNumbers(rollout.candidate, { agreement });
    }
    if ('run' in answer) {
      const label = 'run' in shadow ? this.#observer.observe(shadow.run).category : undefined;
      const candidate = label === undefined ? undefined : { version: rollout.candidate, label };
      this.#labellingCollector.collect(version, input, this.#observer.observe(answer.run), candidate);
    }
    const runs = { current: toOutcome(answer), candidate: toOutcome(shadow) };
    this.#countOutcome(rollout, (tally) => addPair(tally, runs, agreement, rollout.gates), shadow);
  }

  #countOutcome(rollout: Rollout, add: Parameters<RunCounts['addOutcome']>[1], settled: SettledRun<Result>): void {
    if (!isAborted(settled)) this.counts.addOutcome(rollout, add);
  }

  async #reloadDeployment(): Promise<void> {
    try {
      const stored = (await listDeployments()).find(({ id }) => id === this.deployment.id);
      if (!stored || this.#controller.signal.aborted) return;
      this.deployment = stored;
      await this.#openOtherVersions();
    } catch (thrown) {
      this.counts.storageError = asAppError(thrown);
    }
  }

  /** Opens the versions that answer inputs, and closes the others. */
  async #openOtherVersions(): Promise<void> {
    const { current, rollout } = this.deployment;
    const neededVersions = new Set([current, ...(rollout ? [rollout.candidate] : [])]);
    neededVersions.delete(this.version);
    for (const [number, opening] of this.#otherModels) {
      if (neededVersions.has(number)) continue;
      this.#otherModels.delete(number);
      void opening.then((model) => model?.close());
    }
    this.versionError = null;
    for (const number of neededVersions) {
      if (!this.#otherModels.has(number)) this.#otherModels.set(number, this.#open(number));
    }
    await Promise.all(this.#otherModels.values());
  }

  async #open(number: number): Promise<OpenModel | null> {
    const version = findVersion(this.deployment, number);
    if (!version) return null;
    try {
      return await openVersion(version);
    } catch (thrown) {
      this.versionError = asAppError(thrown);
      return null;
    }
  }
}

function toOutcome<Result>(settled: SettledRun<Result>): RunOutcome {
  if ('error' in settled) return { latencyMs: null };
  const { preMs, inferenceMs, postMs } = settled.run.timing;
  return { latencyMs: preMs + inferenceMs + postMs };
}

function isAborted<Result>(settled: SettledRun<Result>): boolean {
  return 'error' in settled && settled.error.code === 'aborted';
}

function unwrap<Result>(settled: SettledRun<Result>): TaskRun<Result> {
  if ('error' in settled) throw settled.error;
  return settled.run;
}
