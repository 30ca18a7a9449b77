import { compareReports, type Comparison } from '#bench/compare.ts';
import { sheetFromLink, type ReportSheet } from './report-sheet.ts';

export interface Pair {
  readonly first: ReportSheet;
  readonly second: ReportSheet;
  readonly comparison: Comparison;
}

/** @throws AppError link-invalid */
export async function compareLinks(first: string, second: string): Promise<Pair> {
  const [one, other] = await Promise.all([sheetFromLink(first), sheetFromLink(second)]);
  return { first: one, second: other, comparison: compareReports(one.report, other.report) };
}

/** The address of the page that shows two results side by side. @param link a result link as pasted */
export async function comparisonHash(sheet: ReportSheet, link: string): Promise<string> {
  const other = await sheetFromLink(link);
  return `#/compare/${sheet.hash.slice('#/r/'.length)}/${other.hash.slice('#/r/'.length)}`;
}
