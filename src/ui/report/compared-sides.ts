import type { ComparisonSide } from '#bench/report/compare-reports.ts';
import type { ReportViewModel } from '#state/report/report-view-model.ts';
import type { SidedComparison } from '#state/results/sided-comparison.ts';
import { text } from '#words/text.ts';

/** One of two compared results, as it is shown. */
export interface ComparedSide {
  readonly side: ComparisonSide;
  readonly name: string;
  readonly viewModel: ReportViewModel;
}

/** Returns the two results in display order: as in the link, except that "before" comes first. */
export function orderSides({ first, second, sides }: SidedComparison): readonly ComparedSide[] {
  const [a, b] = [first, second].map((viewModel, index): ComparedSide => {
    const side = sides[index === 0 ? 0 : 1];
    return { side, name: text.report.compare.sides[side], viewModel };
  }) as [ComparedSide, ComparedSide];
  return a.side === 'after' ? [b, a] : [a, b];
}
