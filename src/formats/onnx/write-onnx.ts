import type { ByteSource } from '#core/model/model.ts';
import { joinParts, getPartSize, type FileParts } from '../file-parts.ts';
import { ProtoWriter, getVarintSize, wire } from './protobuf.ts';
import { sortedFields, isDefault, isMessageName, type Field, type FieldKind, type MessageName } from './onnx-schema.ts';
import type { OnnxModel } from './onnx-model.ts';

type Fields = Readonly<Record<string, unknown>>;
const encoder = new TextEncoder();

/**
 * The results of the measuring pass for the writing pass, in traversal order: lengths, and strings as bytes; and the
 * size of values that are separate parts.
 */
interface Plan {
  readonly lengths: number[];
  readonly strings: Uint8Array[];
  separateBytes: number;
}

/**
 * Values of at least this many bytes become separate parts, not copied. Heuristic: a part costs about as much as
 * copying 1 KiB.
 */
const minPartBytes = 4096;

/**
 * The model as ONNX bytes, fields in ascending order: the weights are copied once. The model is not changed.
 * @throws AppError internal if weights are still in a file: use {@link encodeOnnx} then
 */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return joinParts(encodeOnnx(model));
}

/**
 * The model as ONNX, fields in ascending order, for files of any size: its graph in memory, and between its parts the
 * weights as they are, views on the model's buffers or slices of the file that it was read from.
 */
export function encodeOnnx(model: OnnxModel): FileParts {
  const fields = model as unknown as Fields;
  const plan: Plan = { lengths: [], strings: [], separateBytes: 0 };
  const size = measure('Model', fields, plan);
  const writer = new ProtoWriter(size - plan.separateBytes);
  const parts: (Uint8Array | ByteSource)[] = [];
  let length = 0;
  let string = 0;
  emit('Model', fields, {
    writer,
    nextLength: () => plan.lengths[length++] ?? 0,
    nextString: () => plan.strings[string++] ?? new Uint8Array(),
    separate: (bytes) => void parts.push(writer.take(), bytes),
  });
  parts.push(writer.take());
  return parts.filter((part) => getPartSize(part) > 0);
}

function measure(name: MessageName, message: Fields, plan: Plan): number {
  const slot = plan.lengths.push(0) - 1;
  let size = 0;
  for (const field of sortedFields[name]) {
    const keySize = getVarintSize(field.number * 8);
    for (const value of listOccurrences(field, message)) size += keySize + measureValue(field.kind, value, plan);
  }
  if (message.unknown instanceof Uint8Array) size += message.unknown.length;
  plan.lengths[slot] = size;
  return size;
}

function measureValue(kind: FieldKind, value: unknown, plan: Plan): number {
  if (kind === 'int' || kind === 'int64') return getVarintSize(value as number | bigint);
  if (kind === 'float') return 4;
  if (isMessageName(kind)) return measureLengthDelimited(measure(kind, value as Fields, plan));
  if (kind === 'string') {
    const bytes = encoder.encode(value as string);
    plan.strings.push(bytes);
    return measureLengthDelimited(bytes.length);
  }
  if (isVarintArray(value)) {
    let size = 0;
    for (const element of value) size += getVarintSize(element);
    plan.lengths.push(size);
    return measureLengthDelimited(size);
  }
  const bytes = toWritable(value);
  const size = getPartSize(bytes);
  if (isSeparate(bytes)) plan.separateBytes += size;
  return measureLengthDelimited(size);
}

/** The bytes as in memory: every platform with typed arrays in use is little-endian, as the format is. */
function toWritable(value: unknown): Uint8Array | ByteSource {
  if (!ArrayBuffer.isView(value)) return value as ByteSource;
  return value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

const isSeparate = (bytes: Uint8Array | ByteSource): boolean =>
  !(bytes instanceof Uint8Array) || bytes.length >= minPartBytes;

interface Emission {
  readonly writer: ProtoWriter;
  /** Appends bytes without copying them. */
  separate(bytes: Uint8Array | ByteSource): void;
  nextLength(): number;
  nextString(): Uint8Array;
}

/** The length of this message is the next in the plan, since the traversal order is the same as when measuring. */
function emit(name: MessageName, message: Fields, emission: Emission, isNested = false): void {
  const { writer } = emission;
  const length = emission.nextLength();
  if (isNested) writer.writeVarint(length);
  for (const field of sortedFields[name]) {
    for (const value of listOccurrences(field, message)) {
      writer.writeVarint(field.number * 8 + getWireType(field.kind));
      emitValue(field.kind, value, emission);
    }
  }
  if (message.unknown instanceof Uint8Array) writer.writeBytes(message.unknown);
}

function emitValue(kind: FieldKind, value: unknown, emission: Emission): void {
  const { writer } = emission;
  if (kind === 'int' || kind === 'int64') writer.writeVarint(value as number | bigint);
  else if (kind === 'float') writer.writeFloat(value as number);
  else if (isMessageName(kind)) emit(kind, value as Fields, emission, true);
  else if (isVarintArray(value)) {
    writer.writeVarint(emission.nextLength());
    for (const element of value) writer.writeVarint(element);
  } else {
    const bytes = kind === 'string' ? emission.nextString() : toWritable(value);
    writer.writeVarint(getPartSize(bytes));
    if (kind !== 'string' && isSeparate(bytes)) emission.separate(bytes);
    else writer.writeBytes(bytes as Uint8Array);
  }
}

/** The values of a field to write: none if it is absent, every element if it is repeated. */
function listOccurrences({ name, occurrence }: Field, message: Fields): readonly unknown[] {
  const value = message[name];
  if (occurrence === 'repeated') return value as readonly unknown[];
  const isLeftOut =
    occurrence === 'plain' && isDefault(value) && !(message.explicit as string[] | undefined)?.includes(name);
  return value === undefined || isLeftOut ? [] : [value];
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
