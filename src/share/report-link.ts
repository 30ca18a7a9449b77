import type { Cell, Report } from '#core/report.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { ByteReader, invalid } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { crc32 } from './crc32.ts';
import { deflate, inflate } from './deflate.ts';
import { histogramOf } from './histogram.ts';
import { maxIdBytes, maxTextBytes, maxDimensions, maxProviders, maxSamples, reportSchema } from './report-schema.ts';

/**
 * `#/r/` and base64url of: version (1 byte), CRC-32 of the rest (4, little-endian), its length (varint), and the
 * deflate-raw of a report field by field (`report-schema.ts`). The checksum notices damage; it is no signature. Every
 * version keeps this frame, so that a damaged link is not taken for one of another version.
 */
const version = 1;
const prefix = '#/r/';

/** Chosen: a standard run takes under 2,000 characters, and chat programs and old browsers cut off well above this. */
const maxCharacters = 16_000;
/** A report is a few hundred bytes; what unpacks to more is no report. */
const maxBytes = 65_536;

/** @returns `#/r/...`, to put behind the app's address */
export async function encodeReportLink(report: Report): Promise<string> {
  const body = new ByteWriter();
  reportSchema.write(body, asCarried(report));
  const packed = await deflate(body.finish());
  const frame = new ByteWriter();
  frame.byte(version);
  frame.bytes(new Uint8Array(Uint32Array.of(crc32(packed)).buffer));
  frame.varint(packed.length);
  frame.bytes(packed);
  return prefix + toBase64url(frame.finish());
}

/**
 * The report of a link, a whole address with `#/r/` in it, or the bare payload. Every figure is exact; the samples are
 * a histogram.
 * @throws AppError link-invalid, with what is wrong in `why`
 */
export async function decodeReportLink(link: string): Promise<Report> {
  if (link.length > maxCharacters) {
    throw invalid(`it has ${link.length} characters, and no result takes more than ${maxCharacters}`);
  }
  const trimmed = link.trim();
  const mark = trimmed.indexOf(prefix);
  const payload = mark < 0 ? trimmed : trimmed.slice(mark + prefix.length);
  if (payload === '') throw invalid('it is empty');
  const frame = new ByteReader(fromBase64url(payload));
  const made = frame.byte();
  const checksum = new DataView(frame.bytes(4).slice().buffer).getUint32(0, true);
  const length = frame.varint(maxBytes);
  if (frame.left < length) throw invalid(`its end is missing: ${frame.left} of ${length} bytes are there`);
  if (frame.left > length) throw invalid(`something was added at its end: ${frame.left - length} bytes`);
  const packed = frame.bytes(length).slice();
  if (crc32(packed) !== checksum) throw invalid('its checksum does not match: a part was changed');
  if (made !== version) throw invalid(`it is of version ${made}, and this app reads version ${version}`);
  const body = new ByteReader(await inflate(packed, maxBytes));
  const report = reportSchema.read(body);
  if (body.left > 0) throw invalid(`${body.left} bytes are left over in it`);
  report.cells.forEach(checkFigures);
  const samples = report.cells.reduce((sum, { steady }) => sum + steady.n, 0);
  if (samples > maxSamples) throw invalid(`it claims ${samples} samples, above ${maxSamples}`);
  return report;
}

/** The report that a link to it gives back: samples as a histogram, long texts cut, the time to the minute. */
export function asCarried(report: Report): Report {
  const { app, subject, session, environment } = report;
  const gpu = environment.gpu;
  return {
    ...report,
    app: { version: cut(app.version), commit: cut(app.commit) },
    subject: { ...subject, id: cut(subject.id, subject.kind === 'model' ? maxIdBytes : maxTextBytes) },
    session: {
      ...session,
      runtimeVersion: cut(session.runtimeVersion),
      build: cut(session.build),
      refused: session.refused.map(({ device, why }) => ({ device, why: cut(why) })),
    },
    environment: {
      ...environment,
      browser: cut(environment.browser),
      os: cut(environment.os),
      ...(gpu && { gpu: { ...gpu, vendor: cut(gpu.vendor), architecture: cut(gpu.architecture) } }),
    },
    ...(report.dimensions && { dimensions: cutNames(report.dimensions, maxDimensions) }),
    ...(report.placement && { placement: cutNames(report.placement, maxProviders) }),
    ...(report.weightType !== undefined && { weightType: cut(report.weightType) }),
    cells: report.cells.map(carriedCell),
  };
}

function carriedCell(cell: Cell): Cell {
  const { steady, agreement } = cell;
  const voided = new Set(steady.voided);
  const counted = steady.samplesMs.filter((_, index) => !voided.has(index));
  return {
    ...cell,
    name: cut(cell.name),
    steady: { ...steady, samplesMs: [], histogram: steady.histogram ?? histogramOf(counted) },
    agreement:
      agreement.verdict === 'not-measured'
        ? { ...agreement, why: cut(agreement.why) }
        : { ...agreement, reference: cut(agreement.reference) },
  };
}

/** At most `most` entries, their names cut for the schema; of names that become equal the last entry counts. */
function cutNames(named: Readonly<Record<string, number>>, most: number): Record<string, number> {
  const entries = Object.entries(named).map(([name, value]) => [cut(name), value] as const);
  return Object.fromEntries(entries.slice(0, most));
}

const utf8 = new TextEncoder();

/** Printable, on one line, and short enough for the schema. */
function cut(text: string, maxBytes = maxTextBytes): string {
  let short = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
  while (utf8.encode(short).length > maxBytes) short = [...short].slice(0, -1).join('');
  return short;
}

/** A mean of equal samples may leave their range by the last bits of a double. */
const rounding = 1e-12;

/** Figures that contradict one another were not computed from samples. */
function checkFigures({ steady }: Cell): void {
  const { n, minMs, medianMs, meanMs, maxMs, histogram } = steady;
  const counted = histogram?.bins.reduce((sum, [, samples]) => sum + samples, 0);
  if (counted !== n) throw invalid(`it claims ${n} samples and holds ${counted ?? 'none'}`);
  const most = maxMs * (1 + rounding);
  const least = minMs * (1 - rounding);
  if (minMs > maxMs || Math.min(medianMs, meanMs) < least || Math.max(medianMs, meanMs) > most) {
    throw invalid('its figures contradict one another');
  }
}
