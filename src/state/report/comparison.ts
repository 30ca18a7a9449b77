import { compareReports, type Comparison } from '#bench/compare.ts';
import { AppError } from '#core/error.ts';
import { viewModelFromLink, type ReportViewModel } from './report-view-model.ts';

export interface ComparedReports {
  readonly first: ReportViewModel;
  readonly second: ReportViewModel;
  readonly comparison: Comparison;
}

/** @throws AppError link-invalid with `which` of the two */
export async function compareLinks(first: string, second: string): Promise<ComparedReports> {
  const one = await viewModelOfSide('first', first);
  const other = await viewModelOfSide('second', second);
  return { first: one, second: other, comparison: compareReports(one.report, other.report) };
}

async function viewModelOfSide(which: 'first' | 'second', link: string): Promise<ReportViewModel> {
  try {
    return await viewModelFromLink(link);
  } catch (thrown) {
    if (thrown instanceof AppError) throw new AppError(thrown.code, { ...thrown.facts, which }, { cause: thrown });
    throw thrown;
  }
}

/** The address of the page that compares the two. */
export function comparisonHash({ first, second }: ComparedReports): string {
  return `#/compare/${first.hash.slice('#/r/'.length)}/${second.hash.slice('#/r/'.length)}`;
}
