import { fillChecklist, type FilledChecklistItem } from '#validation/checklist/checklist.ts';
import { toGateResult } from './gate-result.ts';
import type { HallmarkStatement } from './statement.ts';

/** Fills the production checklist from a hallmark's gates, digests and signed items. */
export function readChecklist({ predicate }: HallmarkStatement): readonly FilledChecklistItem[] {
  const { gateFile, run, data, checklist: signatures = [] } = predicate;
  const { gates, verdict, grade } = run;
  const { digest, readAt } = gateFile;
  const results = gates.map(toGateResult);
  const gateRun = { gateFile: { sha256: digest.sha256, readAt }, results, verdict, grade };
  return fillChecklist({ gates: gateRun, evidence: { ...(data && { hallmark: true }) } }, signatures);
}
