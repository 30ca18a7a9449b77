import { fillChecklist, type FilledItem } from '#validation/checklist/checklist.ts';
import { toGateResult } from './gate-result.ts';
import type { HallmarkStatement } from './statement.ts';

/** The production checklist as far as a hallmark fills it: by its gates, its digests, and what a person signed. */
export function readChecklist({ predicate }: HallmarkStatement): readonly FilledItem[] {
  const { gateFile, run, data, checklist: signatures = [] } = predicate;
  const { gates, verdict, grade } = run;
  const { digest, readAt } = gateFile;
  const results = gates.map(toGateResult);
  const gateRun = { gateFile: { sha256: digest.sha256, readAt }, results, verdict, grade };
  return fillChecklist({ gates: gateRun, evidence: { ...(data && { hallmark: true }) } }, signatures);
}
