/** The minimum number of batches of a size to evaluate it. The first may allocate memory. Heuristic, not measured. */
const minRuns = 3;
/** The minimum speed-up per row. Without a gain, batching only makes requests wait. Heuristic, not measured. */
const minSpeedUp = 1.05;

interface BatchTiming {
  runs: number;
  /** The minimum time per row. Longer times are due to other load. */
  bestMs: number;
}

/** Finds the batch sizes that are faster than single rows, from timings of served requests. */
export class BatchTimes {
  readonly #maxRows: number;
  /** The timings by the number of rows, rounded up to a power of two. */
  readonly #timings = new Map<number, BatchTiming>();

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  add(rows: number, ms: number): void {
    const size = roundUpToPowerOfTwo(rows);
    const { runs, bestMs } = this.#timings.get(size) ?? { runs: 0, bestMs: Infinity };
    this.#timings.set(size, { runs: runs + 1, bestMs: Math.min(bestMs, ms / rows) });
  }

  /** The maximum batch size, halved until a row is faster in such a batch than alone. */
  get maxRows(): number {
    const singleRow = this.#timings.get(1);
    let rows = this.#maxRows;
    while (rows > 1) {
      const { runs = 0, bestMs = 0 } = this.#timings.get(roundUpToPowerOfTwo(rows)) ?? {};
      if (!singleRow || runs < minRuns || bestMs * minSpeedUp <= singleRow.bestMs) break;
      rows = Math.floor(rows / 2);
    }
    return rows;
  }
}

function roundUpToPowerOfTwo(rows: number): number {
  return 2 ** Math.ceil(Math.log2(rows));
}
