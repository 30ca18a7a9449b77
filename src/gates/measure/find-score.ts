import type { NotMeasured } from '../gate.ts';

/** Returns the score of a metric, or the first score without one; if there is none, the reason. */
export function findScore<S extends { readonly metric: string }>(
  scores: readonly S[] | undefined,
  metric: string | undefined,
): S | NotMeasured {
  const [first] = scores ?? [];
  if (!first) return { code: 'no-scores' };
  const candidate = metric === undefined ? first : scores?.find((score) => score.metric === metric);
  return candidate ?? { code: 'no-such-metric', facts: { metric: metric ?? '' } };
}
