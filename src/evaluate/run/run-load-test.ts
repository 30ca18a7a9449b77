import { asAppError } from '#core/errors/error.ts';
import type { LoadTest } from '#gates/gate-evidence.ts';
import type { EvaluatingModel } from './run-dataset.ts';
import type { RunStep } from './run-step.ts';

interface LoadTestOptions<Item> extends RunStep {
  /** Items that succeeded before, so any error is caused by the load. They are used in turn. */
  readonly items: readonly Item[];
  readonly model: EvaluatingModel<Item>;
  /** Number of requests that wait or run at any time. */
  readonly concurrency: number;
}

/** Number of blocks, each with a phase of one caller and a phase of all callers. */
const blockCount = 10;
/** 300 requests under load. If none fails, the failure rate is at most 1% with 95% confidence (rule of three). */
const requestsPerPhase = { alone: 10, loaded: 30 } as const;
/** Number of requests in a complete test, one at a time and concurrent. */
export const loadTestRequests = {
  alone: blockCount * requestsPerPhase.alone,
  loaded: blockCount * requestsPerPhase.loaded,
} as const;
/** The engine is considered broken after this many consecutive failures. */
const maxConsecutiveFailures = 10;

/**
 * Sends requests to an open model, from one caller and from several at once; the model's queue processes them
 * sequentially. Each block has both phases in alternating order (ABBA), so a drift in machine speed affects both.
 * @returns the measurements up to the end or the stop by `shouldContinue`; `null` if no request was sent under load
 * @throws AppError aborted
 */
export async function runLoadTest<Item>(run: LoadTestOptions<Item>): Promise<LoadTest | null> {
  const { concurrency, signal, now, shouldContinue, onProgress } = run;
  const measured: LoadTest['blocks'][number][] = [];
  const startMs = now();
  let completedCount = 0;
  const countRequest = () => {
    const fraction = ++completedCount / (loadTestRequests.alone + loadTestRequests.loaded);
    onProgress({ fraction, remainingMs: (now() - startMs) * (1 / fraction - 1) });
  };
  const requests = new RequestSender({
    items: run.items,
    evaluate: (item) => run.model.evaluate([item], { signal, returnGroundTruth: false }),
    onEnd: countRequest,
    shouldContinue,
    now,
  });
  const waitsMs: number[] = [];
  let [sent, failed] = [0, 0];
  const runSinglePhase = () => requests.send(requestsPerPhase.alone, 1);
  const runLoadedPhase = async () => {
    const phase = await requests.send(requestsPerPhase.loaded, concurrency);
    waitsMs.push(...phase.waitsMs);
    sent += phase.sent;
    failed += phase.failed;
    return phase;
  };
  for (let block = 0; block < blockCount && (await shouldContinue()); block++) {
    const phases: { aloneMs: readonly number[]; loadedMs: readonly number[] } = { aloneMs: [], loadedMs: [] };
    for (const isLoaded of block % 2 === 0 ? [false, true] : [true, false]) {
      if (isLoaded) phases.loadedMs = (await runLoadedPhase()).ms;
      else phases.aloneMs = (await runSinglePhase()).ms;
    }
    if (!(await shouldContinue())) break; // a phase may be incomplete
    if (phases.aloneMs.length > 0 && phases.loadedMs.length > 0) measured.push(phases);
    if (requests.consecutiveFailures >= maxConsecutiveFailures) break;
  }
  return sent === 0 ? null : { concurrency, requests: sent, failed, waitsMs, blocks: measured };
}

interface PhaseResult {
  /** Times between the ends of consecutive requests. */
  readonly ms: readonly number[];
  /** Times from each call to the end of the preceding request. */
  readonly waitsMs: readonly number[];
  readonly sent: number;
  readonly failed: number;
}

interface RequestOptions<Item> extends Pick<RunStep, 'shouldContinue' | 'now'> {
  readonly items: readonly Item[];
  evaluate(item: Item): Promise<readonly object[]>;
  /** Called after each request. */
  readonly onEnd: () => void;
}

class RequestSender<Item> {
  consecutiveFailures = 0;
  readonly #options: RequestOptions<Item>;
  #next = 0;

  constructor(options: RequestOptions<Item>) {
    this.#options = options;
  }

  /**
   * Sends requests from concurrent callers. Ends early if `shouldContinue` resolves with `false`.
   * @throws AppError aborted
   */
  async send(requests: number, concurrency: number): Promise<PhaseResult> {
    const ms: number[] = [];
    const waitsMs: number[] = [];
    let [sent, failed] = [0, 0];
    const { items, shouldContinue, now } = this.#options;
    let lastEndMs = now();
    this.consecutiveFailures = 0;
    const runCaller = async () => {
      while ((await shouldContinue()) && sent < requests && this.consecutiveFailures < maxConsecutiveFailures) {
        sent++;
        const calledMs = now();
        const hasSucceeded = await this.#trySend(items[this.#next++ % items.length]!);
        const endMs = now();
        this.#options.onEnd();
        waitsMs.push(Math.max(0, lastEndMs - calledMs));
        if (hasSucceeded) ms.push(endMs - lastEndMs);
        else failed++;
        this.consecutiveFailures = hasSucceeded ? 0 : this.consecutiveFailures + 1;
        lastEndMs = endMs;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, runCaller));
    return { ms, waitsMs, sent, failed };
  }

  async #trySend(item: Item): Promise<boolean> {
    try {
      const [evaluated] = await this.#options.evaluate(item);
      return evaluated !== undefined && !('error' in evaluated);
    } catch (thrown) {
      if (asAppError(thrown).code === 'aborted') throw thrown;
      return false;
    }
  }
}
