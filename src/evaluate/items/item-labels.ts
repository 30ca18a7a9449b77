import type { ComparedItem } from '../result/evaluation-result.ts';

/** The fields of an outcome that contain a class or text, common to all tasks that have them. */
interface NamedOutcome {
  readonly truth?: unknown;
  readonly predictions?: readonly unknown[];
  readonly answer?: unknown;
}

/** Returns the prediction as text, or `null` for outcomes without a short text. */
export function readPredictedLabel(outcome: unknown): string | null {
  const { predictions = [], answer = predictions[0] } = (outcome as NamedOutcome | null) ?? {};
  return typeof answer === 'string' ? answer : null;
}

/** Returns the ground truth as text, or `null` if there is no short text. */
export function readExpectedLabel({ item, candidate }: Pick<ComparedItem, 'item' | 'candidate'>): string | null {
  if (item.truth?.kind === 'class') return item.truth.label;
  if (item.truth?.kind === 'text') return item.truth.text;
  const truth = 'error' in candidate ? undefined : (candidate.outcome as NamedOutcome | null)?.truth;
  return typeof truth === 'string' ? truth : null;
}
