import { formatNumberText } from '#core/encoding/number-text.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import type { EvaluationSummary } from '#share/report-link/evaluation-summary.ts';
import { groupScoresBySeverity, type RobustnessResult } from '#validation/robustness/suite.ts';
import type { PairedComparison } from '#gates/paired-comparison.ts';
import { scores as words } from '#words/en/evaluate/metrics.ts';
import { robustness as suiteWords } from '#words/en/validation/robustness.ts';
import { formatTable } from './format-value.ts';
import { formatErrorMessage, formatDatasetProblem } from './print-error.ts';

/** Formats the scores of an evaluation, and the items that failed. */
export function formatEvaluation({
  report,
  baseline,
  comparison,
  problems,
  unmatchedClasses,
  failed,
  robustness,
}: EvaluationSummary): string {
  const { data } = report;
  const lines = [
    `${report.task}: ${report.subject.id} on ${data.name}, ${data.items} items`,
    ...(report.baseline?.isGroundTruth
      ? [`Agreement with ${report.baseline.id}, not accuracy: there are no labels.`]
      : []),
    '',
    formatScoreTable(report, baseline),
    ...(comparison ? [formatCounts(comparison)] : []),
    ...(robustness ? ['', formatRobustness(robustness), ''] : []),
    ...report.cells.map(({ name, steady }) => `${name}: ${formatNumberText(steady.medianMs)} ms median`),
    `data: sha256 ${data.sha256}`,
    ...problems.map(({ code, paths }) => formatDatasetProblem(code, paths.length)),
    ...(unmatchedClasses.length > 0 ? [`classes that the model does not have: ${unmatchedClasses.join(', ')}`] : []),
    ...failed.map(({ path, ...error }) => `${path}: ${formatErrorMessage(error)}`),
  ];
  return lines.join('\n');
}

const formatCounts = ({ counts, mcnemar }: PairedComparison) =>
  words.comparison(String(counts.onlyBaseline), String(counts.onlyCandidate), formatNumberText(mcnemar.twoSided));

function formatScoreTable(report: TaskReport, baseline: TaskReport | null): string {
  const baselineScores = new Map(baseline?.scores.map(({ metric, value }) => [metric, value]));
  const header = ['metric', 'value', '95% interval', ...(baseline ? ['baseline'] : []), 'n'];
  const rows = report.scores.map(({ metric, value, interval, n }) => [
    metric,
    formatNumberText(value),
    interval ? interval.map(formatNumberText).join(' to ') : 'not determined',
    ...(baseline ? [formatNumberText(baselineScores.get(metric) ?? Number.NaN)] : []),
    String(n),
  ]);
  return formatTable([header, ...rows]);
}

/** Formats the score of each corruption, with one column per severity. */
function formatRobustness({
  metric,
  clean,
  scores,
  meanCorruptionError,
  relativeCorruptionError,
  hostile,
  failed,
  isPartial,
}: RobustnessResult): string {
  const { severities, rows } = groupScoresBySeverity(scores);
  const header = ['corruption', ...severities.map((severity) => `severity ${severity}`)];
  return [
    `${metric} of ${clean.n} items with corruptions; ${formatNumberText(clean.value)} without`,
    formatTable([
      header,
      ...rows.map(({ corruption, values }) => [suiteWords.name(corruption)].concat(values.map(formatScore))),
    ]),
    ...(meanCorruptionError === null ? [] : [suiteWords.meanError(formatNumberText(meanCorruptionError))]),
    ...(relativeCorruptionError === null ? [] : [suiteWords.relativeError(formatNumberText(relativeCorruptionError))]),
    ...hostile.map(
      ({ input, outcome }) => `${suiteWords.hostile.inputs[input]}: ${suiteWords.hostile.outcomes[outcome]}`,
    ),
    ...(isPartial ? [suiteWords.isPartial] : []),
    ...(failed > 0 ? [suiteWords.failed(String(failed))] : []),
  ].join('\n');
}

const formatScore = (value: number | null) => (value === null ? 'not measured' : formatNumberText(value));
