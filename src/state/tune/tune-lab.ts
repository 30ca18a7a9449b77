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

/** The approximate time of a group of inferences: many ticks of the clock. Heuristic. */
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
  readonly maxOpen: (sizeBytes: number) => number;
}

/** Errors of a target that no other setting can avoid. */
const unusable: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['engine-unavailable', 'companion-rejected']);

/** An open contender. */
interface ContenderSession {
  readonly handle: SessionHandle;
  /** The batch size. */
  readonly batch: number;
  readonly inputs: Tensors;
  /** Inferences of a group. */
  readonly groupSize: number;
}

/** Opens the contenders of a race, checks their outputs, and times them. */
export class TuneLab {
  readonly #options: LabOptions;
  /** Lanes by key, least recently used first. */
  readonly #sessions = new Map<string, ContenderSession>();
  readonly #monitor = new PageMonitor();
  /** Why targets cannot be used here at all: their other configurations are not opened. */
  readonly #unusable = new Map<string, Departure>();
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
    let failure: unknown = new AppError('internal', { why: 'there is nothing to tune' });
    for (const configuration of [...defaults.slice(0, 1).map(toReference), ...defaults]) {
      try {
        return await this.#computeReferences(configuration, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        failure = thrown;
        if (asAppError(thrown).code === 'input-invalid') break; // a size is missing for every configuration
      }
    }
    throw failure;
  }

  /**
   * Measures contenders in one order, then in the other.
   * @throws AppError aborted
   */
  async measure(contenders: readonly Contender[], signal: AbortSignal): Promise<StepResult> {
    const startMs = performance.now();
    const departures: Record<string, Departure> = {};
    const needed = new Set(contenders.map(({ key }) => key));
    for (const contender of contenders) {
      const departure = await this.#open(contender, needed, signal);
      if (departure) departures[contender.key] = departure;
    }
    const openMs = performance.now() - startMs;
    for (;;) {
      await waitUntilVisible(signal);
      const blockStartMs = Date.now();
      const before = performance.now();
      const block = await this.#timeBlock(
        contenders.filter(({ key }) => !departures[key]),
        departures,
        signal,
      );
      // A hidden page runs slower: the block is repeated when the page is shown again.
      if (this.#monitor.interruptions.some(([, endMs]) => endMs >= blockStartMs)) continue;
      return { block, departures, openMs, measureMs: performance.now() - before };
    }
  }

  close(): void {
    this.#monitor.stop();
    for (const { handle } of this.#sessions.values()) handle.close();
    this.#sessions.clear();
  }

  async #computeReferences(configuration: Configuration, signal: AbortSignal): Promise<OpenedTensorModel> {
    const { subject, dimensions, maxOpen } = this.#options;
    const startMs = performance.now();
    const handle = await this.#openSession(configuration, signal, true);
    try {
      const { opened } = handle;
      this.#dimensions = chooseRunSizes({ subject, dimensions }, opened.facts);
      this.#inputs = createBenchInputs(subject, opened.facts, this.#dimensions);
      const outputs = await handle.run(structuredClone(this.#inputs), { signal });
      this.#references = toReferences('reference', outputs);
      this.#maxOpen = maxOpen(opened.sizeBytes);
      this.#maxWaitMs = Math.max(minWaitMs, maxSlowdown * (performance.now() - startMs));
      return opened;
    } finally {
      handle.close();
    }
  }

  /** Opens a contender, unless it is open, and closes the least recently used ones. */
  async #open(contender: Contender, needed: ReadonlySet<string>, signal: AbortSignal): Promise<Departure | null> {
    const { key } = contender;
    const open = this.#sessions.get(key);
    this.#sessions.delete(key);
    if (open) this.#sessions.set(key, open);
    if (open?.handle.isAlive) return null;
    const { host, engine, device } = contender.configuration;
    const target = [host, engine, device].join();
    const known = this.#unusable.get(target);
    if (known) return known;
    for (const [other, { handle }] of this.#sessions) {
      if (this.#sessions.size < this.#maxOpen) break;
      if (needed.has(other)) continue;
      handle.close();
      this.#sessions.delete(other);
    }
    const departure = await this.#guard(key, signal, async (limited) => {
      const handle = await this.#openSession(contender.configuration, limited);
      this.#sessions.set(key, { handle, batch: 1, inputs: {}, groupSize: 1 });
      const { batch = 1 } = contender.configuration;
      if (batch > 1 && !hasBatchAxis(handle.opened.facts)) return { kind: 'no-batch' };
      const inputs = repeat(this.#inputs, batch);
      const outputs = await handle.run(structuredClone(inputs), { signal: limited });
      const last =
        batch === 1
          ? outputs
          : splitOutputs(
              outputs,
              Array.from({ length: batch }, () => 1),
            )?.at(-1);
      if (!last) return { kind: 'no-batch' };
      const agreement = computeAgreement(this.#references, last);
      if (agreement.verdict === 'broken') {
        return { kind: 'wrong-answers', cosine: agreement.value, maxAbsDifference: agreement.maxAbsDifference };
      }
      // The first run checked the outputs; the second is free of the engine's one-time work.
      const { timesMs } = await handle.time(inputs, 2, { signal: limited });
      const groupSize = Math.max(1, Math.min(maxGroupSize, Math.round(groupMs / Math.max(timesMs[1]!, 1e-3))));
      this.#sessions.set(key, { handle, batch, inputs, groupSize });
      await handle.time(inputs, groupSize, { signal: limited });
      return null;
    });
    if (departure?.kind === 'died' && unusable.has(departure.code)) this.#unusable.set(target, departure);
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
      const departure = await this.#guard(key, signal, async (limited) => {
        const { handle, batch, inputs, groupSize } = session;
        const { timesMs, memory } = await handle.time(inputs, groupSize, { signal: limited });
        const memoryBytes = memory.wasmHeapBytes ?? memory.processPeakBytes ?? null;
        if (memoryBytes === null && this.#options.objective === 'memory') return { kind: 'memory-not-reported' };
        block[key] = { timesMs: [...(block[key]?.timesMs ?? []), median(timesMs) / batch], memoryBytes };
        return null;
      });
      if (!departure) continue;
      departures[key] = departure;
      delete block[key];
    }
    return block;
  }

  /**
   * Turns a failure of a contender into its departure, and closes its session.
   * @throws AppError aborted
   */
  async #guard(
    key: string,
    signal: AbortSignal,
    work: (limited: AbortSignal) => Promise<Departure | null>,
  ): Promise<Departure | null> {
    const limit = AbortSignal.timeout(this.#maxWaitMs);
    let departure: Departure | null;
    try {
      departure = await work(AbortSignal.any([signal, limit]));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { code, facts } = asAppError(thrown);
      departure = limit.aborted ? { kind: 'no-answer', waitedMs: this.#maxWaitMs } : { kind: 'died', code, facts };
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
    const companion = host === 'companion' && { companion: await requireCompanionAccess() };
    const { subject } = this.#options;
    return openSession({ subject, engine: engine as TensorEngineId, options, forReport, ...companion }, { signal });
  }
}

/**
 * The engine on the processor without graph optimisation (R22), which detects optimisations that change the outputs.
 */
function toReference(configuration: Configuration): Configuration {
  const { host, engine, settings } = configuration;
  const device = host === 'page' ? 'wasm' : 'cpu';
  const isOptional =
    listSupportedSettings(engine, device).includes('graphOptimisation') && settings.provider === undefined;
  if (!isOptional) return configuration;
  return { ...configuration, device, settings: { ...settings, graphOptimisation: 'disabled' } };
}

/** Repeats the inputs along the batch axis. */
function repeat(inputs: Tensors, batch: number): Tensors {
  return batch === 1 ? inputs : joinRequests(Array.from({ length: batch }, () => inputs));
}

/**
 * Waits until the page is visible.
 * @throws the reason of `signal`
 */
async function waitUntilVisible(signal: AbortSignal): Promise<void> {
  while (document.hidden) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stopped = () => reject(signal.reason as Error);
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
    signal.addEventListener('abort', stopped, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', stopped));
  }
  signal.throwIfAborted();
}
