import type { TaskInput } from '#bridge/session-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Task, TaskRun } from '#core/task/task.ts';
import { findVersion, type Deployment } from '#deploy/deployment.ts';
import { addPair, addRun, type Rollout, type RunOutcome } from '#deploy/rollout.ts';
import { listDeployments } from '#records/deployment-records.ts';
import type { OpenModel, RunOptions } from '../run/open-model.svelte.ts';
import { copyInput, getInputBytes } from './copy-input.ts';
import { onDeploymentChange } from './deployment-news.ts';
import { InputObserver, type ImageFeatures } from './input-observer.ts';
import { InputsToLabel } from './inputs-to-label.ts';
import { openVersion } from './open-version.ts';
import { RunCounts } from './run-counts.svelte.ts';

/** Runs an input on the model that the page has open. */
export type PageRun<Result> = (input: TaskInput, options: RunOptions<Result>) => Promise<TaskRun<Result>>;

/** The outcome of an input's run. */
type Ended<Result> = { readonly run: TaskRun<Result> } | { readonly error: AppError };

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
  readonly #opened = new Map<number, Promise<OpenModel | null>>();
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  /** The candidate's run of the last input in shadow mode: the next input waits, so that they do not slow each other. */
  #shadow: Promise<void> = Promise.resolve();
  /** Keeps inputs that a person should label. */
  readonly #labelling: InputsToLabel;
  readonly #observer: InputObserver<Result>;

  constructor(
    deployment: Deployment,
    version: number,
    page: { readonly task: Task<Result>; readonly extractImageFeatures: ImageFeatures; readonly random?: () => number },
  ) {
    this.deployment = $state.raw(deployment);
    this.version = version;
    this.#task = page.task;
    this.#random = page.random ?? Math.random;
    this.counts = new RunCounts(() => this.deployment);
    this.#observer = new InputObserver(page.task, this.counts, page.extractImageFeatures);
    this.#labelling = new InputsToLabel(() => this.deployment, this.counts, this.#random);
    this.#stopListening = onDeploymentChange(() => void this.#reload());
    void this.#openOthers();
  }

  /** Runs an input on the version chosen to answer it. If the candidate fails, the current version answers. */
  async run(input: TaskInput, options: RunOptions<Result>, runPage: PageRun<Result>): Promise<TaskRun<Result>> {
    await this.#shadow;
    const { rollout } = this.deployment;
    const candidate = rollout && (await this.#opened.get(rollout.candidate));
    const [current, runCurrent] = await this.#findCurrentRun(runPage);
    if (!rollout || !candidate)
      return this.#answer(current, input, await this.#runTimed(current, input, options, runCurrent));
    const runCandidate: PageRun<Result> = (given, settings) => candidate.run<Result>(given, settings);
    const copy = await copyInput(input);
    if (rollout.mode === 'shadow') {
      const answer = await this.#runTimed(current, input, options, runCurrent);
      if (isAborted(answer)) return unwrap(answer);
      this.#shadow = this.#runShadow(rollout, copy, { version: current, ended: answer }, runCandidate);
      return unwrap(answer);
    }
    if (this.#random() >= rollout.share) {
      const answer = await this.#runTimed(current, input, options, runCurrent);
      this.#count(rollout, (tally) => addRun(tally, 'current', toOutcome(answer), rollout.gates), answer);
      return this.#answer(current, input, answer);
    }
    const answer = await this.#runTimed(rollout.candidate, input, options, runCandidate);
    this.#count(rollout, (tally) => addRun(tally, 'candidate', toOutcome(answer), rollout.gates), answer);
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
    this.#closing.abort();
    this.#stopListening();
    this.#observer.close();
    this.counts.close();
    for (const opening of this.#opened.values()) void opening.then((model) => model?.close());
    this.#opened.clear();
  }

  /**
   * The current version and the function that runs it: the page's model, unless another version became current and can be
   * opened.
   */
  async #findCurrentRun(runPage: PageRun<Result>): Promise<readonly [version: number, run: PageRun<Result>]> {
    const { current } = this.deployment;
    const other = current === this.version ? null : await this.#opened.get(current);
    return other ? [current, (input, options) => other.run<Result>(input, options)] : [this.version, runPage];
  }

  async #runTimed(
    version: number,
    input: TaskInput,
    options: RunOptions<Result>,
    run: PageRun<Result>,
  ): Promise<Ended<Result>> {
    const [startMs, bytes] = [performance.now(), getInputBytes(input)];
    let ended: Ended<Result>;
    try {
      ended = { run: await run(input, options) };
    } catch (thrown) {
      ended = { error: asAppError(thrown) };
    }
    this.#record(version, ended, performance.now() - startMs, bytes);
    if ('run' in ended) void this.#observer.add(version, input, ended.run);
    return ended;
  }

  /** Keeps the input if a person should label it. @throws AppError why the run failed */
  #answer(version: number, input: TaskInput, ended: Ended<Result>): TaskRun<Result> {
    if ('run' in ended) this.#labelling.offer(version, input, this.#observer.observe(ended.run));
    return unwrap(ended);
  }

  /** @param tookMs from the request to the answer; `null` if it was not measured */
  #record(version: number, ended: Ended<Result>, tookMs: number | null, bytes: number | null): void {
    const { latencyMs } = toOutcome(ended);
    this.counts.addRun({
      version,
      error: 'error' in ended ? ended.error.code : null,
      latencyMs,
      waitMs: latencyMs === null || tookMs === null ? null : Math.max(0, tookMs - latencyMs),
      inputBytes: bytes,
      numbers: 'run' in ended ? this.#observer.observe(ended.run).numbers : {},
    });
  }

  async #runShadow(
    rollout: Rollout,
    input: TaskInput,
    { version, ended: answer }: { readonly version: number; readonly ended: Ended<Result> },
    runCandidate: PageRun<Result>,
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
      this.#labelling.offer(version, input, this.#observer.observe(answer.run), candidate);
    }
    const runs = { current: toOutcome(answer), candidate: toOutcome(shadow) };
    this.#count(rollout, (tally) => addPair(tally, runs, agreement, rollout.gates), shadow);
  }

  #count(rollout: Rollout, add: Parameters<RunCounts['addOutcome']>[1], ended: Ended<Result>): void {
    if (!isAborted(ended)) this.counts.addOutcome(rollout, add);
  }

  async #reload(): Promise<void> {
    try {
      const stored = (await listDeployments()).find(({ id }) => id === this.deployment.id);
      if (!stored || this.#closing.signal.aborted) return;
      this.deployment = stored;
      await this.#openOthers();
    } catch (thrown) {
      this.counts.storageError = asAppError(thrown);
    }
  }

  /** Opens the versions that answer inputs, and closes the others. */
  async #openOthers(): Promise<void> {
    const { current, rollout } = this.deployment;
    const wanted = new Set([current, ...(rollout ? [rollout.candidate] : [])]);
    wanted.delete(this.version);
    for (const [number, opening] of this.#opened) {
      if (wanted.has(number)) continue;
      this.#opened.delete(number);
      void opening.then((model) => model?.close());
    }
    this.versionError = null;
    for (const number of wanted) {
      if (!this.#opened.has(number)) this.#opened.set(number, this.#open(number));
    }
    await Promise.all(this.#opened.values());
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

function toOutcome<Result>(ended: Ended<Result>): RunOutcome {
  if ('error' in ended) return { latencyMs: null };
  const { preMs, inferenceMs, postMs } = ended.run.timing;
  return { latencyMs: preMs + inferenceMs + postMs };
}

function isAborted<Result>(ended: Ended<Result>): boolean {
  return 'error' in ended && ended.error.code === 'aborted';
}

function unwrap<Result>(ended: Ended<Result>): TaskRun<Result> {
  if ('error' in ended) throw ended.error;
  return ended.run;
}
