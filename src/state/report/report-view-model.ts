import { countedSamples } from '#bench/compare.ts';
import { toMarkdown } from '#bench/export-markdown.ts';
import { fileName, toCsv, toJson } from '#bench/export.ts';
import { settingsOf } from '#core/engine-settings.ts';
import { AppError } from '#core/error.ts';
import type { Subject } from '#core/model.ts';
import type { BenchRequest, Report } from '#core/report.ts';
import { formatBenchLink, parseBenchLink } from '#links/bench-link.ts';
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
  /** `#/bench?...` that repeats the run; null where the link names something that this app does not know. */
  readonly repeatHash: string | null;
  /** Samples that count, by cell; spread over their bins where the report came from a link. */
  readonly samplesMs: readonly (readonly number[])[];
  /** For its files, without an ending. */
  readonly fileName: string;
  json(): string;
  csv(): string;
  markdown(): string;
}

export async function viewModelOf(report: Report): Promise<ReportViewModel> {
  const hash = await encodeReportLink(report);
  const href = new URL(hash, location.href).href;
  return {
    report,
    hash,
    href,
    payload: describePayload(report),
    repeatHash: repeatOf(report),
    samplesMs: report.cells.map((cell) => countedSamples(cell.steady)),
    fileName: fileName(report),
    json: () => toJson(report),
    csv: () => toCsv(report),
    markdown: () => toMarkdown(report, href),
  };
}

/** @throws AppError link-invalid */
export async function viewModelFromLink(link: string): Promise<ReportViewModel> {
  return viewModelOf(await decodeReportLink(link));
}

function repeatOf(report: Report): string | null {
  const { subject, session, requested, dimensions } = report;
  const request: BenchRequest = {
    // The link's own parser judges the id.
    subject:
      subject.kind === 'files' ? { kind: 'files', files: [] } : ({ kind: subject.kind, id: subject.id } as Subject),
    runtime: session.runtime,
    device: requested.device,
    effort: requested.effort,
    ...(requested.threads !== undefined && { threads: requested.threads }),
    ...settingsOf(report),
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
