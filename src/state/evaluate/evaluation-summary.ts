import type { ClassMatches } from '#evaluate/match-classes.ts';
import type { EvaluationSummary } from '#share/evaluation-summary.ts';
import type { EvaluationData } from './evaluation-data.svelte.ts';
import type { EvaluationResult } from './evaluation-result.ts';

export function evaluationSummary(
  { report, baselineReport, items, gateRun }: EvaluationResult,
  data: EvaluationData,
  labels: readonly string[] | undefined,
): EvaluationSummary {
  return {
    report,
    baseline: baselineReport,
    gateRun,
    problems: data.set?.problems ?? [],
    unmatchedClasses: unmatchedIn(data.match(labels)),
    failed: items.flatMap(({ candidate }) =>
      'error' in candidate ? [{ path: candidate.path, ...candidate.error }] : [],
    ),
  };
}

/** Classes without exactly one label of the model. */
export function unmatchedIn({ unmatched, ambiguous }: ClassMatches): readonly string[] {
  return [...unmatched, ...ambiguous.keys()];
}
