import type { Report } from '#core/report/report.ts';
import { toMarkdown } from '#share/export/export-markdown.ts';
import { report as words } from '#words/en/report/report.ts';
import { factText } from './print-error.ts';

/**
 * Formats a report as Markdown, with the app's texts.
 * @param link the URL that opens the report
 */
export function reportMarkdown(report: Report, link: string): string {
  return toMarkdown(report, link, { fact: factText, ...words.markdown() });
}
