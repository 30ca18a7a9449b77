import type { CoverageSummary } from '#planner/coverage/coverage.ts';
import { coverage as words } from '#words/en/models/coverage.ts';
import { format } from '#words/en/format.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats where each target runs the nodes of a model, as on the Models page. */
export function formatCoverage(coverage: readonly CoverageSummary[]): string {
  return coverage.map(formatTarget).join('\n');
}

function formatTarget({ target, counts, copies, fallbacks, basis }: CoverageSummary): string {
  const placedNodes = counts[target.place] ?? 0;
  const fallbackNodes = fallbacks.reduce((sum, { count }) => sum + count, 0);
  const { operator, nodes, place, why, example } = words.columns;
  const rows = fallbacks.map((group) => [
    toSingleLine(group.operator),
    format.whole(group.count),
    words.place(group.place),
    words.reason(group.reason),
    toSingleLine(group.example),
  ]);
  const lines = [
    `${words.target(target)}: ${fallbackNodes === 0 ? words.all(placedNodes) : words.some(placedNodes, placedNodes + fallbackNodes)}`,
    ...(counts.none ? [`  ${words.rejected(counts.none)}`] : []),
    ...(counts.folded ? [`  ${words.folded(counts.folded)}`] : []),
    ...(copies && fallbackNodes > 0 ? [`  ${words.copies(copies)}`] : []),
    `  ${words.basis[basis]}`,
  ];
  return `${lines.join('\n')}\n${fallbackNodes > 0 ? formatTable([[operator, nodes, place, why, example], ...rows], '    ') : ''}`;
}
