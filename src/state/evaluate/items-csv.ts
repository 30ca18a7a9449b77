import { csv } from '#core/csv.ts';
import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { predictionOf, truthOf } from './item-labels.ts';

/** One row per item; times in milliseconds. */
export function itemsCsv({ items }: EvaluationResult): string {
  const columns = ['prediction', 'error', 'pre_ms', 'inference_ms', 'post_ms'];
  const hasBaseline = items.some(({ baseline }) => baseline !== null);
  const header = [
    'path',
    'sha256',
    'truth',
    ...columns,
    ...(hasBaseline ? columns.map((name) => `baseline_${name}`) : []),
  ];
  const rows = items.map((compared) => {
    const { candidate, baseline } = compared;
    const own = [candidate.path, candidate.sha256 ?? '', truthOf(compared) ?? '', ...cellsOf(candidate)];
    return baseline ? own.concat(cellsOf(baseline)) : own;
  });
  return csv([header, ...rows]);
}

function cellsOf(item: EvaluatedItem): (string | number)[] {
  if ('error' in item) return ['', item.error.code, '', '', ''];
  const { preMs, inferenceMs, postMs } = item.timing;
  return [predictionOf(item.outcome) ?? '', '', preMs, inferenceMs, postMs];
}
