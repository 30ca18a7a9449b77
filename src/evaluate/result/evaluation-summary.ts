import type { EvaluationOutcome } from '#share/report-link/evaluation-summary.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { formatItemsCsv } from './items-csv.ts';
import type { LabelledDataset } from '../dataset/labelled-dataset.ts';
import type { ClassMatches } from '../classes/match-classes.ts';

/** @param matches of the classes of the dataset with the labels of the model */
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
      return formatItemsCsv(result); // only for automation: other pages never read it
    },
  };
}

/** Classes without exactly one label of the model. */
export function listUnmatchedClasses({ unmatched, ambiguous }: ClassMatches): readonly string[] {
  return [...unmatched, ...ambiguous.keys()];
}
