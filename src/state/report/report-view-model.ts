import { AppError } from '#core/error.ts';
import type { Subject } from '#core/model.ts';
import type { BenchRequest, Report } from '#core/report.ts';
import { countedSamples } from '#core/samples.ts';
import { formatBenchLink, parseBenchLink } from '#links/bench-link.ts';
import { toMarkdown, type MarkdownWords } from '#share/export-markdown.ts';
import { fileName, toCsv, toJson } from '#share/export.ts';
import { factsOf, type Fact } from '#share/report-facts.ts';
import { describePayload, type PayloadField } from '#share/payload.ts';
import { decodeReportLink, encodeReportLink } from '#share/report-link.ts';

/** A report and all that is shown of it or handed out. */
export interface ReportViewModel {
  readonly report: Report;
  /** `#/r/...` */
  readonly hash: string;
  /** The whole address of the link. */
  readonly href: string;
  /** Every value that the link carries. */
  readonly payload: readonly PayloadField[];
  /** What the run was, and where. */
  readonly facts: readonly Fact[];
  /** `#/bench?...` that repeats the run; null where the link names something that this app does not know. */
  readonly repeatHash: string | null;
  /** Samples that count, by cell; spread over their bins where the report came from a link. */
  readonly samplesMs: readonly (readonly number[])[];
  /** For its files, without an ending. */
  readonly fileName: string;
  json(): string;
  csv(): string;
  /** @param link the address that others open it at */
  markdown(link: string, words: MarkdownWords): string;
}

export async function viewModelOf(report: Report): Promise<ReportViewModel> {
  const hash = await encodeReportLink(report);
  const href = new URL(hash, location.href).href;
  return {
    report,
    hash,
    href,
    payload: describePayload(await decodeReportLink(hash)),
    facts: factsOf(report),
    repeatHash: repeatOf(report),
    samplesMs: report.cells.map((cell) => countedSamples(cell.steady)),
    fileName: fileName(report),
    json: () => toJson(report),
    csv: () => toCsv(report),
    markdown: (link, words) => toMarkdown(report, link, words),
  };
}

/** @throws AppError link-invalid */
export async function viewModelFromLink(link: string): Promise<ReportViewModel> {
  return viewModelOf(await decodeReportLink(link));
}

function repeatOf(report: Report): string | null {
  const { subject, target, settings } = report;
  const dimensions = report.kind === 'tensor' ? report.dimensions : undefined;
  const request: BenchRequest = {
    // The link's own parser judges the id.
    subject:
      subject.kind === 'files' ? { kind: 'files', files: [] } : ({ kind: subject.kind, id: subject.id } as Subject),
    runtime: target.opened.engine,
    device: target.requested.device,
    effort: report.effort,
    ...(target.requested.threads !== undefined && { threads: target.requested.threads }),
    ...settings,
    ...(dimensions && { dimensions }),
  };
  const hash = formatBenchLink(request);
  try {
    parseBenchLink(hash);
    return hash;
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}
