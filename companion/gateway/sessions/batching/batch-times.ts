/** The number of batches of a size before their speed is evaluated, since the first may allocate memory. Heuristic. */
const minRuns = 3;
/** The minimum speed-up per row of a batch: without a gain, batching only makes requests wait. Heuristic. */
const minSpeedUp = 1.05;

interface Measured {
  runs: number;
  /** The minimum time per row. Longer times come from a busy machine. */
  bestMs: number;
}

/** Finds the batch sizes that are faster than single rows, from timings of served requests. */
export class BatchTimes {
  readonly #maxRows: number;
  /** By the number of rows, rounded up to a power of two. */
  readonly #measured = new Map<number, Measured>();

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  add(rows: number, ms: number): void {
    const size = roundUpToPowerOfTwo(rows);
    const { runs, bestMs } = this.#measured.get(size) ?? { runs: 0, bestMs: Infinity };
    this.#measured.set(size, { runs: runs + 1, bestMs: Math.min(bestMs, ms / rows) });
  }

  /** The maximum batch size, which is halved while a row is not faster in such a batch than alone. */
  get maxRows(): number {
    const single = this.#measured.get(1);
    let rows = this.#maxRows;
    while (rows > 1) {
      const { runs = 0, bestMs = 0 } = this.#measured.get(roundUpToPowerOfTwo(rows)) ?? {};
      if (!single || runs < minRuns || bestMs * minSpeedUp <= single.bestMs) break;
      rows = Math.floor(rows / 2);
    }
    return rows;
  }
}

function roundUpToPowerOfTwo(rows: number): number {
  return 2 ** Math.ceil(Math.log2(rows));
}
