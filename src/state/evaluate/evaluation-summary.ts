import type { ClassMatches } from '#evaluate/match-classes.ts';
import type { EvaluationOutcome } from '#share/report-link/evaluation-summary.ts';
import type { EvaluationData } from './evaluation-data.svelte.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { itemsCsv } from './items-csv.ts';

export function evaluationSummary(
  result: EvaluationResult,
  data: EvaluationData,
  labels: readonly string[] | undefined,
): EvaluationOutcome {
  const { report, baselineReport, items, problems, comparison, gateRun, robustness, stress = null } = result;
  return {
    report,
    baseline: baselineReport,
    comparison,
    gateRun,
    robustness,
    stress,
    problems: [...(data.set?.problems ?? []), ...problems],
    unmatchedClasses: unmatchedIn(data.match(labels)),
    failed: items.flatMap(({ candidate }) =>
      'error' in candidate ? [{ path: candidate.path, ...candidate.error }] : [],
    ),
    get itemsTable() {
      return itemsCsv(result); // only for automation: other pages never read it
    },
  };
}

/** Classes without exactly one label of the model. */
export function unmatchedIn({ unmatched, ambiguous }: ClassMatches): readonly string[] {
  return [...unmatched, ...ambiguous.keys()];
}
