import type { Deployment } from './deployment.ts';

const dayMs = 86_400_000;

/** When the next review of a deployment is due. */
export interface ReviewDue {
  readonly dueAtMs: number;
  readonly isDue: boolean;
  /** Whether the current time is before the last review. One of the two times is wrong, so the review counts as due. */
  readonly isClockBack: boolean;
}

/** @returns `null` if no reviews are scheduled */
export function findNextReview({ history, reviewEveryDays }: Deployment, nowMs: number): ReviewDue | null {
  if (reviewEveryDays === null) return null;
  const lastReview = history.findLast(({ event }) => event.kind === 'reviewed') ?? history[0];
  const lastMs = lastReview?.atMs ?? 0;
  const dueAtMs = lastMs + reviewEveryDays * dayMs;
  const isClockBack = nowMs < lastMs;
  return { dueAtMs, isDue: isClockBack || nowMs >= dueAtMs, isClockBack };
}
