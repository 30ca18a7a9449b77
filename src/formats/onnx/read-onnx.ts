import { joinBytes, joinPacked, selectElementWireType, readPacked } from './packed-fields.ts';
import { ProtoReader, wire } from './protobuf.ts';
import { createEmptyMessage, fieldsByNumber, isDefault, isMessageName, isPackedKind } from './onnx-schema.ts';
import type { Field, FieldKind, Message, MessageName } from './onnx-schema.ts';
import type { OnnxModel } from './onnx-model.ts';

/**
 * The maximum nesting of messages: deeper than real graphs (about five messages per level of subgraphs), and safe for
 * every stack.
 */
const maxDepth = 100;
/**
 * The lower bound of the limit of messages, blobs, lists and their strings in a file: several times the largest graphs
 * in use. Limits the memory for a malicious file of a few megabytes to 256 MB; a larger file may have one part per 32
 * bytes.
 */
const minPartLimit = 400_000;
const bytesPerPart = 32;

/**
 * Reads a complete ONNX file, including unknown fields. Raw weights are views of `bytes`, which must not change.
 * @throws AppError model-corrupt with the offset of the fault
 */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  const messageReader = new MessageReader(new ProtoReader(bytes), bytes.length);
  const model = createEmptyMessage('Model');
  messageReader.readMessage('Model', model, bytes.length, 0);
  if (!model.graph) throw messageReader.reader.createError(0, { reason: 'no-graph' });
  return model;
}

/** A message whose fields are accessed by their names in the schema. */
export type Fields = Record<string, unknown>;

/**
 * Chunks of the lists and unknown fields of a message, which are joined at its end, so many small chunks are as fast as
 * one.
 */
export type PendingChunks = Map<Field | 'unknown', ArrayBufferView[]>;

/** Returns the field of `message` with this key if the schema defines it and the wire type is valid for its kind. */
export function getField(message: MessageName, key: number): Field | undefined {
  const field = fieldsByNumber[message].get(key >>> 3);
  const wireType = key & 7;
  // Protobuf requires readers to accept packed and unpacked numbers.
  return field && (wireType === wire.bytes || wireType === getElementWireType(field.kind)) ? field : undefined;
}

function getElementWireType(kind: FieldKind): number {
  if (isPackedKind(kind)) return selectElementWireType(kind);
  if (kind === 'int' || kind === 'int64') return wire.varint;
  return kind === 'float' ? wire.fixed32 : wire.bytes;
}

/** Reads a file. A caller that reads in windows may replace `reader` between fields. */
export class MessageReader {
  reader: ProtoReader;
  readonly #maxParts: number;
  #parts = 0;

  /** @param fileBytes the size of the complete file */
  constructor(reader: ProtoReader, fileBytes: number) {
    this.reader = reader;
    this.#maxParts = Math.max(minPartLimit, Math.floor(fileBytes / bytesPerPart));
  }

  /** Reads up to `end` into `message`; existing fields remain, since protobuf merges repeated occurrences of a message. */
  readMessage<M extends MessageName>(name: M, message: Message<M>, end: number, depth: number): void {
    const { reader } = this;
    const chunks: PendingChunks = new Map();
    while (reader.position < end) {
      const start = reader.position;
      const key = reader.readKey(end);
      const field = getField(name, key);
      if (field) this.readValue(field, key & 7, message, chunks, end, depth);
      else this.storeUnknown(start, key & 7, chunks, end);
    }
    this.finish(message, chunks);
  }

  /** Reads the value after a key that the schema defines. */
  readValue(field: Field, wireType: number, message: Fields, chunks: PendingChunks, end: number, depth: number): void {
    const { reader } = this;
    const { name, kind, occurrence } = field;
    if (isMessageName(kind)) {
      const length = reader.readLength(end);
      const isMerged = occurrence !== 'repeated' && message[name] !== undefined;
      const value = isMerged ? (message[name] as Message<typeof kind>) : this.startMessage(kind, depth + 1);
      this.readMessage(kind, value, reader.position + length, depth + 1);
      setField(message, field, value);
    } else if (isPackedKind(kind)) {
      this.#addChunk(chunks, field, readPacked(kind, reader, wireType, end));
    } else if (wireType === wire.bytes && getElementWireType(kind) !== wire.bytes) {
      const listEnd = reader.readLength(end) + reader.position;
      while (reader.position < listEnd) setField(message, field, this.#readScalar(kind, listEnd));
    } else {
      if (occurrence === 'repeated' && kind === 'string') this.#countPart();
      setField(message, field, this.#readScalar(kind, end));
    }
  }

  /** Stores a field that the schema does not define, with its key. */
  storeUnknown(start: number, wireType: number, chunks: PendingChunks, end: number): void {
    this.reader.skip(wireType, end);
    this.#addChunk(chunks, 'unknown', this.reader.bytes.subarray(start, this.reader.position));
  }

  finish(message: Fields, chunks: PendingChunks): void {
    for (const [field, views] of chunks) {
      const name = field === 'unknown' ? field : field.name;
      const existing = message[name] as ArrayBufferView | undefined;
      const allViews = existing ? [existing, ...views] : views;
      message[name] =
        field !== 'unknown' && isPackedKind(field.kind) ? joinPacked(field.kind, allViews) : joinBytes(allViews);
    }
  }

  /** Creates a message with the default of every field, and counts it towards the limit of parts. */
  startMessage<M extends MessageName>(name: M, depth: number): Message<M> {
    if (depth > maxDepth) throw this.reader.createError(this.reader.position, { reason: 'nested-too-deep', maxDepth });
    this.#countPart();
    return createEmptyMessage(name);
  }

  #readScalar(kind: FieldKind, end: number): unknown {
    const { reader } = this;
    if (kind === 'int') return reader.readInt(end);
    if (kind === 'int64') return reader.readInt64(end);
    if (kind === 'float') return reader.readFloat(end);
    if (kind === 'string') return reader.readString(end);
    this.#countPart();
    return reader.readBytes(end);
  }

  #addChunk(chunks: PendingChunks, field: Field | 'unknown', view: ArrayBufferView): void {
    this.#countPart();
    const views = chunks.get(field);
    if (views) views.push(view);
    else chunks.set(field, [view]);
  }

  #countPart(): void {
    if (++this.#parts > this.#maxParts) {
      throw this.reader.createError(this.reader.position, { reason: 'too-many-parts', max: this.#maxParts });
    }
  }
}

/** Sets the value of a field, or appends it if the field is repeated. */
export function setField(message: Fields, { name, occurrence }: Field, value: unknown): void {
  if (occurrence === 'repeated') (message[name] as unknown[]).push(value);
  else message[name] = value;
  if (occurrence === 'plain' && isDefault(value)) {
    const explicit = (message.explicit ??= []) as string[];
    if (!explicit.includes(name)) explicit.push(name);
  }
}
