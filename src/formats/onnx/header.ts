import type { ByteSource } from '#core/model.ts';
import type { OnnxModel } from './model.ts';
import { corrupt, ProtoReader, wire } from './protobuf.ts';
import { fieldFor, place, Reading, type Fields, type Pieces } from './read.ts';
import { emptyMessage, isMessageName, isPackedKind, type Field, type Message, type MessageName } from './schema.ts';

/** Bytes first asked for after skipped weights: the next tensor's name and dimensions. Doubles as reading goes on. */
const afterJump = 1024;
/** Bytes of the first request and of the largest; chosen. */
const firstWindow = 16 * 1024;
const maxWindow = 1024 * 1024;
/** Jumps of up to `shortJump` bytes keep the window until `maxWaste` bytes were fetched for nothing; chosen. */
const shortJump = 8 * 1024;
const maxWaste = 256 * 1024;
/** Bytes. Values of tensors up to this size are read: they are shapes, axes and scales, not weights. */
const maxValues = 1024;
/** Bytes. Messages up to this size are read at once, larger ones field by field, so that weights can be skipped. */
const maxAtOnce = 16 * 1024;
const maxTensorBytesAtOnce = 2 * maxValues;
/** Bytes. No name, description or metadata is longer. */
const maxText = 32 * 1024 * 1024;
/** Bytes of the longest key and the longest varint: 5 and 10. */
const maxHeadBytes = 15;

/**
 * The model without its weights: tensors keep name, type, dimensions and where their data is, and values only if they
 * are few. Reads the source in slices that start small after every skipped tensor, so that little more than the graph
 * itself is fetched.
 * @throws AppError model-corrupt
 */
export async function readOnnxHeader(source: ByteSource): Promise<OnnxModel> {
  const walk = new HeaderWalk(source);
  const model = emptyMessage('Model');
  await walk.message('Model', model, source.size, 0);
  if (!model.graph) throw corrupt(0, 'there is no graph in it');
  return model;
}

class HeaderWalk {
  readonly #source: ByteSource;
  readonly #reading = new Reading(new ProtoReader(new Uint8Array()));
  #nextWindow = firstWindow;
  /** Bytes of weights that were fetched for nothing. */
  #wasted = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Reads a message of any size that ends at `end`, an offset in the source. */
  async message<M extends MessageName>(name: M, message: Message<M>, end: number, depth: number): Promise<void> {
    const pieces: Pieces = new Map();
    while (this.#position < end) {
      if (this.#ready < maxHeadBytes) await this.#need(Math.min(maxHeadBytes, end - this.#position));
      const { reader } = this.#reading;
      const start = reader.position;
      const key = reader.key(end - reader.origin);
      const field = fieldFor(name, key);
      if ((key & 7) !== wire.bytes) {
        if (field) this.#reading.value(field, key & 7, message, pieces, end - reader.origin, depth);
        else this.#reading.unknown(start, key & 7, pieces, end - reader.origin);
        continue;
      }
      const valueStart = reader.position;
      const length = reader.length(end - reader.origin);
      if (!field || isSkipped(name, field, length)) this.#skip(length);
      else if (
        isMessageName(field.kind) &&
        length > (field.kind === 'TensorProto' ? maxTensorBytesAtOnce : maxAtOnce)
      ) {
        const before = field.occurrence === 'repeated' ? undefined : (message as Fields)[field.name];
        const made = (before ?? this.#reading.startMessage(field.kind, depth + 1)) as Message<typeof field.kind>;
        await this.message(field.kind, made, this.#position + length, depth + 1);
        place(message, field, made);
      } else {
        if (length > maxText) throw reader.corrupt(valueStart, `a ${field.name} of ${length} bytes`);
        const behind = reader.position - valueStart;
        if (this.#ready < length) await this.#need(length, behind);
        const { reader: refreshed } = this.#reading;
        refreshed.position -= behind;
        this.#reading.value(field, wire.bytes, message, pieces, end - refreshed.origin, depth);
      }
    }
    this.#reading.finish(message, pieces);
  }

  get #position(): number {
    return this.#reading.reader.origin + this.#reading.reader.position;
  }

  get #ready(): number {
    return this.#reading.reader.bytes.length - this.#reading.reader.position;
  }

  /** Makes the next `count` bytes readable, and the `behind` bytes before them. */
  async #need(count: number, behind = 0): Promise<void> {
    if (this.#ready >= count) return;
    const origin = this.#position - behind;
    const end = Math.min(this.#source.size, origin + Math.max(behind + count, this.#nextWindow));
    const bytes = new Uint8Array(await this.#source.slice(origin, end).arrayBuffer());
    if (bytes.length < behind + count) throw corrupt(origin, 'the file became shorter while it was read');
    this.#reading.reader = new ProtoReader(bytes, origin);
    this.#reading.reader.position = behind;
    this.#nextWindow = Math.min(maxWindow, this.#nextWindow * 2);
  }

  #skip(length: number): void {
    this.#wasted += Math.min(length, this.#ready);
    if (length <= this.#ready) {
      this.#reading.reader.position += length;
      return;
    }
    this.#reading.reader = new ProtoReader(new Uint8Array(), this.#position + length);
    // Among small tensors, one larger request that fetches a few of them beats a request for each.
    if (length > shortJump || this.#wasted > maxWaste) this.#nextWindow = afterJump;
  }
}

/** Whether a field holds so many values of a tensor that they are skipped. Lists of strings are values, too. */
function isSkipped(message: MessageName, { kind }: Field, length: number): boolean {
  return message === 'TensorProto' && (kind === 'bytes' || isPackedKind(kind)) && length > maxValues;
}
