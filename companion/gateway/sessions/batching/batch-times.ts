/** Batches of a size before their speed is judged. Heuristic: the first may have allocated memory. */
const minRuns = 3;
/** A batch must make a row this much faster: without a gain, it only makes requests wait. Heuristic. */
const minGain = 1.05;

interface Measured {
  runs: number;
  /** The least time per row: others are of a busier machine. */
  bestMs: number;
}

/** How many rows at once are faster than one at a time, as measured while requests are answered. */
export class BatchTimes {
  readonly #maxRows: number;
  /** By the number of rows, rounded up to a power of two. */
  readonly #measured = new Map<number, Measured>();

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  add(rows: number, ms: number): void {
    const size = roundedUp(rows);
    const { runs, bestMs } = this.#measured.get(size) ?? { runs: 0, bestMs: Infinity };
    this.#measured.set(size, { runs: runs + 1, bestMs: Math.min(bestMs, ms / rows) });
  }

  /** The most rows to run at once: halved as long as a row is not faster with that many than alone. */
  get maxRows(): number {
    const alone = this.#measured.get(1);
    let rows = this.#maxRows;
    while (rows > 1) {
      const { runs = 0, bestMs = 0 } = this.#measured.get(roundedUp(rows)) ?? {};
      if (!alone || runs < minRuns || bestMs * minGain <= alone.bestMs) break;
      rows = Math.floor(rows / 2);
    }
    return rows;
  }
}

function roundedUp(rows: number): number {
  return 2 ** Math.ceil(Math.log2(rows));
}
