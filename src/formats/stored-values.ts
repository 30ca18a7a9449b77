import { fromFloat16 } from '#core/encoding/float16.ts';
import type { ByteSource } from '#core/model/model.ts';
import { getBitsPerElement } from '#graph/element-types.ts';
import type { StoredValues } from '#graph/tensor-statistics.ts';

/** Bytes of a chunk, a multiple of the size of every element. Heuristic, not measured. */
const chunkBytes = 4 * 1024 * 1024;

type Decode = (bytes: ArrayBuffer, elements: number) => ArrayLike<number>;

/** All formats store values in little-endian order, like every machine that runs a browser. */
const decoders: Readonly<Record<string, Decode>> = {
  float32: (bytes) => new Float32Array(bytes),
  float64: (bytes) => new Float64Array(bytes),
  float16: (bytes) => Float32Array.from(new Uint16Array(bytes), fromFloat16),
  bfloat16: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (high) => high * 65_536).buffer),
  int64: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
  uint64: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number),
  int32: (bytes) => new Int32Array(bytes),
  uint32: (bytes) => new Uint32Array(bytes),
  int16: (bytes) => new Int16Array(bytes),
  uint16: (bytes) => new Uint16Array(bytes),
  int8: (bytes) => new Int8Array(bytes),
  uint8: (bytes) => new Uint8Array(bytes),
  bool: (bytes) => new Uint8Array(bytes),
  int4: (bytes, elements) => unpack(bytes, elements, (nibble) => (nibble << 28) >> 28),
  uint4: (bytes, elements) => unpack(bytes, elements, (nibble) => nibble),
};

/** Decodes two elements per byte, the first in the lower four bits. */
function unpack(bytes: ArrayBuffer, elements: number, decode: (nibble: number) => number): Int8Array {
  const packed = new Uint8Array(bytes);
  return Int8Array.from({ length: elements }, (_, index) => decode((packed[index >> 1]! >> (4 * (index & 1))) & 15));
}

/** Opens `elements` packed elements in `source`; `null` if the type is not numeric or not supported. */
export function openStoredValues(dtype: string, elements: number, source: ByteSource): StoredValues | null {
  const decode = Object.hasOwn(decoders, dtype) ? decoders[dtype] : undefined;
  if (!decode) return null;
  const bits = getBitsPerElement(dtype);
  const elementsPerChunk = (8 * chunkBytes) / bits;
  return {
    elements,
    async *readChunks() {
      for (let offset = 0; offset < elements; offset += elementsPerChunk) {
        const count = Math.min(elementsPerChunk, elements - offset);
        const [start, end] = [(offset * bits) / 8, Math.ceil(((offset + count) * bits) / 8)];
        yield decode(await source.slice(start, end).arrayBuffer(), count);
      }
    },
  };
}

/** Wraps values in memory as one chunk. */
export function toStoredValues(data: ArrayLike<number>): StoredValues {
  return {
    elements: data.length,
    async *readChunks() {
      yield data;
    },
  };
}

/** Opens values stored in blocks of `blockBytes` bytes; `decode` is called with complete blocks. */
export function openBlockValues(
  source: ByteSource,
  {
    elements,
    blockBytes,
    decode,
  }: { elements: number; blockBytes: number; decode: (bytes: Uint8Array) => ArrayLike<number> },
): StoredValues {
  const stepBytes = Math.floor(chunkBytes / blockBytes) * blockBytes;
  return {
    elements,
    async *readChunks() {
      for (let start = 0; start < source.size; start += stepBytes) {
        yield decode(new Uint8Array(await source.slice(start, Math.min(start + stepBytes, source.size)).arrayBuffer()));
      }
    },
  };
}
