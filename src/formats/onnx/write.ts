import { ProtoWriter, varintSize, wire } from './protobuf.ts';
import { fieldsOf, isDefault, isMessageName, type Field, type Kind, type Message, type MessageName } from './schema.ts';
import type { OnnxModel } from './model.ts';

type Fields = Readonly<Record<string, unknown>>;
const encoder = new TextEncoder();

/** What the measuring pass leaves for the writing pass, in the order of the visit: lengths, and strings as bytes. */
interface Plan {
  readonly lengths: number[];
  readonly strings: Uint8Array[];
}

/**
 * The model as ONNX bytes, fields in ascending order. One allocation of the final size; the weights are copied once.
 * The model is left as it was.
 */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return writeMessage('Model', model);
}

/** Any message of the format by itself. */
export function writeMessage<M extends MessageName>(name: M, message: Message<M>): Uint8Array<ArrayBuffer> {
  const fields = message as unknown as Fields;
  const plan: Plan = { lengths: [], strings: [] };
  const size = measure(name, fields, plan);
  const writer = new ProtoWriter(size);
  let length = 0;
  let string = 0;
  emit(name, fields, {
    writer,
    nextLength: () => plan.lengths[length++] ?? 0,
    nextString: () => plan.strings[string++] ?? new Uint8Array(),
  });
  return writer.bytes;
}

function measure(name: MessageName, message: Fields, plan: Plan): number {
  const slot = plan.lengths.push(0) - 1;
  let size = 0;
  for (const field of fieldsOf[name]) {
    const keySize = varintSize(field.number * 8);
    for (const value of occurrences(field, message)) size += keySize + sizeOf(field.kind, value, plan);
  }
  if (message.unknown instanceof Uint8Array) size += message.unknown.length;
  plan.lengths[slot] = size;
  return size;
}

function sizeOf(kind: Kind, value: unknown, plan: Plan): number {
  if (kind === 'int' || kind === 'int64') return varintSize(value as number | bigint);
  if (kind === 'float') return 4;
  if (isMessageName(kind)) return lengthDelimited(measure(kind, value as Fields, plan));
  if (kind === 'string') {
    const bytes = encoder.encode(value as string);
    plan.strings.push(bytes);
    return lengthDelimited(bytes.length);
  }
  if (isVarintArray(value)) {
    let size = 0;
    for (const element of value) size += varintSize(element);
    plan.lengths.push(size);
    return lengthDelimited(size);
  }
  return lengthDelimited((value as ArrayBufferView).byteLength);
}

interface Emission {
  readonly writer: ProtoWriter;
  nextLength(): number;
  nextString(): Uint8Array;
}

/** The length of this message is the plan's next: the visit is the same as when measuring. */
function emit(name: MessageName, message: Fields, emission: Emission, isNested = false): void {
  const { writer } = emission;
  const length = emission.nextLength();
  if (isNested) writer.varint(length);
  for (const field of fieldsOf[name]) {
    for (const value of occurrences(field, message)) {
      writer.varint(field.number * 8 + wireTypeOf(field.kind));
      emitValue(field.kind, value, emission);
    }
  }
  if (message.unknown instanceof Uint8Array) writer.raw(message.unknown);
}

function emitValue(kind: Kind, value: unknown, emission: Emission): void {
  const { writer } = emission;
  if (kind === 'int' || kind === 'int64') writer.varint(value as number | bigint);
  else if (kind === 'float') writer.float(value as number);
  else if (isMessageName(kind)) emit(kind, value as Fields, emission, true);
  else if (isVarintArray(value)) {
    writer.varint(emission.nextLength());
    for (const element of value) writer.varint(element);
  } else {
    const bytes = kind === 'string' ? emission.nextString() : (value as ArrayBufferView);
    writer.varint(bytes.byteLength);
    writer.raw(bytes);
  }
}

/** What of a field goes on the wire: nothing where it is absent, every element of a repeated field. */
function occurrences({ name, occurrence }: Field, message: Fields): readonly unknown[] {
  const value = message[name];
  if (occurrence === 'repeated') return value as readonly unknown[];
  const isLeftOut =
    occurrence === 'plain' && isDefault(value) && !(message.explicit as string[] | undefined)?.includes(name);
  return value === undefined || isLeftOut ? [] : [value];
}

function wireTypeOf(kind: Kind): number {
  if (kind === 'int' || kind === 'int64') return wire.varint;
  return kind === 'float' ? wire.fixed32 : wire.bytes;
}

function isVarintArray(value: unknown): value is Int32Array | BigInt64Array | BigUint64Array {
  return value instanceof Int32Array || value instanceof BigInt64Array || value instanceof BigUint64Array;
}

function lengthDelimited(length: number): number {
  return varintSize(length) + length;
}
