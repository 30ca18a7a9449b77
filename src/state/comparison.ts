import { compareReports, type Comparison } from '#bench/compare.ts';
import { AppError } from '#core/error.ts';
import { sheetFromLink, type ReportSheet } from './report-sheet.ts';

export interface Pair {
  readonly first: ReportSheet;
  readonly second: ReportSheet;
  readonly comparison: Comparison;
}

/** @throws AppError link-invalid with `which` of the two */
export async function compareLinks(first: string, second: string): Promise<Pair> {
  const one = await sheetOfSide('first', first);
  const other = await sheetOfSide('second', second);
  return { first: one, second: other, comparison: compareReports(one.report, other.report) };
}

async function sheetOfSide(which: 'first' | 'second', link: string): Promise<ReportSheet> {
  try {
    return await sheetFromLink(link);
  } catch (thrown) {
    if (thrown instanceof AppError) throw new AppError(thrown.code, { ...thrown.facts, which }, { cause: thrown });
    throw thrown;
  }
}

/** The address of the page that shows two results side by side. @param link a result link as pasted */
export async function comparisonHash(sheet: ReportSheet, link: string): Promise<string> {
  const other = await sheetFromLink(link);
  return `#/compare/${sheet.hash.slice('#/r/'.length)}/${other.hash.slice('#/r/'.length)}`;
}
