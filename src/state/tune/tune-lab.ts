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
import type { Configuration, Contender, Objective } from '#tune/configuration.ts';
import type { BlockMeasurements, Departure } from '#tune/race-state.ts';
import type { StepResult } from '#tune/race.ts';
import { createBenchInputs } from '../bench/bench-inputs.ts';
import { requireCompanionAccess } from '../companion/open-in-companion.ts';

/** The approximate duration of a group of inferences, much longer than the resolution of the clock. Heuristic. */
const groupMs = 50;
const maxGroupSize = 500;
/** A contender that takes longer than this, and than ten times the reference, leaves the race. Heuristic. */
const minWaitMs = 10_000;
const maxSlowdown = 10;

interface LabOptions {
  readonly subject: Subject;
  /** Sizes of free dimensions; the others get suggested sizes. */
  readonly dimensions: Dimensions;
  readonly objective: Objective;
  readonly chooseMaxOpen: (sizeBytes: number) => number;
}

/** Errors that occur on a target with any settings. */
const unusableTargetCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['engine-unavailable', 'companion-rejected']);

/** An open contender, with its inputs. */
interface ContenderSession {
  readonly handle: SessionHandle;
  /** The number of requests of an inference. */
  readonly batchSize: number;
  readonly inputs: Tensors;
  /** The number of inferences that are timed in a row. */
  readonly groupSize: number;
}

/** Opens the contenders of a race, checks their outputs, and times them. */
export class TuneLab {
  readonly #options: LabOptions;
  /** Open contenders by key, least recently used first. */
  readonly #sessions = new Map<string, ContenderSession>();
  readonly #monitor = new PageMonitor();
  /** Targets that cannot be used on this device, with the reason. Their other configurations are not opened. */
  readonly #unusableTargets = new Map<string, Departure>();
  #references: readonly Reference[] = [];
  #dimensions: Dimensions = {};
  #inputs: Tensors = {};
  #maxOpen = 2;
  #maxWaitMs = minWaitMs;

  constructor(options: LabOptions) {
    this.#options = options;
  }

  /** Sizes of the model's free dimensions. */
  get dimensions(): Dimensions {
    return this.#dimensions;
  }

  get maxOpen(): number {
    return this.#maxOpen;
  }

  /**
   * Computes the reference outputs for all contenders with the reference configuration or, if that fails, with the
   * first default that opens.
   * @throws AppError what `openSession` throws, from the last attempt
   */
  async prepare(contenders: readonly Contender[], signal: AbortSignal): Promise<OpenedTensorModel> {
    const defaults = contenders.filter(({ isDefault }) => isDefault).map(({ configuration }) => configuration);
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
   * Measures each contender twice: in the given order, then in reverse.
   * @throws AppError aborted
   */
  async measure(contenders: readonly Contender[], signal: AbortSignal): Promise<StepResult> {
    const startMs = performance.now();
    const departures: Record<string, Departure> = {};
    const neededKeys = new Set(contenders.map(({ key }) => key));
    for (const contender of contenders) {
      const departure = await this.#open(contender, neededKeys, signal);
      if (departure) departures[contender.key] = departure;
    }
    const openMs = performance.now() - startMs;
    for (;;) {
      await waitUntilVisible(signal);
      const blockStartMs = Date.now();
      const measureStartMs = performance.now();
      const block = await this.#timeBlock(
        contenders.filter(({ key }) => !departures[key]),
        departures,
        signal,
      );
      // A hidden page runs slower: the block is repeated when the page is shown again.
      if (this.#monitor.interruptions.some(([, endMs]) => endMs >= blockStartMs)) continue;
      return { block, departures, openMs, measureMs: performance.now() - measureStartMs };
    }
  }

  close(): void {
    this.#monitor.stop();
    for (const { handle } of this.#sessions.values()) handle.close();
    this.#sessions.clear();
  }

  async #computeReferences(configuration: Configuration, signal: AbortSignal): Promise<OpenedTensorModel> {
    const { subject, dimensions, chooseMaxOpen } = this.#options;
    const startMs = performance.now();
    const handle = await this.#openSession(configuration, signal, true);
    try {
      const { opened } = handle;
      this.#dimensions = chooseRunSizes({ subject, dimensions }, opened.facts);
      this.#inputs = createBenchInputs(subject, opened.facts, this.#dimensions);
      const outputs = await handle.run(structuredClone(this.#inputs), { signal });
      this.#references = toReferences('reference', outputs);
      this.#maxOpen = chooseMaxOpen(opened.sizeBytes);
      this.#maxWaitMs = Math.max(minWaitMs, maxSlowdown * (performance.now() - startMs));
      return opened;
    } finally {
      handle.close();
    }
  }

  /**
   * Opens a contender that is not open, checks its outputs and chooses its group size. Closes the least recently used
   * contenders if too many are open.
   */
  async #open(contender: Contender, neededKeys: ReadonlySet<string>, signal: AbortSignal): Promise<Departure | null> {
    const { key } = contender;
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    if (session) this.#sessions.set(key, session);
    if (session?.handle.isAlive) return null;
    const { host, engine, device } = contender.configuration;
    const target = [host, engine, device].join();
    const earlierDeparture = this.#unusableTargets.get(target);
    if (earlierDeparture) return earlierDeparture;
    for (const [otherKey, { handle }] of this.#sessions) {
      if (this.#sessions.size < this.#maxOpen) break;
      if (neededKeys.has(otherKey)) continue;
      handle.close();
      this.#sessions.delete(otherKey);
    }
    const departure = await this.#convertFailure(key, signal, async (limitedSignal) => {
      const handle = await this.#openSession(contender.configuration, limitedSignal);
      this.#sessions.set(key, { handle, batchSize: 1, inputs: {}, groupSize: 1 });
      const { batch: batchSize = 1 } = contender.configuration;
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
    if (departure?.kind === 'died' && unusableTargetCodes.has(departure.code))
      this.#unusableTargets.set(target, departure);
    return departure;
  }

  async #timeBlock(
    contenders: readonly Contender[],
    departures: Record<string, Departure>,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, BlockMeasurements>>> {
    const block: Record<string, BlockMeasurements> = {};
    for (const { key } of [...contenders, ...contenders.toReversed()]) {
      const session = this.#sessions.get(key);
      if (departures[key] || !session) continue;
      const departure = await this.#convertFailure(key, signal, async (limitedSignal) => {
        const { handle, batchSize, inputs, groupSize } = session;
        const { timesMs, memory } = await handle.time(inputs, groupSize, { signal: limitedSignal });
        const memoryBytes = memory.wasmHeapBytes ?? memory.processPeakBytes ?? null;
        if (memoryBytes === null && this.#options.objective === 'memory') return { kind: 'memory-not-reported' };
        block[key] = { timesMs: [...(block[key]?.timesMs ?? []), median(timesMs) / batchSize], memoryBytes };
        return null;
      });
      if (!departure) continue;
      departures[key] = departure;
      delete block[key];
    }
    return block;
  }

  /**
   * Runs work of one contender with a time limit. Converts a failure to the departure of the contender, and closes its
   * session if it departs.
   * @throws AppError aborted
   */
  async #convertFailure(
    key: string,
    signal: AbortSignal,
    work: (limitedSignal: AbortSignal) => Promise<Departure | null>,
  ): Promise<Departure | null> {
    const timeout = AbortSignal.timeout(this.#maxWaitMs);
    let departure: Departure | null;
    try {
      departure = await work(AbortSignal.any([signal, timeout]));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { code, facts } = asAppError(thrown);
      departure = timeout.aborted ? { kind: 'no-answer', waitedMs: this.#maxWaitMs } : { kind: 'died', code, facts };
    }
    if (departure) {
      this.#sessions.get(key)?.handle.close();
      this.#sessions.delete(key);
    }
    return departure;
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
