import { compareReports } from '#bench/compare.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { exportName } from '#core/file-name.ts';
import type { Report, Steady } from '#core/report.ts';
import { deviceHash, readDeviceLink } from '#links/device-link.ts';
import { parseRoute } from '#links/route.ts';
import type { StoredResult } from '#records/results.ts';
import { decodeReportLink, encodeReportLink } from '#share/report-link.ts';
import { summaryOfComparison, summaryOfDevice, summaryOfReport, type Origin } from './summary.ts';

/** One result in a file of results. The link identifies it; the report also has the samples. */
interface FileEntry extends Origin {
  readonly link: string;
  readonly report?: Report;
}

const fileKind = 'assay-results';
const fileVersion = 1;

export function resultFileName(time: string): string {
  return `${exportName(['results'], time)}.json`;
}

export function toResultFile(results: readonly StoredResult[]): string {
  const entries = results.map(({ summary, report }): FileEntry => {
    const { hash, at, isReceived } = summary;
    return { link: hash, at, isReceived, ...(report && { report }) };
  });
  return `${canonicalJson({ kind: fileKind, version: fileVersion, results: entries })}\n`;
}

/** Contents of a file; `invalid` is the number of entries that are not results. */
export interface ReadResults {
  readonly results: readonly StoredResult[];
  readonly invalid: number;
}

/** Reads a file of results, or a single report saved as JSON. @returns `null` if it is neither */
export async function readResultFile(text: string): Promise<ReadResults | null> {
  const entries = entriesOf(text);
  if (!entries) return null;
  const read = await Promise.all(entries.filter(isObject).map((entry) => readEntry(entry).catch(() => null)));
  const results = read.filter((result) => result !== null);
  const unique = new Map(results.map((result) => [result.summary.id, result]));
  return { results: [...unique.values()], invalid: entries.length - results.length };
}

function entriesOf(text: string): readonly unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  if (value['kind'] === fileKind) {
    const { version, results } = value;
    return version === fileVersion && Array.isArray(results) ? results : null;
  }
  return 'schema' in value && 'cells' in value ? [{ report: value, isReceived: true }] : null;
}

/** @returns `null` if two results cannot be compared @throws the error of the reader if it is not a result */
async function readEntry({ link, report, at, isReceived = true }: Partial<FileEntry>): Promise<StoredResult | null> {
  const { page, ...route } = parseRoute(link ?? (await encodeReportLink(report as Report)));
  if (page === 'result' && 'payload' in route) {
    const fromLink = await decodeReportLink(route.payload);
    const hash = await encodeReportLink(fromLink);
    const whole = report?.startedAt === fromLink.startedAt && (await isReportOf(report, hash)) ? report : fromLink;
    return { summary: summaryOfReport(whole, hash, isReceived === true), report: whole };
  }
  const origin = { at: dateOf(at), isReceived: isReceived === true };
  if (page === 'compare' && 'first' in route) {
    const [first, second] = await Promise.all([route.first, route.second].map((side) => decodeReportLink(side)));
    if (!first || !second) return null;
    const pair = { first, second, comparison: compareReports(first, second) };
    const summary = summaryOfComparison(pair, `#/compare/${route.first}/${route.second}`, origin);
    return summary && { summary, report: null };
  }
  if (page === 'device' && 'query' in route) {
    const device = readDeviceLink(route.query);
    return device && { summary: summaryOfDevice(device, deviceHash(device), origin), report: null };
  }
  return null;
}

/** Whether a report in a file matches its link, which was validated, and its samples are valid. */
async function isReportOf(report: Report, hash: string): Promise<boolean> {
  try {
    if (!report.cells.every(({ steady }) => hasSamples(steady))) return false;
    return (await encodeReportLink(report)) === hash;
  } catch {
    return false;
  }
}

function hasSamples({ samplesMs, voided, n, histogram }: Steady): boolean {
  if (histogram) return samplesMs.length === 0;
  return samplesMs.length === n + voided.length && samplesMs.every((ms) => Number.isFinite(ms) && ms >= 0);
}

/** @throws RangeError if it is not a date */
function dateOf(at: unknown): number {
  return Date.parse(new Date(Number(at)).toISOString());
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
