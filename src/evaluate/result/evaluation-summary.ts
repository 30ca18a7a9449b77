import type { EvaluationOutcome } from '#share/report-link/evaluation-summary.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { formatItemsCsv } from './items-csv.ts';
import type { LabelledDataset } from '../dataset/labelled-dataset.ts';
import type { ClassMatches } from '../classes/match-classes.ts';

/**
 * Summarises an evaluation for automation.
 * @param matches the matches of the dataset's classes with the model's labels
 */
export function summariseEvaluation(
  result: EvaluationResult,
  dataset: LabelledDataset,
  matches: ClassMatches,
): EvaluationOutcome {
  const { report, baselineReport, items, problems, comparison, gateRun, robustness, loadTest = null } = result;
  return {
    report,
    baseline: baselineReport,
    comparison,
    gateRun,
    robustness,
    loadTest,
    problems: [...dataset.problems, ...problems],
    unmatchedClasses: listUnmatchedClasses(matches),
    failed: items.flatMap(({ candidate }) =>
      'error' in candidate ? [{ path: candidate.path, ...candidate.error }] : [],
    ),
    get itemsTable() {
      return formatItemsCsv(result); // computed on demand, as only automation reads it
    },
  };
}

/** Lists the classes without exactly one label of the model. */
export function listUnmatchedClasses({ unmatched, ambiguous }: ClassMatches): readonly string[] {
  return [...unmatched, ...ambiguous.keys()];
}
