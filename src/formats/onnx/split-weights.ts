import type { ByteSource } from '#core/model.ts';
import { ByteReader } from '../byte-reader.ts';
import { message } from './model.ts';
import { joinBytes } from './packed.ts';
import { ProtoWriter, varintSize, wire } from './protobuf.ts';
import { schema } from './schema.ts';
import { writeMessage } from './write.ts';

/** Smaller tensors stay in the graph: each fetch costs more than it saves. The limit is chosen. */
const minSplitBytes = 64 * 1024;
/** What stays is copied in steps of this many bytes. */
const stepBytes = 4 * 1024 * 1024;
/** TensorProto.DataLocation.EXTERNAL */
const external = 1;

const graphKey = schema.Model.graph[0] * 8 + wire.bytes;
const initializerKey = schema.Graph.initializers[0] * 8 + wire.bytes;
const rawDataKey = schema.TensorProto.rawData[0] * 8 + wire.bytes;

/**
 * The model with its large initializers pointing back into the file that they lie in, so that an engine which reads
 * external data tensor by tensor never needs the file as a whole. Only what stays is read from `source`; every other
 * field comes through as it is, known or not. Values outside `raw_data`, in subgraphs and in nodes stay.
 *
 * @param location The name under which the engine will find `source` itself, as a file of external data.
 * @param minBytes Initializers that take less stay.
 * @throws AppError model-corrupt
 */
export async function splitWeights(
  source: ByteSource,
  location: string,
  minBytes = minSplitBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new ByteReader(source, 'onnx');
  return rewrite(reader, reader.size, (key, graphBytes) => {
    if (key !== graphKey) return null;
    return rewrite(reader, reader.position + graphBytes, (inner, bytes) =>
      inner === initializerKey && bytes >= minBytes ? pointing(reader, reader.position + bytes, location) : null,
    );
  });
}

/** An initializer with the place of its raw values instead of them; as it is where it has none. */
async function pointing(reader: ByteReader, end: number, location: string): Promise<Uint8Array<ArrayBuffer>> {
  let raw: { readonly offset: number; readonly length: number } | undefined;
  const kept = await rewrite(reader, end, (key, length) => {
    if (key !== rawDataKey) return null;
    raw = { offset: reader.position, length }; // of two, the later counts, as everywhere in protobuf
    reader.skip(length);
    return 'dropped';
  });
  if (!raw) return kept;
  const place = Object.entries({ location, offset: `${raw.offset}`, length: `${raw.length}` });
  const added = message('TensorProto', {
    externalData: place.map(([key, value]) => message('StringPair', { key, value })),
    dataLocation: external,
  });
  return joinBytes([kept, writeMessage('TensorProto', added)]); // messages one after the other merge
}

/**
 * Called with the reader at a field's content: reads it and returns the new content, or 'dropped' to leave the field
 * out; or moves nothing and returns null, to keep the field as it is.
 */
type Replace = (key: number, length: number) => Promise<Uint8Array> | 'dropped' | null;

/** The message that lasts up to `end`, with what `replace` makes of its length-delimited fields. */
async function rewrite(reader: ByteReader, end: number, replace: Replace): Promise<Uint8Array<ArrayBuffer>> {
  const written = new Sink();
  while (reader.position < end) {
    const key = await readVarint(reader);
    const wireType = key % 8;
    if (wireType === wire.bytes) {
      const length = await readVarint(reader);
      if (length > end - reader.position) reader.fail(`a length of ${length} where ${end - reader.position} are left`);
      const replaced = await replace(key, length);
      if (replaced === 'dropped') continue;
      written.varint(key);
      written.varint(replaced?.length ?? length);
      if (replaced) written.append(replaced);
      else await copy(reader, length, written);
    } else {
      written.varint(key);
      if (wireType === wire.fixed32) await copy(reader, 4, written);
      else if (wireType === wire.fixed64) await copy(reader, 8, written);
      else if (wireType === wire.varint) await copyVarint(reader, written);
      else reader.fail(`wire type ${wireType} is not one of the format's`);
    }
  }
  if (reader.position > end) reader.fail('a value lasts longer than its message');
  return written.bytes();
}

async function copy(reader: ByteReader, length: number, to: Sink): Promise<void> {
  for (let left = length; left > 0;) {
    const step = Math.min(left, stepBytes);
    await reader.need(step);
    to.append(reader.bytes(step));
    left -= step;
  }
}

async function copyVarint(reader: ByteReader, to: Sink): Promise<void> {
  for (let more = true; more;) {
    await reader.need(1);
    const byte = reader.bytes(1);
    to.append(byte);
    more = (byte[0] ?? 0) >= 0x80;
  }
}

/** A key or a length. */
async function readVarint(reader: ByteReader): Promise<number> {
  let value = 0;
  for (let factor = 1; factor <= Number.MAX_SAFE_INTEGER; factor *= 0x80) {
    await reader.need(1);
    const byte = reader.u8();
    value += (byte & 0x7f) * factor;
    if (byte < 0x80 && Number.isSafeInteger(value)) return value;
  }
  return reader.fail('a number is too long');
}

/** A buffer that grows, for output whose length is not known beforehand. */
class Sink {
  #bytes = new Uint8Array(256);
  #length = 0;

  append(view: Uint8Array): void {
    const needed = this.#length + view.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(view, this.#length);
    this.#length = needed;
  }

  varint(value: number): void {
    const writer = new ProtoWriter(varintSize(value));
    writer.varint(value);
    this.append(writer.bytes);
  }

  /** A view; the sink is done with. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }
}
