import type { SignedRun } from '../statement/statement.ts';

/** Every version of Assay that can sign is newer. */
const earliestMs = Date.UTC(2025, 0, 1);
const dayMs = 86_400_000;

/**
 * Returns whether the clock of a device was wrong: a run started before Assay existed, or more than a day in the
 * future.
 */
export function isClockWrong(runs: readonly Pick<SignedRun, 'startedAt'>[], nowMs: number): boolean {
  return runs.some(({ startedAt }) => {
    const ms = Date.parse(startedAt);
    return ms < earliestMs || ms > nowMs + dayMs;
  });
}
