import type { Report } from '#core/report/report.ts';
import { toMarkdown } from '#share/export/export-markdown.ts';
import { commandGateResults } from '#words/en/gates/gate-results.ts';
import { report as words } from '#words/en/report/report.ts';
import { formatFact } from './print-error.ts';

/**
 * Formats a report as Markdown, with the app's texts.
 * @param link the URL that opens the report
 */
export function toReportMarkdown(report: Report, link: string): string {
  return toMarkdown(report, link, { fact: formatFact, gates: commandGateResults.reportedVerdict, ...words.markdown() });
}
