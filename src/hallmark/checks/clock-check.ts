import type { SignedRun } from '../statement/statement.ts';

/** No version of Assay that signs is older. */
const earliestMs = Date.UTC(2025, 0, 1);
const dayMs = 86_400_000;

/** Whether the clock of a device was wrong: a run started before Assay existed, or more than a day after now. */
export function isClockWrong(runs: readonly Pick<SignedRun, 'startedAt'>[], nowMs: number): boolean {
  return runs.some(({ startedAt }) => {
    const ms = Date.parse(startedAt);
    return ms < earliestMs || ms > nowMs + dayMs;
  });
}
