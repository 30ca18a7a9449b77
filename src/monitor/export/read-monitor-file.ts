import { JsonReader } from '#core/encoding/json-reader.ts';
import type { ErrorCode } from '#core/errors/error.ts';
import { spanMs, type MonitorWindow, type WindowSpan } from '../monitor-window.ts';

/** The monitor of a deployment, as a page exports it as JSON. */
export interface MonitorFile {
  readonly name: string;
  /** The deployment itself, not validated; absent in files of version 0.1.0. */
  readonly record: unknown;
  readonly windows: readonly MonitorWindow[];
}

/** Maximum magnitude of a number; sums of such numbers are still finite. */
const maxCount = Number.MAX_SAFE_INTEGER;

const spans = Object.keys(spanMs) as readonly WindowSpan[];

/**
 * Reads a file that `toJson` wrote.
 * @param errorAt creates the error for an invalid field, from the path of the field
 * @throws what `errorAt` returns
 */
export function readMonitorFile(text: string, errorAt: (field: string) => Error): MonitorFile {
  const file = new JsonReader(parse(text), errorAt);
  const name = file.readText('deployment');
  return {
    name,
    record: file.fields['record'],
    windows: file.readList('windows').map((window) => readWindow(window, name)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not an object, which the reader reports
  }
}

function readWindow(reader: JsonReader, deployment: string): MonitorWindow {
  const startMs = Date.parse(reader.readText('start'));
  if (Number.isNaN(startMs)) throw reader.createFieldError('start');
  const errors = reader.readObject('errors');
  const digests = reader.readObject('digests');
  return {
    deployment,
    startMs,
    span: reader.readChoice('span', spans),
    version: reader.readNumber('version', maxCount),
    runs: reader.readNumber('runs', maxCount),
    errors: Object.fromEntries(
      Object.keys(errors.fields).map((code) => [code as ErrorCode, errors.readNumber(code, maxCount)]),
    ),
    cancelled: reader.readNumber('cancelled', maxCount),
    droppedFrames: reader.readNumber('droppedFrames', maxCount),
    busyMs: reader.readNumber('busyMs', maxCount),
    inputBytes: reader.readNumber('inputBytes', maxCount),
    digests: Object.fromEntries(Object.keys(digests.fields).map((name) => [name, readDigest(digests, name)])),
  };
}

/** Minimum and maximum, then the mean and the weight of each centroid, all within the range of float32. */
function readDigest(digests: JsonReader, name: string): Float32Array<ArrayBuffer> {
  const values = digests.fields[name];
  const isValid = (value: unknown, index: number) =>
    typeof value === 'number' &&
    Number.isFinite(Math.fround(value)) &&
    (index < 2 || index % 2 === 0 || Math.fround(value) > 0);
  if (!Array.isArray(values) || values.length % 2 !== 0 || !values.every(isValid)) throw digests.createFieldError(name);
  return new Float32Array(values as number[]);
}
