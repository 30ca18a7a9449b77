import type { CoverageSummary } from '#planner/coverage/coverage.ts';
import { coverage as words } from '#words/en/models/coverage.ts';
import { format } from '#words/en/format.ts';
import { table } from './format-value.ts';
import { singleLine } from './single-line.ts';

/** Where each target runs the nodes of a model, as on the Models page. */
export function coverageText(coverage: readonly CoverageSummary[]): string {
  return coverage.map(targetText).join('\n');
}

function targetText({ target, counts, copies, fallbacks, basis }: CoverageSummary): string {
  const here = counts[target.place] ?? 0;
  const others = fallbacks.reduce((sum, { count }) => sum + count, 0);
  const { operator, nodes, place, why, example } = words.columns;
  const rows = fallbacks.map((group) => [
    singleLine(group.operator),
    format.whole(group.count),
    words.place(group.place),
    words.reason(group.reason),
    singleLine(group.example),
  ]);
  const lines = [
    `${words.target(target)}: ${others === 0 ? words.all(here) : words.some(here, here + others)}`,
    ...(counts.none ? [`  ${words.rejected(counts.none)}`] : []),
    ...(counts.folded ? [`  ${words.folded(counts.folded)}`] : []),
    ...(copies && others > 0 ? [`  ${words.copies(copies)}`] : []),
    `  ${words.basis[basis]}`,
  ];
  return `${lines.join('\n')}\n${others > 0 ? table([[operator, nodes, place, why, example], ...rows], '    ') : ''}`;
}
