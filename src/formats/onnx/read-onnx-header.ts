import type { ByteSource } from '#core/model/model.ts';
import { FileSlice } from '../file-slice.ts';
import type { OnnxModel } from './onnx-model.ts';
import { createCorruptError, ProtoReader, wire } from './protobuf.ts';
import { getField, setField, MessageReader, type Fields, type PendingChunks } from './read-onnx.ts';
import {
  createEmptyMessage,
  isMessageName,
  isPackedKind,
  type Field,
  type Message,
  type MessageName,
} from './onnx-schema.ts';

/** Bytes of the largest request. Heuristic, not measured. */
const maxWindowBytes = 1024 * 1024;
/**
 * Skips of up to `shortSkipBytes` bytes do not reset the window until `maxUnusedBytes` fetched bytes were unused.
 * Heuristic, not measured.
 */
const shortSkipBytes = 8 * 1024;
const maxUnusedBytes = 256 * 1024;
/** The maximum bytes of a key and a varint: 5 and 10. */
const maxFieldHeaderBytes = 15;

/** Limits of reading a file. Heuristic, not measured. */
interface ReadLimits {
  /** Bytes of the first request. */
  readonly firstWindowBytes: number;
  /** Bytes of the first request after skipped values. Doubles with every request. */
  readonly afterSkipBytes: number;
  /** The maximum bytes of a tensor whose values are read. */
  readonly maxValueBytes: number;
  /** The maximum bytes of a message that is read at once; larger ones are read by field, so values can be skipped. */
  readonly maxMessageBytes: number;
  /** The maximum size of a field that is read. */
  readonly maxFieldBytes: number;
  /** Whether values in typed fields and lists of strings are skipped too; they cannot be read later. */
  readonly skipsLists: boolean;
}

/** Values up to 1 KiB are shapes, axes and scales, not weights. No name, description or metadata exceeds 32 MiB. */
const headerLimits: ReadLimits = {
  firstWindowBytes: 16 * 1024,
  afterSkipBytes: 1024,
  maxValueBytes: 1024,
  maxMessageBytes: 16 * 1024,
  maxFieldBytes: 32 * 1024 * 1024,
  skipsLists: true,
};
/** A separate request for a tensor below 64 KiB takes longer than reading it. */
const bodyLimits: ReadLimits = {
  firstWindowBytes: 64 * 1024,
  afterSkipBytes: 32 * 1024,
  maxValueBytes: 64 * 1024,
  maxMessageBytes: 16 * 1024,
  maxFieldBytes: Infinity,
  skipsLists: false,
};

/**
 * Reads a model without its weights: tensors have name, type, dimensions and data location, and values only if they are
 * few; larger raw values remain in the file (`FileSlice`). Slices are reset to a small size after every skipped tensor,
 * so little more than the graph is fetched.
 * @throws AppError model-corrupt
 */
export function readOnnxHeader(source: ByteSource): Promise<OnnxModel> {
  return traverseModel(source, headerLimits);
}

/**
 * Reads a complete model, but leaves large raw values in the file until they are read (`FileSlice`): the file must not
 * change while the model is in use. Values in typed fields are read.
 * @param maxValueBytes the maximum bytes of a tensor whose raw values are read
 * @throws AppError model-corrupt
 */
export function openOnnx(source: ByteSource, maxValueBytes = bodyLimits.maxValueBytes): Promise<OnnxModel> {
  const maxMessageBytes = Math.min(bodyLimits.maxMessageBytes, maxValueBytes);
  return traverseModel(source, { ...bodyLimits, maxValueBytes, maxMessageBytes });
}

async function traverseModel(source: ByteSource, limits: ReadLimits): Promise<OnnxModel> {
  const traversal = new ModelTraversal(source, limits);
  const model = createEmptyMessage('Model');
  await traversal.readMessage('Model', model, source.size, 0);
  if (!model.graph) throw createCorruptError(0, { reason: 'no-graph' });
  return model;
}

class ModelTraversal {
  readonly #source: ByteSource;
  readonly #limits: ReadLimits;
  readonly #messageReader: MessageReader;
  #nextWindow: number;
  /** Bytes that were fetched but skipped. */
  #unusedBytes = 0;

  constructor(source: ByteSource, limits: ReadLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#messageReader = new MessageReader(new ProtoReader(new Uint8Array()), source.size);
    this.#nextWindow = limits.firstWindowBytes;
  }

  /** Reads a message of any size that ends at `end`, an offset in the source. */
  async readMessage<M extends MessageName>(name: M, message: Message<M>, end: number, depth: number): Promise<void> {
    const chunks: PendingChunks = new Map();
    while (this.#position < end) {
      if (this.#readyBytes < maxFieldHeaderBytes)
        await this.#ensureBytes(Math.min(maxFieldHeaderBytes, end - this.#position));
      const { reader } = this.#messageReader;
      const start = reader.position;
      const key = reader.readKey(end - reader.origin);
      const field = getField(name, key);
      if ((key & 7) !== wire.bytes) {
        if (field) this.#messageReader.readValue(field, key & 7, message, chunks, end - reader.origin, depth);
        else this.#messageReader.storeUnknown(start, key & 7, chunks, end - reader.origin);
        continue;
      }
      const valueStart = reader.position;
      const length = reader.readLength(end - reader.origin);
      if (!field && this.#limits.skipsLists) this.#skip(length);
      else if (field?.kind === 'blob' && length > this.#limits.maxValueBytes) {
        setField(message, field, new FileSlice(this.#source, this.#position, length));
        this.#skip(length);
      } else if (field && this.#isSkippedList(name, field, length)) this.#skip(length);
      else if (field && isMessageName(field.kind) && length > this.#getMaxMessageBytes(field.kind)) {
        const existing = field.occurrence === 'repeated' ? undefined : (message as Fields)[field.name];
        const value = (existing ?? this.#messageReader.startMessage(field.kind, depth + 1)) as Message<
          typeof field.kind
        >;
        await this.readMessage(field.kind, value, this.#position + length, depth + 1);
        setField(message, field, value);
      } else {
        const maxBytes = this.#limits.maxFieldBytes;
        if (length > maxBytes)
          throw reader.createError(valueStart, { reason: 'field-too-large', bytes: length, maxBytes });
        const precedingBytes = reader.position - start;
        if (this.#readyBytes < length) await this.#ensureBytes(length, precedingBytes);
        const { reader: currentReader } = this.#messageReader;
        currentReader.position -= precedingBytes;
        const fieldStart = currentReader.position;
        currentReader.readKey(end - currentReader.origin);
        if (field) this.#messageReader.readValue(field, wire.bytes, message, chunks, end - currentReader.origin, depth);
        else this.#messageReader.storeUnknown(fieldStart, wire.bytes, chunks, end - currentReader.origin);
      }
    }
    this.#messageReader.finish(message, chunks);
  }

  get #position(): number {
    return this.#messageReader.reader.origin + this.#messageReader.reader.position;
  }

  get #readyBytes(): number {
    return this.#messageReader.reader.bytes.length - this.#messageReader.reader.position;
  }

  /** Ensures that the next `count` bytes and the preceding `precedingBytes` bytes are readable. */
  async #ensureBytes(count: number, precedingBytes = 0): Promise<void> {
    if (this.#readyBytes >= count) return;
    const origin = this.#position - precedingBytes;
    const end = Math.min(this.#source.size, origin + Math.max(precedingBytes + count, this.#nextWindow));
    const bytes = new Uint8Array(await this.#source.slice(origin, end).arrayBuffer());
    if (bytes.length < precedingBytes + count) throw createCorruptError(origin, { reason: 'file-shrank' });
    this.#messageReader.reader = new ProtoReader(bytes, origin);
    this.#messageReader.reader.position = precedingBytes;
    this.#nextWindow = Math.min(maxWindowBytes, this.#nextWindow * 2);
  }

  #skip(length: number): void {
    this.#unusedBytes += Math.min(length, this.#readyBytes);
    if (length <= this.#readyBytes) {
      this.#messageReader.reader.position += length;
      return;
    }
    this.#messageReader.reader = new ProtoReader(new Uint8Array(), this.#position + length);
    // One larger request for several small tensors is faster than a request for each.
    if (length > shortSkipBytes || this.#unusedBytes > maxUnusedBytes) this.#nextWindow = this.#limits.afterSkipBytes;
  }

  /** Whether a field contains too many tensor values to read. Lists of strings count as values. */
  #isSkippedList(message: MessageName, { kind }: Field, length: number): boolean {
    const isList = message === 'TensorProto' && (kind === 'bytes' || isPackedKind(kind));
    return isList && this.#limits.skipsLists && length > this.#limits.maxValueBytes;
  }

  #getMaxMessageBytes(kind: MessageName): number {
    const { maxMessageBytes, maxValueBytes } = this.#limits;
    return kind === 'TensorProto' ? Math.min(maxMessageBytes, 2 * maxValueBytes) : maxMessageBytes;
  }
}
