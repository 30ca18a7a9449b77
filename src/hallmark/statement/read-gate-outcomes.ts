import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import { computeGrade } from '#gates/run-grade.ts';
import { computeVerdict } from '#gates/run-verdict.ts';
import { describeMeasuredData } from '../compare/evaluated-run.ts';
import { toGateResult } from './gate-result.ts';
import { checkOutcome } from '../checks/outcome-checks.ts';
import { readExactGates } from './statement-payload.ts';

/**
 * Reads results of gates from a file, and computes their verdict and grade.
 * @param value a list of results; their margins are ignored
 * @param report of the evaluation or benchmark
 * @returns `null` if they do not have the form of results
 * @throws AppError hallmark-invalid for a result that its gate cannot have
 */
export function readGateOutcomes(
  value: unknown,
  report: Report,
): Pick<GateRun, 'results' | 'verdict' | 'grade'> | null {
  const outcomes = readExactGates(value);
  if (!outcomes) return null;
  const measuredRun = { run: { target: report.target.opened }, ...describeMeasuredData(report) };
  for (const outcome of outcomes) checkOutcome(outcome, measuredRun);
  return { results: outcomes.map(toGateResult), verdict: computeVerdict(outcomes), grade: computeGrade(outcomes) };
}
