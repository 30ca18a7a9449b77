import type { ByteSource } from '#core/model/model.ts';
import { joinParts, getPartSize, sumPartSizes, type FileParts } from '../file-parts.ts';

/** A metadata entry: key, GGUF type of the value, value. A plural type is an array of the type. */
export type GgufEntry =
  | readonly [key: string, type: 'u8' | 'u32' | 'i32' | 'f32' | 'u64', value: number]
  | readonly [key: string, type: 'bool', value: boolean]
  | readonly [key: string, type: 'text', value: string]
  | readonly [key: string, type: 'u32s' | 'i32s' | 'f32s', value: readonly number[]]
  | readonly [key: string, type: 'texts', value: readonly string[]];

export interface GgufTensor {
  readonly name: string;
  /** Innermost dimension first, as in ggml. */
  readonly dims: readonly number[];
  /** ggml's number of the element type: 0 is float32, 1 is float16. */
  readonly type: number;
  /** The stored data, in memory or in a file, or the number of zero bytes. */
  readonly bytes: number | Uint8Array | ByteSource;
}

/** Value types by their numbers in the GGUF specification (`gguf_metadata_value_type`). */
const typeNumbers = { u8: 0, u32: 4, i32: 5, f32: 6, bool: 7, text: 8, array: 9, u64: 10 };
/** The type of one element of each array type. */
const elementTypes = { u32s: 'u32', i32s: 'i32', f32s: 'f32', texts: 'text' } as const;
/** The format's default for `general.alignment`. */
const alignment = 32;
const encoder = new TextEncoder();

/**
 * Writes a GGUF file into memory.
 * @throws AppError internal if a part of it is in a file
 */
export function writeGguf(
  entries: readonly GgufEntry[],
  tensors: readonly GgufTensor[] = [],
  version = 3,
): Uint8Array<ArrayBuffer> {
  return joinParts(encodeGguf(entries, tensors, version));
}

/**
 * Encodes a GGUF file: header, metadata, tensor infos, then the data of each tensor, aligned to 32 bytes.
 * @param entries encoded entries, such as copies from another file, are written unchanged
 */
export function encodeGguf(
  entries: readonly (GgufEntry | ByteSource)[],
  tensors: readonly GgufTensor[],
  version = 3,
): FileParts {
  const header = new HeaderBytes();
  header.writeInteger(version, 4);
  header.writeInteger(tensors.length, 8);
  header.writeInteger(entries.length, 8);
  for (const entry of entries) {
    if ('arrayBuffer' in entry) header.appendPart(entry);
    else writeEntry(header, entry);
  }
  let dataBytes = 0;
  for (const tensor of tensors) {
    writeTensorInfo(header, tensor, dataBytes);
    dataBytes += align(getTensorSize(tensor));
  }
  const parts = header.finish();
  const headerBytes = sumPartSizes(parts);
  const file = [...parts, new Uint8Array(align(headerBytes) - headerBytes)];
  for (const tensor of tensors) {
    const size = getTensorSize(tensor);
    file.push(typeof tensor.bytes === 'number' ? new Uint8Array(size) : tensor.bytes);
    file.push(new Uint8Array(align(size) - size));
  }
  return file.filter((part) => getPartSize(part) > 0);
}

const align = (size: number): number => Math.ceil(size / alignment) * alignment;
const getTensorSize = ({ bytes }: GgufTensor): number => (typeof bytes === 'number' ? bytes : getPartSize(bytes));

function writeEntry(header: HeaderBytes, [key, type, value]: GgufEntry): void {
  header.writeText(key);
  if (typeof value === 'object') {
    const elementType = elementTypes[type];
    header.writeInteger(typeNumbers.array, 4);
    header.writeInteger(typeNumbers[elementType], 4);
    header.writeInteger(value.length, 8);
    for (const element of value) header.writeValue(elementType, element);
  } else {
    header.writeInteger(typeNumbers[type], 4);
    header.writeValue(type, value);
  }
}

function writeTensorInfo(header: HeaderBytes, { name, dims, type }: GgufTensor, offset: number): void {
  header.writeText(name);
  header.writeInteger(dims.length, 4);
  for (const size of dims) header.writeInteger(size, 8);
  header.writeInteger(type, 4);
  header.writeInteger(offset, 8);
}

/** A little-endian GGUF header that grows as values are written. */
class HeaderBytes {
  readonly #parts: (Uint8Array | ByteSource)[] = [];
  #bytes = new Uint8Array(65_536);
  #length = 0;

  constructor() {
    this.#append(encoder.encode('GGUF'));
  }

  appendPart(source: ByteSource): void {
    this.#parts.push(this.#bytes.slice(0, this.#length), source);
    this.#length = 0;
  }

  finish(): readonly (Uint8Array | ByteSource)[] {
    return [...this.#parts, this.#bytes.subarray(0, this.#length)];
  }

  /** Writes an integer in `width` bytes; negative ones in two's complement. */
  writeInteger(value: number, width: number): void {
    this.#reserve(width);
    for (let byte = 0, remaining = value; byte < width; byte++, remaining = Math.floor(remaining / 256))
      this.#bytes[this.#length++] = remaining;
  }

  /** Writes UTF-8, preceded by its length in bytes. */
  writeText(value: string): void {
    const encoded = encoder.encode(value);
    this.writeInteger(encoded.length, 8);
    this.#append(encoded);
  }

  writeValue(type: Exclude<keyof typeof typeNumbers, 'array'>, value: number | boolean | string): void {
    if (typeof value === 'string') this.writeText(value);
    else if (type === 'f32') this.#append(new Uint8Array(Float32Array.of(Number(value)).buffer));
    else this.writeInteger(Number(value), type === 'u64' ? 8 : type === 'u8' || type === 'bool' ? 1 : 4);
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
