import type { Validity } from '#core/report/report-header.ts';
import type { ModelEvidence } from '../gate-evidence.ts';
import type { MissingEvidence, NotMeasured } from '../gate.ts';

/** The validities of runs whose times do not describe the model. */
const unreliable: ReadonlySet<Validity | undefined> = new Set(['invalid', 'interrupted', 'noisy']);

/** Returns the times, or the reason that they cannot be used. */
export function selectReliableTimes<T>(
  { validity }: ModelEvidence,
  times: readonly T[] | undefined,
  missing: MissingEvidence,
): readonly T[] | NotMeasured {
  if (validity !== undefined && unreliable.has(validity)) return { code: 'unreliable-run', facts: { validity } };
  return times === undefined || times.length === 0 ? { code: missing } : times;
}
