import { compareReports } from '#bench/report/compare-reports.ts';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import { formatExportName } from '#core/model/file-name.ts';
import { isJsonObject, JsonReader } from '#core/encoding/json-reader.ts';
import type { Report } from '#core/report/report.ts';
import { formatDeviceLink, parseDeviceLink } from '#links/device-link.ts';
import { parseRoute } from '#links/route.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import type { StoredHallmark } from '#records/hallmark-records.ts';
import type { StoredGateRun, StoredResult } from '#records/result-records.ts';
import { decodeReportLink, encodeReportLink } from '#share/report-link/report-link.ts';
import { toHallmarkViewModel, toStoredHallmark } from '../verify/hallmark-view-model.ts';
import { findUnexpectedField } from './report-shape.ts';
import { readGateRun } from './read-gate-run.ts';
import {
  summariseComparison,
  summariseDeviceCheck,
  summariseGateRun,
  summariseReport,
  type ResultOrigin,
} from './result-summary.ts';

/** One entry of a result file. The link identifies the result; the report also contains the samples. */
interface FileEntry extends ResultOrigin {
  readonly link: string;
  readonly report?: Report;
  /** A gate run on the report of the link. */
  readonly gates?: StoredGateRun;
  readonly tags?: readonly string[];
}

const fileKind = 'assay-results';
/** Version 1 had no tags and no gate runs. */
const fileVersion = 2;

export function formatResultFileName(time: string): string {
  return `${formatExportName(['results'], time)}.json`;
}

export function toResultFile(
  results: readonly StoredResult[],
  hallmarks: readonly Pick<StoredHallmark, 'id' | 'hash' | 'at' | 'isReceived'>[] = [],
  tags: ReadonlyMap<string, readonly string[]> = new Map(),
): string {
  const toEntry = ({ id, hash, at, isReceived }: (typeof hallmarks)[number]): FileEntry => {
    const entryTags = tags.get(id) ?? [];
    return { link: hash, at, isReceived, ...(entryTags.length > 0 && { tags: entryTags }) };
  };
  const resultEntries = results.map(({ summary, report, gates }) =>
    Object.assign(toEntry(summary), report && { report }, gates && { gates }),
  );
  const entries = [...resultEntries, ...hallmarks.map(toEntry)];
  return `${toCanonicalJson({ kind: fileKind, version: fileVersion, results: entries })}\n`;
}

/** The contents of a result file, and the reason why each invalid entry was omitted. */
export interface ImportedResults {
  readonly results: readonly StoredResult[];
  readonly hallmarks: readonly StoredHallmark[];
  /** Tags by the id of the record. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** `result-invalid` */
  readonly faults: readonly AppError[];
}

/**
 * Reads a file of results, or a single report saved as JSON.
 * @returns `null` if it is neither
 * @throws AppError results-newer for a file of a later version of Assay
 */
export async function readResultFile(text: string): Promise<ImportedResults | null> {
  const entries = parseEntries(text);
  if (!entries) return null;
  const faults: AppError[] = [];
  const results = new Map<string, StoredResult>();
  const hallmarks = new Map<string, StoredHallmark>();
  const tags = new Map<string, readonly string[]>();
  for (const [index, entry] of entries.entries()) {
    try {
      const result = await readEntry(entry);
      const { id } = 'summary' in result ? result.summary : result;
      const entryTags = readTags(entry);
      if ('summary' in result) results.set(id, result);
      else hallmarks.set(id, result);
      if (entryTags.length > 0) tags.set(id, entryTags);
    } catch (thrown) {
      const { reason, ...facts } = thrown instanceof AppError ? thrown.facts : {};
      faults.push(new AppError('result-invalid', { ...facts, entry: index + 1, reason: reason ?? 'not-a-result' }));
    }
  }
  return { results: [...results.values()], hallmarks: [...hallmarks.values()], tags, faults };
}

function parseEntries(text: string): readonly unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  if (value['kind'] === fileKind) {
    const { version, results } = value;
    if (typeof version === 'number' && version > fileVersion)
      throw new AppError('results-newer', { version, maxVersion: fileVersion });
    return (version === 1 || version === fileVersion) && Array.isArray(results) ? results : null;
  }
  return 'schema' in value && 'cells' in value ? [{ report: value }] : null;
}

/**
 * @throws the error of the reader if it is neither a result nor a hallmark, or of two results that cannot be compared
 */
async function readEntry(entry: unknown): Promise<StoredResult | StoredHallmark> {
  const reader = new JsonReader(entry, (field) =>
    field === '' ? new AppError('result-invalid', { reason: 'not-a-result' }) : createInvalidFieldError(field),
  );
  const isReceived = reader.readOptional('isReceived', (name) => reader.readFlag(name)) ?? true;
  const at = reader.readOptional('at', (name) => reader.readTime(name));
  const link = reader.readOptional('link', (name) => reader.readText(name));
  const { report } = reader.fields;
  const { page, ...route } = parseRoute(link ?? (await encodeReportLink(report as Report)));
  if (page === 'result' && 'payload' in route) {
    const fromLink = await decodeReportLink(route.payload);
    const hash = await encodeReportLink(fromLink);
    const whole = report === undefined ? fromLink : await validateReport(report, fromLink, hash);
    const startedAt = Date.parse(whole.startedAt);
    if (at !== undefined && at < startedAt) throw createInvalidFieldError('at');
    const origin = { at: at ?? startedAt, isReceived };
    if (reader.fields['gates'] !== undefined) {
      const gates = readGateRun(reader.readObject('gates'), whole);
      return { summary: summariseGateRun(whole, hash, gates.gateRun, origin), report: null, gates };
    }
    return { summary: summariseReport(whole, hash, origin), report: whole };
  }
  if (page === 'verify' && 'hallmark' in route && route.hallmark !== null) {
    return toStoredHallmark(await toHallmarkViewModel(await readHallmark(route.hallmark)), isReceived);
  }
  if (at === undefined) throw createInvalidFieldError('at');
  const origin = { at, isReceived };
  if (page === 'compare' && 'first' in route) {
    const first = await decodeReportLink(route.first);
    const second = await decodeReportLink(route.second ?? '');
    const pair = { first, second, comparison: compareReports(first, second) };
    const summary = summariseComparison(pair, `#/compare/${route.first}/${route.second}`, origin);
    if (summary) return { summary, report: null };
  }
  if (page === 'device' && 'query' in route) {
    const device = parseDeviceLink(route.query);
    if (device) return { summary: summariseDeviceCheck(device, formatDeviceLink(device), origin), report: null };
  }
  throw new AppError('result-invalid', { reason: 'not-a-result' });
}

/** @throws AppError result-invalid */
function readTags(entry: unknown): readonly string[] {
  const tags = isJsonObject(entry) ? (entry['tags'] ?? []) : [];
  if (!Array.isArray(tags) || !tags.every((tag): tag is string => typeof tag === 'string'))
    throw createInvalidFieldError('tags');
  return tags;
}

/**
 * Returns the report if it has the fields and contents of its decoded link, and valid samples.
 * @throws AppError result-invalid
 */
async function validateReport(report: unknown, fromLink: Report, hash: string): Promise<Report> {
  const field = findUnexpectedField(report, fromLink);
  if (field !== null) throw createInvalidFieldError(field);
  if ((await encodeReportLink(report as Report)) !== hash) throw createInvalidFieldError('report');
  return report as Report;
}

function createInvalidFieldError(field: string): AppError {
  return new AppError('result-invalid', { reason: 'report-field-value', field });
}
