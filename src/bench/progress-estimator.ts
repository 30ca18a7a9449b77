import type { Progress } from '#core/report.ts';
import { progressEveryMs, warmupRule, type Plan } from './method.ts';

/** Tells how far a run is and how long it will take, from what it measured so far. */
export class ProgressEstimator {
  readonly #plan: Plan;
  readonly #cells: number;
  readonly #now: () => number;
  readonly #tell: (progress: Progress) => void;
  readonly #start: number;
  #cellStart: number;
  #cellsDone = 0;
  #inferenceMs: number | null = null;
  #fraction = 0;
  #toldAt = -Infinity;
  #samplesTold = 0;

  constructor(plan: Plan, cells: number, now: () => number, tell: (progress: Progress) => void) {
    this.#plan = plan;
    this.#cells = cells;
    this.#now = now;
    this.#tell = tell;
    this.#start = now();
    this.#cellStart = this.#start;
  }

  /** One inference takes about this long. */
  expect(inferenceMs: number): void {
    this.#inferenceMs = inferenceMs;
  }

  /** A phase of one step begins. */
  show(phase: 'first' | 'cool-down' | 'check', cell: string): void {
    const aheadMs = phase === 'check' ? 0 : this.#warmUpLeftMs(0, 0) + this.#steadyLeftMs(0, 0);
    this.#say(phase, cell, this.#inferenceMs === null ? null : aheadMs);
  }

  warmUp(cell: string, elapsedMs: number, runs: number, inferenceMs: number): void {
    this.#inferenceMs = inferenceMs;
    if (this.#isDue()) this.#say('warm-up', cell, this.#warmUpLeftMs(elapsedMs, runs) + this.#steadyLeftMs(0, 0));
  }

  steady(cell: string, elapsedMs: number, samplesMs: readonly number[]): void {
    if (!this.#isDue()) return;
    const fresh = samplesMs.slice(this.#samplesTold);
    this.#samplesTold = samplesMs.length;
    this.#say('steady', cell, this.#steadyLeftMs(elapsedMs, samplesMs.length), fresh);
  }

  endCell(): void {
    this.#cellsDone++;
    this.#cellStart = this.#now();
    this.#samplesTold = 0;
  }

  #isDue(): boolean {
    return this.#now() - this.#toldAt >= progressEveryMs;
  }

  #say(phase: Progress['phase'], cell: string, cellLeftMs: number | null, samplesMs?: readonly number[]): void {
    const now = this.#now();
    this.#toldAt = now;
    let leftMs: number | null = null;
    if (cellLeftMs !== null) {
      const spentMs = now - this.#cellStart;
      const inCellMs = Math.min(cellLeftMs, Math.max(0, this.#plan.cellCapMs - spentMs));
      const cellsAfter = this.#cells - this.#cellsDone - 1;
      leftMs = inCellMs + cellsAfter * (spentMs + inCellMs + this.#plan.cooldownMs);
      // An estimate that grows must not turn the bar back.
      this.#fraction = Math.max(this.#fraction, (now - this.#start) / (now - this.#start + leftMs + 1));
    }
    const fraction = leftMs === null ? null : this.#fraction;
    this.#tell({ phase, fraction, leftMs, detail: cell, ...(samplesMs && { samplesMs }) });
  }

  #warmUpLeftMs(elapsedMs: number, runs: number): number {
    const runsLeft = Math.max(0, warmupRule.minRuns - runs);
    return Math.max(this.#plan.warmupMinMs - elapsedMs, runsLeft * (this.#inferenceMs ?? 0), 0);
  }

  #steadyLeftMs(elapsedMs: number, samples: number): number {
    const { samples: wanted, steadyMs, endsAt } = this.#plan;
    const bySamplesMs = Math.max(0, wanted - samples) * (this.#inferenceMs ?? 0);
    const byTimeMs = Math.max(0, steadyMs - elapsedMs);
    return endsAt === 'both' ? Math.max(bySamplesMs, byTimeMs) : Math.min(bySamplesMs, byTimeMs);
  }
}
