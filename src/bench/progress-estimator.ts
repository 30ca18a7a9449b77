import type { Progress } from '#core/report.ts';
import { progressEveryMs, warmupRule, type Plan } from './method.ts';

/** Reports the progress of a run and its remaining time, estimated from what it has measured so far. */
export class ProgressEstimator {
  readonly #plan: Plan;
  readonly #cells: number;
  readonly #now: () => number;
  readonly #onProgress: (progress: Progress) => void;
  readonly #start: number;
  #cellStart: number;
  #cellsDone = 0;
  #inferenceMs: number | null = null;
  #fraction = 0;
  #lastReportMs = -Infinity;
  #reportedSamples = 0;

  constructor(plan: Plan, cells: number, now: () => number, onProgress: (progress: Progress) => void) {
    this.#plan = plan;
    this.#cells = cells;
    this.#now = now;
    this.#onProgress = onProgress;
    this.#start = now();
    this.#cellStart = this.#start;
  }

  /** Sets the expected time of one inference. */
  expect(inferenceMs: number): void {
    this.#inferenceMs = inferenceMs;
  }

  /** Reports the start of a phase that is a single step. */
  show(phase: 'first' | 'cool-down' | 'check', cell: string): void {
    const aheadMs = phase === 'check' ? 0 : this.#warmUpLeftMs(0, 0) + this.#steadyLeftMs(0, 0);
    this.#report(phase, cell, this.#inferenceMs === null ? null : aheadMs);
  }

  warmUp(cell: string, elapsedMs: number, runs: number, inferenceMs: number): void {
    this.#inferenceMs = inferenceMs;
    if (this.#isDue()) this.#report('warm-up', cell, this.#warmUpLeftMs(elapsedMs, runs) + this.#steadyLeftMs(0, 0));
  }

  steady(cell: string, elapsedMs: number, samplesMs: readonly number[]): void {
    if (!this.#isDue()) return;
    const newSamplesMs = samplesMs.slice(this.#reportedSamples);
    this.#reportedSamples = samplesMs.length;
    this.#report('steady', cell, this.#steadyLeftMs(elapsedMs, samplesMs.length), newSamplesMs);
  }

  endCell(): void {
    this.#cellsDone++;
    this.#cellStart = this.#now();
    this.#reportedSamples = 0;
  }

  #isDue(): boolean {
    return this.#now() - this.#lastReportMs >= progressEveryMs;
  }

  #report(phase: Progress['phase'], cell: string, cellLeftMs: number | null, samplesMs?: readonly number[]): void {
    const now = this.#now();
    this.#lastReportMs = now;
    let leftMs: number | null = null;
    if (cellLeftMs !== null) {
      const spentMs = now - this.#cellStart;
      const inCellMs = Math.min(cellLeftMs, Math.max(0, this.#plan.cellCapMs - spentMs));
      const cellsAfter = this.#cells - this.#cellsDone - 1;
      leftMs = inCellMs + cellsAfter * (spentMs + inCellMs + this.#plan.cooldownMs);
      // The progress bar must not move backwards if the estimate grows.
      this.#fraction = Math.max(this.#fraction, (now - this.#start) / (now - this.#start + leftMs + 1));
    }
    const fraction = leftMs === null ? null : this.#fraction;
    this.#onProgress({ phase, fraction, leftMs, detail: cell, ...(samplesMs && { samplesMs }) });
  }

  #warmUpLeftMs(elapsedMs: number, runs: number): number {
    const runsLeft = Math.max(0, warmupRule.minRuns - runs);
    return Math.max(this.#plan.warmupMinMs - elapsedMs, runsLeft * (this.#inferenceMs ?? 0), 0);
  }

  #steadyLeftMs(elapsedMs: number, samples: number): number {
    const { samples: target, steadyMs, endsAt } = this.#plan;
    const bySamplesMs = Math.max(0, target - samples) * (this.#inferenceMs ?? 0);
    const byTimeMs = Math.max(0, steadyMs - elapsedMs);
    return endsAt === 'both' ? Math.max(bySamplesMs, byTimeMs) : Math.min(bySamplesMs, byTimeMs);
  }
}
