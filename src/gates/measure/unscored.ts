import type { UnscoredItems } from '../gate-evidence.ts';
import type { NotMeasured } from '../gate.ts';

/** Why a score of only some of the items decides nothing; `null` if it is one of all. */
export function explainUnscored(score: {
  readonly metric: string;
  readonly unscored?: UnscoredItems;
}): NotMeasured | null {
  const { failed, notRun } = score.unscored ?? { failed: 0, notRun: 0 };
  if (failed > 0) return { code: 'items-failed', facts: { metric: score.metric, failed } };
  return notRun > 0 ? { code: 'items-not-run', facts: { notRun } } : null;
}
