import type { ReportViewModel } from '#state/report/report-view-model.ts';
import { text } from '#words/text.ts';
import { getModelTitle } from '../picker/model-title.ts';
import type { ResultCard } from '../share/result-card.ts';
import {
  formatEngine,
  buildHeadline,
  formatMachine,
  formatSpeed,
  formatReportTitle,
  getReportMark,
  getReportTone,
} from './headline.ts';

/** Builds the texts of a result on an image to post. */
export function buildReportCard({ report, fileName }: ReportViewModel): ResultCard {
  const words = text.report.card;
  const mark = getReportMark(report);
  const date = text.format.date(report.startedAt);
  const [cell] = report.cells.length === 1 ? report.cells : [];
  return {
    subject: getModelTitle(report.subject.id),
    figure: formatSpeed(report),
    caption: cell ? buildHeadline(cell).caption : words.medians,
    verdict: mark,
    tone: getReportTone(report),
    lines: [formatMachine(report), formatEngine(report), words.measured(date, report.method)],
    alt: words.alt(formatReportTitle(report), formatEngine(report), mark, date, report.method),
    fileName,
  };
}
