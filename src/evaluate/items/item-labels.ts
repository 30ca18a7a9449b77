import type { ComparedItem } from '../result/evaluation-result.ts';

/** The part of an outcome that names a class or a text, in every task that has one. */
interface NamedOutcome {
  readonly truth?: unknown;
  readonly predictions?: readonly unknown[];
  readonly answer?: unknown;
}

/** What was predicted, as text; `null` for outcomes that no short text describes. */
export function readPredictedLabel(outcome: unknown): string | null {
  const { predictions = [], answer = predictions[0] } = (outcome as NamedOutcome | null) ?? {};
  return typeof answer === 'string' ? answer : null;
}

/** What is right, as text; `null` if no short text describes it. */
export function readExpectedLabel({ item, candidate }: Pick<ComparedItem, 'item' | 'candidate'>): string | null {
  if (item.truth?.kind === 'class') return item.truth.label;
  if (item.truth?.kind === 'text') return item.truth.text;
  const truth = 'error' in candidate ? undefined : (candidate.outcome as NamedOutcome | null)?.truth;
  return typeof truth === 'string' ? truth : null;
}
