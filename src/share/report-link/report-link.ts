import type { Report, ReportKind } from '#core/report/report.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { LinkReader } from '../encoding/link-reader.ts';
import { LinkWriter } from '../encoding/link-writer.ts';
import { createFieldsCodec, createEnumCodec, type Codec } from '../encoding/codec.ts';
import { inflateLink } from '../encoding/inflate-link.ts';
import { isFrame, packFrame, unpackFrame } from '../encoding/link-frame.ts';
import { checkReport } from './report-checks.ts';
import { listFieldsOfKind } from './report-fields.ts';
import { fromV1, reportV1 } from './report-v1.ts';

/**
 * The version of the link format: `#/r/` and a frame (`link-frame.ts`). Version 2 contains the kind of the report and
 * its fields, each after its number (`report-fields.ts`). Version 1, created by version 0.1 of the app, can still be
 * read.
 */
const version = 2;
const prefix = '#/r/';

/**
 * Maximum length of a link. A standard run has fewer than 2,000 characters. Chat programs and old browsers truncate
 * only much longer links.
 */
const maxCharacters = 16_000;
/** Maximum uncompressed size. Reports have a few hundred bytes. */
const maxBytes = 65_536;

const kindCodec = createEnumCodec<ReportKind>({ tensor: 0, text: 1, task: 2 });
const bodyCodecs: Readonly<Record<ReportKind, Codec<object>>> = {
  tensor: createFieldsCodec(listFieldsOfKind('tensor')),
  text: createFieldsCodec(listFieldsOfKind('text')),
  task: createFieldsCodec(listFieldsOfKind('task')),
};

/**
 * Encodes a report as a link.
 * @returns `#/r/...`, to append to the app's URL
 */
export async function encodeReportLink(report: Report): Promise<string> {
  const body = new LinkWriter();
  kindCodec.write(body, report.kind);
  bodyCodecs[report.kind].write(body, report);
  return prefix + (await packFrame(version, body.finish()));
}

/**
 * Decodes a report from a link, a URL that contains `#/r/`, or the payload alone. All statistics are exact; the samples
 * are a histogram, long texts are truncated, and the time is rounded down to the minute.
 * @throws AppError link-invalid, with the fault as its reason
 */
export async function decodeReportLink(link: string): Promise<Report> {
  if (link.length > maxCharacters) {
    throw createInvalidLinkError({ reason: 'link-too-long', characters: link.length, maxCharacters });
  }
  const trimmed = link.trim();
  const prefixIndex = trimmed.indexOf(prefix);
  const payload = prefixIndex < 0 ? trimmed : trimmed.slice(prefixIndex + prefix.length);
  if (payload === '') throw createInvalidLinkError({ reason: 'link-empty' });
  if (!isFrame(payload)) throw createInvalidLinkError({ reason: 'not-a-report-link' });
  const { version: linkVersion, packed } = unpackFrame(payload, maxBytes);
  if (linkVersion !== 1 && linkVersion !== version) {
    throw createInvalidLinkError({ reason: 'report-version', version: linkVersion, maxVersion: version });
  }
  const body = new LinkReader(await inflateLink(packed, maxBytes));
  const report = linkVersion === 1 ? fromV1(reportV1.read(body)) : readBody(body);
  if (body.remaining > 0) throw createInvalidLinkError({ reason: 'report-bytes-left', bytes: body.remaining });
  checkReport(report);
  return report;
}

function readBody(body: LinkReader): Report {
  const reportKind = kindCodec.read(body);
  return { schema: 2, kind: reportKind, ...bodyCodecs[reportKind].read(body) } as Report;
}
