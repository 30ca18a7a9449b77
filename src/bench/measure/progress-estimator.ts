import type { Progress } from '#core/report/progress.ts';
import { createCellProgress, estimateCellRemainingMs, type CellProgress } from './cell-progress.ts';
import { progressEveryMs, type Plan } from '../method.ts';

/** The expected durations of a cell. */
export interface ExpectedCell {
  /** `null` if unknown: the duration of the last measured run is assumed. */
  readonly runMs: number | null;
  /** Time before the first run. */
  readonly setupMs: number;
}

export interface ExpectedRun {
  readonly plan: Plan;
  /** The cells in execution order. */
  readonly cells: readonly ExpectedCell[];
  /** Time after the last cell, for checking the outputs and reading the model's details. */
  readonly checkMs: number;
}

/** Reports the progress of a run and its remaining time, estimated from the measured durations. */
export class ProgressEstimator {
  readonly #expected: ExpectedRun;
  readonly #now: () => number;
  readonly #onProgress: (progress: Progress) => void;
  readonly #start: number;
  #cellStart: number;
  #cell = 0;
  #runMs: number | null = null;
  #fraction = 0;
  #lastReportMs = -Infinity;
  #reportedSamples = 0;

  constructor(expected: ExpectedRun, now: () => number, onProgress: (progress: Progress) => void) {
    this.#expected = expected;
    this.#now = now;
    this.#onProgress = onProgress;
    this.#start = now();
    this.#cellStart = this.#start;
  }

  beginCoolDown(cell: string): void {
    const cellMs = this.#estimateCellMs(this.#current);
    this.#report('cool-down', cell, cellMs === null ? null : this.#expected.plan.cooldownMs + cellMs);
  }

  /** Reports the setup of a cell, which its time limit excludes. */
  beginCell(cell: string): void {
    this.#report('first', cell, this.#estimateCellMs(this.#current));
  }

  beginFirstRun(cell: string): void {
    this.#cellStart = this.#now();
    this.#report('first', cell, this.#estimateRunsMs(this.#current));
  }

  reportCheck(cell: string): void {
    this.#report('check', cell, 0);
  }

  warmUp(cell: string, elapsedMs: number, runs: number, runMs: number): void {
    this.#runMs = runMs;
    const warmup = { elapsedMs, runs };
    if (this.#isDue())
      this.#report('warm-up', cell, this.#estimateRemainingMs({ warmup, steady: { elapsedMs: 0, samples: 0 } }));
  }

  recordSteadyState(cell: string, elapsedMs: number, samplesMs: readonly number[]): void {
    const samples = samplesMs.length;
    this.#runMs = elapsedMs / samples;
    if (!this.#isDue()) return;
    const newSamplesMs = samplesMs.slice(this.#reportedSamples);
    this.#reportedSamples = samples;
    this.#report(
      'steady',
      cell,
      this.#estimateRemainingMs({ warmup: null, steady: { elapsedMs, samples } }),
      newSamplesMs,
    );
  }

  endCell(): void {
    this.#cell++;
    this.#reportedSamples = 0;
  }

  #isDue(): boolean {
    return this.#now() - this.#lastReportMs >= progressEveryMs;
  }

  #report(phase: Progress['phase'], cell: string, cellRemainingMs: number | null, samplesMs?: readonly number[]): void {
    const now = this.#now();
    this.#lastReportMs = now;
    let remainingMs: number | null = null;
    if (cellRemainingMs !== null) {
      const { plan, cells, checkMs } = this.#expected;
      const laterCellsMs = cells
        .slice(this.#cell + 1)
        .map((other) => plan.cooldownMs + (this.#estimateCellMs(other) ?? 0));
      remainingMs = cellRemainingMs + laterCellsMs.reduce((sum, ms) => sum + ms, checkMs);
      // The progress bar must not move backwards if the estimate grows.
      this.#fraction = Math.max(this.#fraction, (now - this.#start) / (now - this.#start + remainingMs + 1));
    }
    const fraction = remainingMs === null ? null : this.#fraction;
    this.#onProgress({ phase, fraction, remainingMs, detail: cell, ...(samplesMs && { samplesMs }) });
  }

  #estimateRemainingMs(progress: Pick<CellProgress, 'warmup' | 'steady'>): number {
    const elapsedMs = this.#now() - this.#cellStart;
    return estimateCellRemainingMs(this.#expected.plan, { ...progress, elapsedMs }, this.#runMs ?? 0);
  }

  get #current(): ExpectedCell | undefined {
    return this.#expected.cells[this.#cell];
  }

  /** Time of a cell from its setup to its last sample; `null` if unknown. */
  #estimateCellMs(cell: ExpectedCell | undefined): number | null {
    const runsMs = this.#estimateRunsMs(cell);
    return cell && runsMs !== null ? cell.setupMs + runsMs : null;
  }

  /** Time of the samples of a cell, without its setup; `null` if unknown. */
  #estimateRunsMs(cell: ExpectedCell | undefined): number | null {
    const runMs = cell?.runMs ?? this.#runMs;
    return runMs === null
      ? null
      : runMs + estimateCellRemainingMs(this.#expected.plan, createCellProgress(runMs), runMs);
  }
}
