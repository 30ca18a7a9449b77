import { isSameMethod } from '#bench/report/compare-reports.ts';
import { methodVersion } from '#bench/method.ts';
import type { Report } from '#core/report/report.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { toMarkdown, type MarkdownWords } from '#share/export/export-markdown.ts';
import { formatFileName, toCsv, toJson } from '#share/export/export.ts';
import { listReportFacts, type Fact } from '#share/export/report-facts.ts';
import { describePayload, type PayloadField } from '#share/encoding/describe-payload.ts';
import { decodeReportLink, encodeReportLink } from '#share/report-link/report-link.ts';
import { formatRepeatHash } from './repeat-hash.ts';

/** A report with the values that are shown and the files that are exported. */
export interface ReportViewModel {
  readonly report: Report;
  /** `#/r/...` */
  readonly hash: string;
  /** The full URL of the link. */
  readonly href: string;
  /** Every value in the link. */
  readonly payload: readonly PayloadField[];
  /** The facts of the run and its environment. */
  readonly facts: readonly Fact[];
  /** The link that repeats the run; `null` if this version does not know something that the report names. */
  readonly repeatHash: string | null;
  /** Whether it was measured by this version of the method; results of others are not compared with new ones (R10). */
  readonly isFromThisMethod: boolean;
  /** Samples that were not excluded, by cell; if the report came from a link, spread over their histogram bins. */
  readonly samplesMs: readonly (readonly number[])[];
  /** The name of its exported files, without an extension. */
  readonly fileName: string;
  toJson(): string;
  toCsv(): string;
  /** @param link the address at which others can open it */
  toMarkdown(link: string, words: MarkdownWords): string;
}

export async function toViewModel(report: Report): Promise<ReportViewModel> {
  const hash = await encodeReportLink(report);
  const href = new URL(hash, location.href).href;
  return {
    report,
    hash,
    href,
    payload: describePayload(await decodeReportLink(hash)),
    facts: listReportFacts(report),
    repeatHash: formatRepeatHash(report, hash),
    isFromThisMethod: isSameMethod(report.method, methodVersion),
    samplesMs: report.cells.map((cell) => listCountedSamples(cell.steady)),
    fileName: formatFileName(report),
    toJson: () => toJson(report),
    toCsv: () => toCsv(report),
    toMarkdown: (link, words) => toMarkdown(report, link, words),
  };
}

/** @throws AppError link-invalid */
export async function decodeViewModel(link: string): Promise<ReportViewModel> {
  return toViewModel(await decodeReportLink(link));
}
