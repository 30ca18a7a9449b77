import { formatCsv } from '#core/encoding/csv.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { readPredictedLabel, readExpectedLabel } from '../items/item-labels.ts';

/** Formats one row per item with its main score in the metric's unit and times in milliseconds. */
export function formatItemsCsv({ items, metric }: Pick<EvaluationResult, 'items' | 'metric'>): string {
  const columns = ['prediction', metric.id, 'error', 'pre_ms', 'inference_ms', 'post_ms'];
  const hasBaseline = items.some(({ baseline }) => baseline !== null);
  const header = [
    'path',
    'sha256',
    'truth',
    ...columns,
    ...(hasBaseline ? columns.map((name) => `baseline_${name}`) : []),
  ];
  const rows = items.map((compared) => {
    const { candidate, baseline, score, baselineScore } = compared;
    const candidateFields = [
      candidate.path,
      candidate.sha256 ?? '',
      readExpectedLabel(compared) ?? '',
      ...toCells(candidate, score),
    ];
    return baseline ? candidateFields.concat(toCells(baseline, baselineScore)) : candidateFields;
  });
  return formatCsv([header, ...rows]);
}

function toCells(item: EvaluatedItem, score: number | null): (string | number)[] {
  if ('error' in item) return ['', '', item.error.code, '', '', ''];
  const { preMs, inferenceMs, postMs } = item.timing;
  return [readPredictedLabel(item.outcome) ?? '', score ?? '', '', preMs, inferenceMs, postMs];
}
