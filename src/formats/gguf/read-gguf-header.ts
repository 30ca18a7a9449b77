import { AppError } from '#core/errors/error.ts';
import type { FormatFault } from '#core/errors/format-fault.ts';
import type { ByteSource } from '#core/model/model.ts';
import { countElements } from '#graph/weight-counts.ts';
import { ByteReader } from '../byte-reader.ts';
import { ggmlTypesByNumber, type GgmlTypeName } from './ggml-types.ts';

/** A metadata value. For a long array only the length is retained: a tokenizer's 150,000 strings are never created. */
export type GgufValue = number | bigint | boolean | string | GgufArray;
export interface GgufArray {
  readonly length: number;
  /** `null` if the array is nested or longer than the limit. */
  readonly items: readonly (number | bigint | boolean | string)[] | null;
}

export interface GgufTensor {
  readonly name: string;
  readonly type: GgmlTypeName;
  /** Innermost dimension first, as in ggml. */
  readonly dims: readonly number[];
  readonly parameters: number;
  readonly bytes: number;
  /** Offset of its data in the file. */
  readonly start: number;
}

export interface GgufHeader {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** Byte range of each metadata entry in the file; `end` is exclusive. */
  readonly entryRanges: ReadonlyMap<string, readonly [start: number, end: number]>;
  readonly tensors: readonly GgufTensor[];
}

/** Limits far above any real model; larger counts are rejected before memory is allocated. */
const maxEntries = 65_536;
const maxItems = 4_000_000;
const maxArrayDepth = 4;
const maxRank = 8;
const maxRetainedItems = 1024;
const maxStringLength = 1024 * 1024;
const maxCharacters = 16 * 1024 * 1024;

/** Whether a file begins with GGUF's magic bytes. */
export const hasGgufMagic = (head: Uint8Array): boolean =>
  head[0] === 0x47 && head[1] === 0x47 && head[2] === 0x55 && head[3] === 0x46;

const [typeBool, typeString, typeArray] = [7, 8, 9];
/** Bytes of the fixed-size value types, by type number (GGUF specification, `gguf_metadata_value_type`). */
const fixedBytes = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [typeBool, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

/**
 * Reads the header of a little-endian GGUF file of version 2 or 3.
 * @throws AppError model-unsupported for version 1, later versions, big-endian files and unknown tensor types
 * @throws AppError model-corrupt for any violation of the format, including truncated weights
 * @param retainedArrays keys of arrays to retain, regardless of their length
 */
export async function readGgufHeader(source: ByteSource, retainedArrays: readonly string[] = []): Promise<GgufHeader> {
  const reader = new ByteReader(source, 'gguf');
  await reader.ensureBytes(24);
  if (!hasGgufMagic(reader.readBytes(4))) reader.fail({ reason: 'gguf-magic-missing' });
  const version = reader.u32();
  if (version !== 2 && version !== 3) throw createUnsupportedError(createVersionFault(version));
  const tensorCount = reader.readCount();
  const entryCount = reader.readCount();
  if (tensorCount > maxEntries) reader.fail({ reason: 'too-many-tensors', count: tensorCount, max: maxEntries });
  if (entryCount > maxEntries) reader.fail({ reason: 'too-many-metadata-entries', count: entryCount, max: maxEntries });

  const { metadata, entryRanges } = await readMetadata(reader, entryCount, retainedArrays);
  const infos: TensorInfo[] = [];
  let dataEnd = 0;
  for (let index = 0; index < tensorCount; index++) {
    const tensor = await readTensor(reader);
    infos.push(tensor);
    dataEnd = Math.max(dataEnd, tensor.offset + tensor.bytes);
  }
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1) {
    reader.fail({ reason: 'alignment-invalid', alignment: String(alignment).slice(0, 80) });
  }
  const dataStart = Math.ceil(reader.position / Number(alignment)) * Number(alignment);
  const expectedBytes = dataStart + dataEnd;
  if (infos.length > 0 && expectedBytes > reader.size) {
    reader.fail({ reason: 'weights-cut-off', sizeBytes: reader.size, expectedBytes });
  }
  const tensors = infos.map(({ name, type, dims, parameters, bytes, offset }): GgufTensor => ({
    name,
    type,
    dims,
    parameters,
    bytes,
    start: dataStart + offset,
  }));
  return { version, metadata, entryRanges, tensors };
}

async function readMetadata(
  reader: ByteReader,
  count: number,
  retainedArrays: readonly string[],
): Promise<Pick<GgufHeader, 'metadata' | 'entryRanges'>> {
  const metadata = new Map<string, GgufValue>();
  const entryRanges = new Map<string, readonly [start: number, end: number]>();
  const budget = { characters: maxCharacters, items: maxItems, maxRetainedItems };
  for (let index = 0; index < count; index++) {
    const start = reader.position;
    const key = await readString(reader, budget);
    await reader.ensureBytes(4);
    budget.maxRetainedItems = retainedArrays.includes(key) ? maxItems : maxRetainedItems;
    metadata.set(key, await readValue(reader, reader.u32(), budget, 0));
    entryRanges.set(key, [start, reader.position]);
  }
  return { metadata, entryRanges };
}

interface Budget {
  characters: number;
  items: number;
  /** Longer arrays are skipped. */
  maxRetainedItems: number;
}

async function readValue(reader: ByteReader, type: number, budget: Budget, depth: number): Promise<GgufValue> {
  if (type === typeArray) return readArray(reader, budget, depth);
  if (type === typeString) return readString(reader, budget);
  await reader.ensureBytes(fixedBytes.get(type) ?? reader.fail({ reason: 'metadata-type-unknown', type }));
  switch (type) {
    case 0:
      return reader.u8();
    case 1:
      return reader.i8();
    case 2:
      return reader.u16();
    case 3:
      return reader.i16();
    case 4:
      return reader.u32();
    case 5:
      return reader.i32();
    case 6:
      return reader.f32();
    case typeBool:
      return reader.u8() !== 0;
    case 10:
      return toNumberIfSafe(reader.u64());
    case 11:
      return toNumberIfSafe(reader.i64());
    default:
      return reader.f64();
  }
}

async function readArray(reader: ByteReader, budget: Budget, depth: number): Promise<GgufArray> {
  if (depth >= maxArrayDepth) reader.fail({ reason: 'nested-too-deep', maxDepth: maxArrayDepth });
  await reader.ensureBytes(12);
  const type = reader.u32();
  const length = reader.readCount();
  budget.items -= length;
  if (budget.items < 0) reader.fail({ reason: 'array-too-long', length });
  if (type === typeArray) {
    for (let index = 0; index < length; index++) await readArray(reader, budget, depth + 1);
    return { length, items: null };
  }
  if (length > budget.maxRetainedItems) {
    if (type === typeString) await skipStrings(reader, length);
    else reader.skip(length * (fixedBytes.get(type) ?? reader.fail({ reason: 'metadata-type-unknown', type })));
    return { length, items: null };
  }
  const items: (number | bigint | boolean | string)[] = [];
  for (let index = 0; index < length; index++) {
    const item = await readValue(reader, type, budget, depth + 1);
    if (typeof item !== 'object') items.push(item);
  }
  return { length, items };
}

async function readString(reader: ByteReader, budget: Budget): Promise<string> {
  await reader.ensureBytes(8);
  const length = reader.readCount();
  if (length > maxStringLength) reader.fail({ reason: 'field-too-large', bytes: length, maxBytes: maxStringLength });
  budget.characters -= length;
  if (budget.characters < 0) reader.fail({ reason: 'too-much-metadata-text', maxBytes: maxCharacters });
  await reader.ensureBytes(length);
  // A token can be the byte order mark.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(reader.readBytes(length));
}

async function skipStrings(reader: ByteReader, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    // Awaits only at the end of a window, so half a million tokens take tens of milliseconds.
    if (reader.readyBytes < 8) await reader.ensureBytes(8);
    const length = reader.readCount();
    if (length > reader.readyBytes) await reader.ensureBytes(length);
    reader.skip(length);
  }
}

interface TensorInfo extends Omit<GgufTensor, 'start'> {
  /** Offset from the start of the tensor data section. */
  readonly offset: number;
}

async function readTensor(reader: ByteReader): Promise<TensorInfo> {
  const name = await readString(reader, { characters: maxStringLength, items: 0, maxRetainedItems });
  await reader.ensureBytes(4);
  const rank = reader.u32();
  const tensor = name.slice(0, 80);
  if (rank > maxRank) reader.fail({ reason: 'tensor-rank-too-high', tensor, rank, max: maxRank });
  await reader.ensureBytes(rank * 8 + 12);
  const dims = Array.from({ length: rank }, reader.readCount);
  const typeId = reader.u32();
  const type = ggmlTypesByNumber.get(typeId);
  if (!type) throw createUnsupportedError({ reason: 'tensor-type-unknown', tensor, type: String(typeId) });
  const parameters = countElements(dims, 'gguf');
  const rowElements = dims[0] ?? 1;
  if (rowElements % type.block !== 0) {
    reader.fail({ reason: 'tensor-rows-invalid', tensor, rowElements, blockElements: type.block });
  }
  const bytes = (parameters / type.block) * type.bytes;
  return { name, type: type.name, dims, parameters, bytes, offset: reader.readCount() };
}

const toNumberIfSafe = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

function createVersionFault(version: number): FormatFault {
  if (version === 1) return { reason: 'gguf-version-1' };
  if (version > 0 && version % 0x1000000 === 0) return { reason: 'gguf-big-endian' };
  return { reason: 'gguf-version', version };
}

const createUnsupportedError = (fault: FormatFault): AppError =>
  new AppError('model-unsupported', { model: 'gguf', ...fault });
