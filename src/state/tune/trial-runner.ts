import { computeAgreement, toReferences, type Reference } from '#bench/agreement/tensor-agreement.ts';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import { hasBatchAxis, joinRequests, splitOutputs } from '#core/engine/batch-axis.ts';
import { listSupportedSettings } from '#core/engine/engine-settings.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { median } from '#statistics/quantiles.ts';
import type { Configuration, Trial, Objective } from '#tune/configuration.ts';
import type { BlockMeasurements, Elimination } from '#tune/search-state.ts';
import type { StepResult } from '#tune/successive-halving.ts';
import { createBenchInputs } from '../bench/bench-inputs.ts';
import { requireCompanionAccess } from '../companion/open-in-companion.ts';

/** The approximate duration of a group of inferences, much longer than the resolution of the clock. Heuristic. */
const groupMs = 50;
const maxGroupSize = 500;
/** A trial that takes longer than this, and than ten times the reference, leaves the search. Heuristic. */
const minWaitMs = 10_000;
const maxSlowdown = 10;

interface RunnerOptions {
  readonly subject: Subject;
  /** Sizes of free dimensions; the others get suggested sizes. */
  readonly dimensions: Dimensions;
  readonly objective: Objective;
  readonly chooseMaxOpenSessions: (sizeBytes: number) => number;
  /** Called when work on a configuration begins. */
  readonly onBegin: (configuration: Configuration) => void;
}

/** Errors that occur on a target with any settings. */
const unusableTargetCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['engine-unavailable', 'companion-rejected']);

/** An open trial, with its inputs. */
interface TrialSession {
  readonly handle: SessionHandle;
  /** The number of requests of an inference. */
  readonly batchSize: number;
  readonly inputs: Tensors;
  /** The number of inferences that are timed in a row. */
  readonly groupSize: number;
}

/** Opens the trials of a search, checks their outputs, and times them. */
export class TrialRunner {
  readonly #options: RunnerOptions;
  /** Open trials by key, least recently used first. */
  readonly #sessions = new Map<string, TrialSession>();
  readonly #monitor = new PageMonitor();
  /** Targets that cannot be used on this device, with the reason. Their other configurations are not opened. */
  readonly #unusableTargets = new Map<string, Elimination>();
  #references: readonly Reference[] = [];
  #dimensions: Dimensions = {};
  #inputs: Tensors = {};
  #maxOpenSessions = 2;
  #maxWaitMs = minWaitMs;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Sizes of the model's free dimensions. */
  get dimensions(): Dimensions {
    return this.#dimensions;
  }

  get maxOpenSessions(): number {
    return this.#maxOpenSessions;
  }

  /**
   * Computes the reference outputs for all trials with the reference configuration or, if that fails, with the
   * first default that opens.
   * @throws any error of `openSession`, from the last attempt
   */
  async prepare(trials: readonly Trial[], signal: AbortSignal): Promise<OpenedTensorModel> {
    const defaults = trials.filter(({ isDefault }) => isDefault).map(({ configuration }) => configuration);
    let lastFailure: unknown = new AppError('internal', { why: 'there is nothing to tune' });
    for (const configuration of [...defaults.slice(0, 1).map(toReferenceConfiguration), ...defaults]) {
      try {
        return await this.#computeReferences(configuration, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        lastFailure = thrown;
        if (asAppError(thrown).code === 'input-invalid') break; // a size is missing for every configuration
      }
    }
    throw lastFailure;
  }

  /**
   * Measures each trial twice: in the given order, then in reverse.
   * @throws AppError aborted
   */
  async measure(trials: readonly Trial[], signal: AbortSignal): Promise<StepResult> {
    const startMs = performance.now();
    const eliminations: Record<string, Elimination> = {};
    const neededKeys = new Set(trials.map(({ key }) => key));
    for (const trial of trials) {
      this.#options.onBegin(trial.configuration);
      const elimination = await this.#open(trial, neededKeys, signal);
      if (elimination) eliminations[trial.key] = elimination;
    }
    const openMs = performance.now() - startMs;
    for (;;) {
      await waitUntilVisible(signal);
      const blockStartMs = Date.now();
      const measureStartMs = performance.now();
      const block = await this.#timeBlock(
        trials.filter(({ key }) => !eliminations[key]),
        eliminations,
        signal,
      );
      // A hidden page runs slower: the block is repeated when the page is shown again.
      if (this.#monitor.interruptions.some(([, endMs]) => endMs >= blockStartMs)) continue;
      return { block, eliminations, openMs, measureMs: performance.now() - measureStartMs };
    }
  }

  close(): void {
    this.#monitor.stop();
    for (const { handle } of this.#sessions.values()) handle.close();
    this.#sessions.clear();
  }

  async #computeReferences(configuration: Configuration, signal: AbortSignal): Promise<OpenedTensorModel> {
    const { subject, dimensions, chooseMaxOpenSessions } = this.#options;
    const startMs = performance.now();
    this.#options.onBegin(configuration);
    const handle = await this.#openSession(configuration, signal, true);
    try {
      const { opened } = handle;
      this.#dimensions = chooseRunSizes({ subject, dimensions }, opened.facts);
      this.#inputs = createBenchInputs(subject, opened.facts, this.#dimensions);
      const outputs = await handle.run(structuredClone(this.#inputs), { signal });
      this.#references = toReferences('reference', outputs);
      this.#maxOpenSessions = chooseMaxOpenSessions(opened.sizeBytes);
      this.#maxWaitMs = Math.max(minWaitMs, maxSlowdown * (performance.now() - startMs));
      return opened;
    } finally {
      handle.close();
    }
  }

  /**
   * Opens a trial that is not open, checks its outputs and chooses its group size. Closes the least recently used
   * trials if too many are open.
   */
  async #open(trial: Trial, neededKeys: ReadonlySet<string>, signal: AbortSignal): Promise<Elimination | null> {
    const { key } = trial;
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    if (session) this.#sessions.set(key, session);
    if (session?.handle.isAlive) return null;
    const { host, engine, device } = trial.configuration;
    const target = [host, engine, device].join();
    const earlierElimination = this.#unusableTargets.get(target);
    if (earlierElimination) return earlierElimination;
    for (const [otherKey, { handle }] of this.#sessions) {
      if (this.#sessions.size < this.#maxOpenSessions) break;
      if (neededKeys.has(otherKey)) continue;
      handle.close();
      this.#sessions.delete(otherKey);
    }
    const elimination = await this.#convertFailure(key, signal, async (limitedSignal) => {
      const handle = await this.#openSession(trial.configuration, limitedSignal);
      this.#sessions.set(key, { handle, batchSize: 1, inputs: {}, groupSize: 1 });
      const { batch: batchSize = 1 } = trial.configuration;
      if (batchSize > 1 && !hasBatchAxis(handle.opened.facts)) return { kind: 'no-batch' };
      const inputs = repeatInputs(this.#inputs, batchSize);
      const outputs = await handle.run(structuredClone(inputs), { signal: limitedSignal });
      const lastOutputs =
        batchSize === 1
          ? outputs
          : splitOutputs(
              outputs,
              Array.from({ length: batchSize }, () => 1),
            )?.at(-1);
      if (!lastOutputs) return { kind: 'no-batch' };
      const agreement = computeAgreement(this.#references, lastOutputs);
      if (agreement.verdict === 'broken') {
        return { kind: 'wrong-answers', cosine: agreement.value, maxAbsDifference: agreement.maxAbsDifference };
      }
      // The first run checked the outputs; the second is free of the engine's one-time work.
      const { timesMs } = await handle.time(inputs, 2, { signal: limitedSignal });
      const groupSize = Math.max(1, Math.min(maxGroupSize, Math.round(groupMs / Math.max(timesMs[1]!, 1e-3))));
      this.#sessions.set(key, { handle, batchSize, inputs, groupSize });
      await handle.time(inputs, groupSize, { signal: limitedSignal });
      return null;
    });
    if (elimination?.kind === 'died' && unusableTargetCodes.has(elimination.code))
      this.#unusableTargets.set(target, elimination);
    return elimination;
  }

  async #timeBlock(
    trials: readonly Trial[],
    eliminations: Record<string, Elimination>,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, BlockMeasurements>>> {
    const block: Record<string, BlockMeasurements> = {};
    for (const { key, configuration } of [...trials, ...trials.toReversed()]) {
      const session = this.#sessions.get(key);
      if (eliminations[key] || !session) continue;
      this.#options.onBegin(configuration);
      const elimination = await this.#convertFailure(key, signal, async (limitedSignal) => {
        const { handle, batchSize, inputs, groupSize } = session;
        const { timesMs, memory } = await handle.time(inputs, groupSize, { signal: limitedSignal });
        const memoryBytes = memory.wasmHeapBytes ?? memory.processPeakBytes ?? null;
        if (memoryBytes === null && this.#options.objective === 'memory') return { kind: 'memory-not-reported' };
        block[key] = { timesMs: [...(block[key]?.timesMs ?? []), median(timesMs) / batchSize], memoryBytes };
        return null;
      });
      if (!elimination) continue;
      eliminations[key] = elimination;
      delete block[key];
    }
    return block;
  }

  /**
   * Runs work of one trial with a time limit. Converts a failure to the elimination of the trial, and closes its
   * session if it is eliminated.
   * @throws AppError aborted
   */
  async #convertFailure(
    key: string,
    signal: AbortSignal,
    work: (limitedSignal: AbortSignal) => Promise<Elimination | null>,
  ): Promise<Elimination | null> {
    const timeout = AbortSignal.timeout(this.#maxWaitMs);
    let elimination: Elimination | null;
    try {
      elimination = await work(AbortSignal.any([signal, timeout]));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { code, facts } = asAppError(thrown);
      elimination = timeout.aborted ? { kind: 'no-answer', waitedMs: this.#maxWaitMs } : { kind: 'died', code, facts };
    }
    if (elimination) {
      this.#sessions.get(key)?.handle.close();
      this.#sessions.delete(key);
    }
    return elimination;
  }

  async #openSession(
    { host, engine, device, threads, settings }: Configuration,
    signal: AbortSignal,
    forReport = false,
  ): Promise<SessionHandle> {
    const options = { devices: [device], ...(threads !== null && { threads }), ...settings };
    const companion = host === 'companion' && { companion: requireCompanionAccess };
    const { subject } = this.#options;
    return openSession({ subject, engine: engine as TensorEngineId, options, forReport, ...companion }, { signal });
  }
}

/**
 * Converts a configuration to the reference of R22: on the CPU without graph optimisation, so that optimisations that
 * change the outputs are detected.
 */
function toReferenceConfiguration(configuration: Configuration): Configuration {
  const { host, engine, settings } = configuration;
  const device = host === 'page' ? 'wasm' : 'cpu';
  const canDisableOptimisation =
    listSupportedSettings(engine, device).includes('graphOptimisation') && settings.provider === undefined;
  if (!canDisableOptimisation) return configuration;
  return { ...configuration, device, settings: { ...settings, graphOptimisation: 'disabled' } };
}

/** Repeats the inputs along the batch axis. */
function repeatInputs(inputs: Tensors, batchSize: number): Tensors {
  return batchSize === 1 ? inputs : joinRequests(Array.from({ length: batchSize }, () => inputs));
}

/**
 * Waits until the page is visible.
 * @throws the reason of `signal`
 */
async function waitUntilVisible(signal: AbortSignal): Promise<void> {
  while (document.hidden) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => reject(signal.reason as Error);
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
    signal.addEventListener('abort', onAbort, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', onAbort));
  }
  signal.throwIfAborted();
}
