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
 * Skips of up to `shortSkipBytes` bytes do not reset the window until `maxWastedBytes` fetched bytes were unused. Heuristic, not
 * measured.
 */
const shortSkipBytes = 8 * 1024;
const maxWastedBytes = 256 * 1024;
/** Bytes of the longest key and the longest varint: 5 and 10. */
const maxHeadBytes = 15;

/** Limits on what is read from a file. Heuristic, not measured. */
interface ReadLimits {
  /** The first request. */
  readonly firstWindowBytes: number;
  /** The first request after skipped values. Doubles with every request. */
  readonly afterSkipBytes: number;
  /** Values of a tensor up to this size are read. */
  readonly maxValueBytes: number;
  /** Messages up to this size are read at once, larger ones field by field, so values can be skipped. */
  readonly maxMessageBytes: number;
  /** The maximum size of a field that is read. */
  readonly maxFieldBytes: number;
  /** Whether values in typed fields and lists of strings are also skipped; they cannot be read later. */
  readonly dropsLists: boolean;
}

/** Values up to 1 KiB are shapes, axes and scales, not weights. No name, description or metadata exceeds 32 MiB. */
const headerLimits: ReadLimits = {
  firstWindowBytes: 16 * 1024,
  afterSkipBytes: 1024,
  maxValueBytes: 1024,
  maxMessageBytes: 16 * 1024,
  maxFieldBytes: 32 * 1024 * 1024,
  dropsLists: true,
};
/** A separate request for a tensor below 64 KiB costs more than it saves. */
const bodyLimits: ReadLimits = {
  firstWindowBytes: 64 * 1024,
  afterSkipBytes: 32 * 1024,
  maxValueBytes: 64 * 1024,
  maxMessageBytes: 16 * 1024,
  maxFieldBytes: Infinity,
  dropsLists: false,
};

/**
 * The model without its weights: tensors have name, type, dimensions and data location, and values only if they are
 * few; larger raw values remain in the file (`FileSlice`). Reads the source in slices that start small after every
 * skipped tensor, so little more than the graph itself is fetched.
 * @throws AppError model-corrupt
 */
export function readOnnxHeader(source: ByteSource): Promise<OnnxModel> {
  return walkModel(source, headerLimits);
}

/**
 * The whole model, with large raw values left in the file until they are read (`FileSlice`): the file must not change
 * while the model is in use. Values in typed fields are read.
 * @param maxValues Bytes. Raw values of a tensor up to this size are read.
 * @throws AppError model-corrupt
 */
export function openOnnx(source: ByteSource, maxValues = bodyLimits.maxValueBytes): Promise<OnnxModel> {
  const maxMessageBytes = Math.min(bodyLimits.maxMessageBytes, maxValues);
  return walkModel(source, { ...bodyLimits, maxValueBytes: maxValues, maxMessageBytes });
}

async function walkModel(source: ByteSource, limits: ReadLimits): Promise<OnnxModel> {
  const walk = new ModelWalk(source, limits);
  const model = createEmptyMessage('Model');
  await walk.readMessage('Model', model, source.size, 0);
  if (!model.graph) throw createCorruptError(0, { reason: 'no-graph' });
  return model;
}

class ModelWalk {
  readonly #source: ByteSource;
  readonly #limits: ReadLimits;
  readonly #reading: MessageReader;
  #nextWindow: number;
  /** Bytes of weights that were fetched but not needed. */
  #wasted = 0;

  constructor(source: ByteSource, limits: ReadLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#reading = new MessageReader(new ProtoReader(new Uint8Array()), source.size);
    this.#nextWindow = limits.firstWindowBytes;
  }

  /** Reads a message of any size that ends at `end`, an offset in the source. */
  async readMessage<M extends MessageName>(name: M, message: Message<M>, end: number, depth: number): Promise<void> {
    const chunks: PendingChunks = new Map();
    while (this.#position < end) {
      if (this.#ready < maxHeadBytes) await this.#need(Math.min(maxHeadBytes, end - this.#position));
      const { reader } = this.#reading;
      const start = reader.position;
      const key = reader.readKey(end - reader.origin);
      const field = getField(name, key);
      if ((key & 7) !== wire.bytes) {
        if (field) this.#reading.readValue(field, key & 7, message, chunks, end - reader.origin, depth);
        else this.#reading.storeUnknown(start, key & 7, chunks, end - reader.origin);
        continue;
      }
      const valueStart = reader.position;
      const length = reader.readLength(end - reader.origin);
      if (!field && this.#limits.dropsLists) this.#skip(length);
      else if (field?.kind === 'blob' && length > this.#limits.maxValueBytes) {
        setField(message, field, new FileSlice(this.#source, this.#position, length));
        this.#skip(length);
      } else if (field && this.#drops(name, field, length)) this.#skip(length);
      else if (field && isMessageName(field.kind) && length > this.#maxMessageBytesOf(field.kind)) {
        const before = field.occurrence === 'repeated' ? undefined : (message as Fields)[field.name];
        const made = (before ?? this.#reading.startMessage(field.kind, depth + 1)) as Message<typeof field.kind>;
        await this.readMessage(field.kind, made, this.#position + length, depth + 1);
        setField(message, field, made);
      } else {
        const maxBytes = this.#limits.maxFieldBytes;
        if (length > maxBytes) throw reader.corrupt(valueStart, { reason: 'field-too-large', bytes: length, maxBytes });
        const behind = reader.position - start;
        if (this.#ready < length) await this.#need(length, behind);
        const { reader: refreshed } = this.#reading;
        refreshed.position -= behind;
        const fieldStart = refreshed.position;
        refreshed.readKey(end - refreshed.origin);
        if (field) this.#reading.readValue(field, wire.bytes, message, chunks, end - refreshed.origin, depth);
        else this.#reading.storeUnknown(fieldStart, wire.bytes, chunks, end - refreshed.origin);
      }
    }
    this.#reading.finish(message, chunks);
  }

  get #position(): number {
    return this.#reading.reader.origin + this.#reading.reader.position;
  }

  get #ready(): number {
    return this.#reading.reader.bytes.length - this.#reading.reader.position;
  }

  /** Makes the next `count` bytes and the preceding `behind` bytes readable. */
  async #need(count: number, behind = 0): Promise<void> {
    if (this.#ready >= count) return;
    const origin = this.#position - behind;
    const end = Math.min(this.#source.size, origin + Math.max(behind + count, this.#nextWindow));
    const bytes = new Uint8Array(await this.#source.slice(origin, end).arrayBuffer());
    if (bytes.length < behind + count) throw createCorruptError(origin, { reason: 'file-shrank' });
    this.#reading.reader = new ProtoReader(bytes, origin);
    this.#reading.reader.position = behind;
    this.#nextWindow = Math.min(maxWindowBytes, this.#nextWindow * 2);
  }

  #skip(length: number): void {
    this.#wasted += Math.min(length, this.#ready);
    if (length <= this.#ready) {
      this.#reading.reader.position += length;
      return;
    }
    this.#reading.reader = new ProtoReader(new Uint8Array(), this.#position + length);
    // One larger request for a few small tensors is faster than a request for each.
    if (length > shortSkipBytes || this.#wasted > maxWastedBytes) this.#nextWindow = this.#limits.afterSkipBytes;
  }

  /** Whether a field contains too many tensor values to read. Lists of strings are values too. */
  #drops(message: MessageName, { kind }: Field, length: number): boolean {
    const isList = message === 'TensorProto' && (kind === 'bytes' || isPackedKind(kind));
    return isList && this.#limits.dropsLists && length > this.#limits.maxValueBytes;
  }

  #maxMessageBytesOf(kind: MessageName): number {
    const { maxMessageBytes, maxValueBytes } = this.#limits;
    return kind === 'TensorProto' ? Math.min(maxMessageBytes, 2 * maxValueBytes) : maxMessageBytes;
  }
}
