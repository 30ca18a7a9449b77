import type { Comparison } from '#bench/report/compare-reports.ts';
import { format } from '#words/en/format.ts';
import { report as words } from '#words/en/report/report.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats whether two results are comparable, the ratio of their medians and the caveats, as on the Compare page. */
export function formatComparison(comparison: Comparison): string {
  const { sentence, range, inCell, incomparable, caveats } = words.compare;
  if (!comparison.comparable) return `${incomparable[comparison.reason]}\n`;
  const { cells } = comparison;
  const statements = cells.map(({ name, faster, factor, low, high }) => {
    const interval = range(format.number(low), format.number(high));
    const statement = sentence(faster, ['a', 'b'], format.number(factor), interval);
    return cells.length === 1 ? statement : inCell(toSingleLine(name), statement);
  });
  return [...statements, ...comparison.caveats.map((caveat) => caveats[caveat]), ''].join('\n');
}
