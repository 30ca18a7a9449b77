import { asAppError } from '#core/errors/error.ts';
import type { LoadTest } from '#gates/gate-evidence.ts';
import type { EvaluatingModel } from './run-dataset.ts';
import type { RunStep } from './run-step.ts';

interface LoadTestOptions<Item> extends RunStep {
  /** Items that ran without an error before, so an error is one of the load; they are used in turn. */
  readonly items: readonly Item[];
  readonly model: EvaluatingModel<Item>;
  /** Requests that wait or run at any moment. */
  readonly concurrency: number;
}

/** Phases of one caller and phases of all callers, which alternate. */
const blocks = 10;
/** 300 under load: without a failure, at most 1% fail with 95% confidence. */
const requestsPerPhase = { alone: 10, loaded: 30 } as const;
/** Inferences of a whole test. */
export const loadTestInferences = blocks * (requestsPerPhase.alone + requestsPerPhase.loaded);
/** The engine is taken to be broken after this many failures in a row. */
const maxFailuresInRow = 10;

/**
 * Sends requests to an open model, one at a time and from several callers at once; its queue serves one after the
 * other. Each block has both phases, in an order that alternates (ABBA), so a drift of the machine's speed affects
 * both.
 * @returns what was measured until the end or until `shouldContinue` ended it; `null` if no block was completed
 * @throws AppError aborted
 */
export async function runLoadTest<Item>(run: LoadTestOptions<Item>): Promise<LoadTest | null> {
  const { concurrency, signal, now, shouldContinue, onProgress } = run;
  const measured: LoadTest['blocks'][number][] = [];
  const startMs = now();
  let ended = 0;
  const countRequest = () => {
    const fraction = ++ended / loadTestInferences;
    onProgress({ fraction, remainingMs: (now() - startMs) * (1 / fraction - 1) });
  };
  const requests = new Requests({
    items: run.items,
    evaluate: (item) => run.model.evaluate([item], { signal, returnGroundTruth: false }),
    onEnd: countRequest,
    shouldContinue,
    now,
  });
  const waitsMs: number[] = [];
  let [sent, failed] = [0, 0];
  const alone = () => requests.send(requestsPerPhase.alone, 1);
  const runLoadedPhase = async () => {
    const phase = await requests.send(requestsPerPhase.loaded, concurrency);
    waitsMs.push(...phase.waitsMs);
    sent += phase.sent;
    failed += phase.failed;
    return phase;
  };
  for (let block = 0; block < blocks && (await shouldContinue()); block++) {
    const phases: { aloneMs: readonly number[]; loadedMs: readonly number[] } = { aloneMs: [], loadedMs: [] };
    for (const isLoaded of block % 2 === 0 ? [false, true] : [true, false]) {
      if (isLoaded) phases.loadedMs = (await runLoadedPhase()).ms;
      else phases.aloneMs = (await alone()).ms;
    }
    if (!(await shouldContinue())) break; // in the middle of a phase
    if (phases.aloneMs.length > 0 && phases.loadedMs.length > 0) measured.push(phases);
    if (requests.failuresInRow >= maxFailuresInRow) break;
  }
  return sent === 0 ? null : { concurrency, requests: sent, failed, waitsMs, blocks: measured };
}

interface Phase {
  /** Time from one completed request to the next. */
  readonly ms: readonly number[];
  /** Time from the call to the end of the request before. */
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

class Requests<Item> {
  failuresInRow = 0;
  readonly #options: RequestOptions<Item>;
  #next = 0;

  constructor(options: RequestOptions<Item>) {
    this.#options = options;
  }

  /**
   * Ends early if `shouldContinue` says so.
   * @throws AppError aborted
   */
  async send(requests: number, concurrency: number): Promise<Phase> {
    const ms: number[] = [];
    const waitsMs: number[] = [];
    let [sent, failed] = [0, 0];
    const { items, shouldContinue, now } = this.#options;
    let lastEndMs = now();
    this.failuresInRow = 0;
    const call = async () => {
      while ((await shouldContinue()) && sent < requests && this.failuresInRow < maxFailuresInRow) {
        sent++;
        const calledMs = now();
        const isDone = await this.#succeeds(items[this.#next++ % items.length]!);
        const endMs = now();
        this.#options.onEnd();
        waitsMs.push(Math.max(0, lastEndMs - calledMs));
        if (isDone) ms.push(endMs - lastEndMs);
        else failed++;
        this.failuresInRow = isDone ? 0 : this.failuresInRow + 1;
        lastEndMs = endMs;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, call));
    return { ms, waitsMs, sent, failed };
  }

  async #succeeds(item: Item): Promise<boolean> {
    try {
      const [evaluated] = await this.#options.evaluate(item);
      return evaluated !== undefined && !('error' in evaluated);
    } catch (thrown) {
      if (asAppError(thrown).code === 'aborted') throw thrown;
      return false;
    }
  }
}
