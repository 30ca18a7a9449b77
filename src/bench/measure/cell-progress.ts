import { minSamples, warmupRule, type Plan } from '../method.ts';

/** The progress of a cell; `warmup` is `null` after the warm-up. */
export interface CellProgress {
  /** Time since the start of the first run. */
  readonly elapsedMs: number;
  readonly warmup: { readonly elapsedMs: number; readonly runs: number } | null;
  readonly steady: { readonly elapsedMs: number; readonly samples: number };
}

/** Creates the progress of a cell after its first run. */
export function createCellProgress(firstMs: number): CellProgress {
  return {
    elapsedMs: firstMs,
    warmup: { elapsedMs: 0, runs: 0 },
    steady: { elapsedMs: 0, samples: 0 },
  };
}

/** Estimates the remaining time of a cell (R3, R5) if every run takes `runMs` and the warm-up is stable. */
export function estimateCellRemainingMs(
  plan: Plan,
  { elapsedMs, warmup, steady }: CellProgress,
  runMs: number,
): number {
  const maxMs = plan.maxCellMs - elapsedMs;
  let warmupMs = 0;
  if (warmup) {
    const neededRuns = Math.max(
      warmupRule.minRuns - warmup.runs,
      countRuns(plan.warmupMinMs - warmup.elapsedMs, runMs),
    );
    const allowedRuns = countRuns(Math.min(plan.maxWarmupMs - warmup.elapsedMs, maxMs), runMs);
    warmupMs = Math.min(neededRuns, allowedRuns) * runMs;
  }
  const bySamples = plan.samples - steady.samples;
  const byTime = countRuns(plan.steadyMs - steady.elapsedMs, runMs);
  const neededSamples =
    plan.endsWhen === 'both'
      ? Math.max(bySamples, byTime)
      : Math.max(minSamples - steady.samples, Math.min(bySamples, byTime));
  const allowedSamples = Math.max(steady.samples === 0 ? 1 : 0, countRuns(maxMs - warmupMs, runMs));
  return Math.max(0, warmupMs) + Math.max(0, Math.min(neededSamples, allowedSamples)) * runMs;
}

/** Counts the runs until `ms` have passed, including the last one, which ends later. */
function countRuns(ms: number, runMs: number): number {
  return Math.max(0, Math.ceil(ms / Math.max(runMs, Number.EPSILON)));
}
