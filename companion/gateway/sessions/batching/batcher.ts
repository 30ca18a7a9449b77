import { computeAgreement } from '#bench/agreement/tensor-agreement.ts';
import { toNumbers } from '#bench/inputs/tensor-numbers.ts';
import { rejectOnAbort } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { joinRequests, countRows, formatShapeKey, splitOutputs } from '#core/engine/batch-axis.ts';
import type { BatchSettings } from './batch-settings.ts';
import { BatchTimes } from './batch-times.ts';

interface WaitingRequest {
  readonly inputs: Tensors;
  readonly rows: number;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly queuedAtMs: number;
  readonly resolve: (outputs: Tensors) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Dynamic batching: combines waiting requests along the batch axis. The next batch always contains the oldest request, so
 * that no request starves. A request waits for others only up to a time limit, and only for as many as were concurrent
 * before, so that a single client never waits. The first batch is compared with single runs of its requests: a model whose
 * rows affect each other is never batched again. Batch sizes that are slower than single runs are not used.
 */
export class Batcher {
  readonly #runModel: (inputs: Tensors, signal: AbortSignal) => Promise<Tensors>;
  readonly #settings: BatchSettings;
  readonly #times: BatchTimes;
  #queue: WaitingRequest[] = [];
  #isRunning = false;
  #timer: NodeJS.Timeout | undefined;
  /** The number of requests in flight when the last batch ended: the expected size of the next batch. */
  #expectedRequests = 0;
  /** Whether batches have the same outputs as single runs; `null` until the first batch. */
  #isSeparable: boolean | null = null;

  /** @param runModel runs a session that has a batch axis */
  constructor(runModel: (inputs: Tensors, signal: AbortSignal) => Promise<Tensors>, settings: BatchSettings) {
    this.#runModel = runModel;
    this.#settings = settings;
    this.#times = new BatchTimes(settings.maxBatchSize);
  }

  /**
   * Runs one request, and returns its outputs. An abort removes the request from its batch.
   * @throws AppError from the session | aborted
   */
  run(inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    const rows = countRows(inputs);
    if (rows === null || this.#isSeparable === false) return this.#runModel(inputs, signal);
    const answer = new Promise<Tensors>((resolve, reject) => {
      const key = formatShapeKey(inputs);
      const waiting = { inputs, rows, key, signal, queuedAtMs: performance.now(), resolve, reject };
      this.#queue.push(waiting);
      signal.addEventListener('abort', () => this.#remove(waiting), { once: true });
      this.#schedule();
    });
    return rejectOnAbort(signal, answer);
  }

  #remove(waiting: WaitingRequest): void {
    this.#queue = this.#queue.filter((candidate) => candidate !== waiting);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const [oldest] = this.#queue;
    if (this.#isRunning || !oldest) return;
    const maxRows = this.#isSeparable === false ? 1 : this.#times.maxRows;
    const batch = this.#selectBatch(maxRows);
    const rows = batch.reduce((sum, entry) => sum + entry.rows, 0);
    const remainingMs = oldest.queuedAtMs + this.#settings.maxWaitMs - performance.now();
    if (rows < maxRows && this.#queue.length < this.#expectedRequests && remainingMs > 0) {
      this.#timer = setTimeout(() => this.#schedule(), remainingMs);
      return;
    }
    this.#queue = this.#queue.filter((waiting) => !batch.includes(waiting));
    this.#isRunning = true;
    void this.#runBatch(batch).then((settle) => {
      this.#isRunning = false;
      this.#expectedRequests = batch.length + this.#queue.length; // set before any client can send its next request
      settle();
      this.#schedule();
    });
  }

  /** Selects the oldest request, and later requests that can be combined with it. */
  #selectBatch(maxRows: number): readonly WaitingRequest[] {
    const [oldest, ...others] = this.#queue as [WaitingRequest, ...WaitingRequest[]];
    const batch = [oldest];
    let { rows } = oldest;
    for (const entry of others) {
      if (entry.key !== oldest.key || rows + entry.rows > maxRows) continue;
      batch.push(entry);
      rows += entry.rows;
    }
    return batch;
  }

  /**
   * Runs a batch. Never rejects.
   * @returns a function that gives each request of the batch its outputs or error
   */
  async #runBatch(batch: readonly WaitingRequest[]): Promise<() => void> {
    const joined = batch.length > 1 ? await this.#runJoined(batch) : null;
    if (joined && this.#isSeparable === true) {
      return () => batch.forEach(({ resolve }, index) => resolve(joined[index]!));
    }
    const singleResults = await Promise.all(batch.map((waiting) => this.#runAlone(waiting)));
    const outputs = singleResults.flatMap((result) => ('outputs' in result ? [result.outputs] : []));
    if (batch.length > 1 && outputs.length === batch.length) {
      this.#isSeparable =
        joined !== null && joined.every((entry, index) => areOutputsEquivalent(entry, outputs[index]!));
    }
    return () => {
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = singleResults[index]!;
        if ('outputs' in result) resolve(result.outputs);
        else reject(result.error);
      }
    };
  }

  /** Runs the joined requests; `null` if that fails. They then run individually, so that only a faulty request fails. */
  async #runJoined(batch: readonly WaitingRequest[]): Promise<readonly Tensors[] | null> {
    const rows = batch.map((waiting) => waiting.rows);
    const totalRows = rows.reduce((sum, count) => sum + count, 0);
    const signal = createJointSignal(batch.map((waiting) => waiting.signal));
    try {
      return await this.#timeRun(totalRows, async () =>
        splitOutputs(await this.#runModel(joinRequests(batch.map(({ inputs }) => inputs)), signal), rows),
      );
    } catch {
      return null;
    }
  }

  async #runAlone({ inputs, rows, signal }: WaitingRequest): Promise<{ outputs: Tensors } | { error: unknown }> {
    try {
      return { outputs: await this.#timeRun(rows, () => this.#runModel(inputs, signal)) };
    } catch (error) {
      return { error };
    }
  }

  async #timeRun<T>(rows: number, run: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await run();
    this.#times.add(rows, performance.now() - startedMs);
    return result;
  }
}

/** Creates a signal that aborts once every request of a batch is aborted. */
function createJointSignal(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const check = () => {
    if (signals.every((signal) => signal.aborted)) controller.abort(new AppError('aborted'));
  };
  for (const signal of signals) signal.addEventListener('abort', check, { once: true });
  check();
  return controller.signal;
}

/** Whether the outputs of a batch agree with those of single runs by the criterion of R24. */
function areOutputsEquivalent(outputs: Tensors, singleResults: Tensors): boolean {
  const references = Object.entries(singleResults).map(([output, tensor]) => {
    const { shape } = tensor;
    return { output, shape, stride: 1, values: toNumbers(tensor), source: 'single runs' };
  });
  const { verdict } = computeAgreement(references, outputs);
  return verdict === 'identical' || verdict === 'expected';
}
