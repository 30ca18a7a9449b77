import type { ByteSource } from '#core/model/model.ts';
import { joinParts, getPartSize, type FileParts } from '../file-parts.ts';
import { ProtoWriter, getVarintSize, wire } from './protobuf.ts';
import { sortedFields, isDefault, isMessageName, type Field, type FieldKind, type MessageName } from './onnx-schema.ts';
import type { OnnxModel } from './onnx-model.ts';

type Fields = Readonly<Record<string, unknown>>;
const encoder = new TextEncoder();

/**
 * The results of the measuring pass for the writing pass, in traversal order: lengths and encoded strings, and the size
 * of values that are separate parts.
 */
interface Measurements {
  readonly lengths: number[];
  readonly strings: Uint8Array[];
  separateBytes: number;
}

/**
 * Values of at least this many bytes become separate parts, which are not copied. Heuristic: a part costs about as much
 * as copying 1 KiB.
 */
const minPartBytes = 4096;

/**
 * Encodes a model with fields in ascending order into one array: the weights are copied once.
 * @throws AppError internal if weights are in a file: use {@link encodeOnnx} then
 */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return joinParts(encodeOnnx(model));
}

/**
 * Encodes a model of any size with fields in ascending order into parts: the graph in memory, and between its parts the
 * unchanged weights, as views of the model's buffers or slices of the file from which it was read.
 */
export function encodeOnnx(model: OnnxModel): FileParts {
  const fields = model as unknown as Fields;
  const measurements: Measurements = { lengths: [], strings: [], separateBytes: 0 };
  const size = measureMessage('Model', fields, measurements);
  const writer = new ProtoWriter(size - measurements.separateBytes);
  const parts: (Uint8Array | ByteSource)[] = [];
  let length = 0;
  let string = 0;
  writeMessage('Model', fields, {
    writer,
    nextLength: () => measurements.lengths[length++] ?? 0,
    nextString: () => measurements.strings[string++] ?? new Uint8Array(),
    separate: (bytes) => void parts.push(writer.take(), bytes),
  });
  parts.push(writer.take());
  return parts.filter((part) => getPartSize(part) > 0);
}

function measureMessage(name: MessageName, message: Fields, measurements: Measurements): number {
  const slot = measurements.lengths.push(0) - 1;
  let size = 0;
  for (const field of sortedFields[name]) {
    const keySize = getVarintSize(field.number * 8);
    for (const value of listOccurrences(field, message))
      size += keySize + measureValue(field.kind, value, measurements);
  }
  if (message.unknown instanceof Uint8Array) size += message.unknown.length;
  measurements.lengths[slot] = size;
  return size;
}

function measureValue(kind: FieldKind, value: unknown, measurements: Measurements): number {
  if (kind === 'int' || kind === 'int64') return getVarintSize(value as number | bigint);
  if (kind === 'float') return 4;
  if (isMessageName(kind)) return measureLengthDelimited(measureMessage(kind, value as Fields, measurements));
  if (kind === 'string') {
    const bytes = encoder.encode(value as string);
    measurements.strings.push(bytes);
    return measureLengthDelimited(bytes.length);
  }
  if (isVarintArray(value)) {
    let size = 0;
    for (const element of value) size += getVarintSize(element);
    measurements.lengths.push(size);
    return measureLengthDelimited(size);
  }
  const bytes = toWritable(value);
  const size = getPartSize(bytes);
  if (isSeparate(bytes)) measurements.separateBytes += size;
  return measureLengthDelimited(size);
}

/** Returns the bytes in memory: all platforms are little-endian, like the format. */
function toWritable(value: unknown): Uint8Array | ByteSource {
  if (!ArrayBuffer.isView(value)) return value as ByteSource;
  return value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

const isSeparate = (bytes: Uint8Array | ByteSource): boolean =>
  !(bytes instanceof Uint8Array) || bytes.length >= minPartBytes;

interface WriteState {
  readonly writer: ProtoWriter;
  /** Appends bytes without copying them. */
  separate(bytes: Uint8Array | ByteSource): void;
  nextLength(): number;
  nextString(): Uint8Array;
}

/** Writes a message. Its length is the next measured one, because both passes have the same order. */
function writeMessage(name: MessageName, message: Fields, state: WriteState, isNested = false): void {
  const { writer } = state;
  const length = state.nextLength();
  if (isNested) writer.writeVarint(length);
  for (const field of sortedFields[name]) {
    for (const value of listOccurrences(field, message)) {
      writer.writeVarint(field.number * 8 + getWireType(field.kind));
      writeValue(field.kind, value, state);
    }
  }
  if (message.unknown instanceof Uint8Array) writer.writeBytes(message.unknown);
}

function writeValue(kind: FieldKind, value: unknown, state: WriteState): void {
  const { writer } = state;
  if (kind === 'int' || kind === 'int64') writer.writeVarint(value as number | bigint);
  else if (kind === 'float') writer.writeFloat(value as number);
  else if (isMessageName(kind)) writeMessage(kind, value as Fields, state, true);
  else if (isVarintArray(value)) {
    writer.writeVarint(state.nextLength());
    for (const element of value) writer.writeVarint(element);
  } else {
    const bytes = kind === 'string' ? state.nextString() : toWritable(value);
    writer.writeVarint(getPartSize(bytes));
    if (kind !== 'string' && isSeparate(bytes)) state.separate(bytes);
    else writer.writeBytes(bytes as Uint8Array);
  }
}

/** Lists the values of a field to write: none if it is absent, every element if it is repeated. */
function listOccurrences({ name, occurrence }: Field, message: Fields): readonly unknown[] {
  const value = message[name];
  if (occurrence === 'repeated') return value as readonly unknown[];
  const isOmitted =
    occurrence === 'plain' && isDefault(value) && !(message.explicit as string[] | undefined)?.includes(name);
  return value === undefined || isOmitted ? [] : [value];
}

function getWireType(kind: FieldKind): number {
  if (kind === 'int' || kind === 'int64') return wire.varint;
  return kind === 'float' ? wire.fixed32 : wire.bytes;
}

function isVarintArray(value: unknown): value is Int32Array | BigInt64Array | BigUint64Array {
  return value instanceof Int32Array || value instanceof BigInt64Array || value instanceof BigUint64Array;
}

function measureLengthDelimited(length: number): number {
  return getVarintSize(length) + length;
}
