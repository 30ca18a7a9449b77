import type { Outcome } from '#core/report.ts';
import type { ModelEvidence } from '../evidence.ts';
import type { MissingEvidence, NotMeasured } from '../gate.ts';

/** Outcomes of runs whose times are not those of the model. */
const unreliable: ReadonlySet<Outcome | undefined> = new Set(['invalid', 'interrupted', 'noisy']);

/** The times, or why they do not count. */
export function reliableTimes<T>(
  { outcome }: ModelEvidence,
  times: readonly T[] | undefined,
  missing: MissingEvidence,
): readonly T[] | NotMeasured {
  if (outcome !== undefined && unreliable.has(outcome)) return { code: 'unreliable-run', facts: { outcome } };
  return times === undefined || times.length === 0 ? { code: missing } : times;
}
