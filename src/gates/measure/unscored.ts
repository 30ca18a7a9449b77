import type { UnscoredItems } from '../gate-evidence.ts';
import type { NotMeasured } from '../gate.ts';

/** Returns the reason that a score cannot decide a gate because it omits items; `null` if it covers all. */
export function explainUnscored(score: {
  readonly metric: string;
  readonly unscored?: UnscoredItems;
}): NotMeasured | null {
  const { failed, notRun } = score.unscored ?? { failed: 0, notRun: 0 };
  if (failed > 0) return { code: 'items-failed', facts: { metric: score.metric, failed } };
  return notRun > 0 ? { code: 'items-not-run', facts: { notRun } } : null;
}
