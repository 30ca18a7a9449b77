import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { operatorNames } from './operator-names.ts';
import { FlatBufferTable } from './flatbuffer-table.ts';
import type { SparseBytes } from './sparse-bytes.ts';

export interface TfliteTensor {
  readonly name: string;
  readonly dtype: string;
  /** The sizes at conversion; a free dimension is 1 here and -1 in `signature`. */
  readonly shape: readonly number[];
  readonly signature: readonly number[];
  /** The number of scales: 1 per tensor, more per channel, or 0 if not quantised. */
  readonly scales: number;
  readonly buffer: number;
  readonly isVariable: boolean;
}

export interface TfliteOperator {
  readonly type: string;
  /** Indices of tensors; -1 is an omitted optional input. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: FlatBufferTable | null;
}

export interface Subgraph {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
}

export interface TfliteModel {
  readonly version: number;
  readonly description: string | null;
  readonly subgraphs: readonly Subgraph[];
  /** Names of the first subgraph's tensors in the first signature. */
  readonly signatureNames: ReadonlyMap<number, string>;
  /** Whether the buffer of a tensor that needs `bytes` is empty. */
  isEmptyBuffer(index: number, bytes: number): boolean;
  /** Byte range of a buffer's content in the file; `null` if it is empty. */
  locateBuffer(index: number): { readonly start: number; readonly length: number } | null;
  /** Texts of the buffer `min_runtime_version` and of the model metadata table, if present. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Types by number, with NumPy's names if it has the type. Source: `TensorType` of the TFLite schema. */
const dtypes = [
  'float32',
  'float16',
  'int32',
  'uint8',
  'int64',
  'string',
  'bool',
  'int16',
  'complex64',
  'int8',
  'float64',
  'complex128',
  'uint64',
  'resource',
  'variant',
  'uint32',
  'uint16',
  'int4',
  'bfloat16',
];

/**
 * Field numbers follow TFLite's schema.fbs, version 3.
 * @throws AppError model-corrupt
 */
export function readModel(bytes: SparseBytes): TfliteModel {
  const root = FlatBufferTable.fromOffset(bytes);
  const codes = root.tables(1).map(getOperatorName);
  const subgraphs = root.tables(2).map((subgraph) => readSubgraph(subgraph, codes));
  if (subgraphs.length === 0) fail({ reason: 'no-graph' });
  const signature = root.tables(7).find((signature) => signature.u32(4) === 0);
  const signatureEntries = [...(signature?.tables(0) ?? []), ...(signature?.tables(1) ?? [])];
  return {
    version: root.u32(0),
    description: root.text(3),
    subgraphs,
    signatureNames: new Map(signatureEntries.map((entry) => [entry.u32(1), entry.text(0) ?? ''])),
    isEmptyBuffer: findEmptyBuffers(root),
    locateBuffer: (index) => locateBuffer(root, index),
    texts: readTexts(root),
  };
}

/**
 * Finds empty buffers by the addresses of their tables, which are adjacent. A table is read only if the next one is too
 * close for any content in between. It may contain an offset outside the FlatBuffer (fields 1, 2) instead of content.
 */
function findEmptyBuffers(root: FlatBufferTable): TfliteModel['isEmptyBuffer'] {
  const vector = root.vector(4);
  const slots = Array.from({ length: vector?.length ?? 0 }, (_, index) => (vector?.start ?? 0) + 4 * index);
  const addresses = slots.map((slot) => slot + root.bytes.u32(slot));
  const sorted = addresses.toSorted((a, b) => a - b);
  return (index, bytes) => {
    const address = addresses[index];
    if (address === undefined) return true;
    const next = sorted[findFirstAbove(sorted, address)] ?? root.bytes.size;
    if (next - address >= bytes) return false;
    const table = new FlatBufferTable(root.bytes, address);
    return !table.vector(0, Number.MAX_SAFE_INTEGER)?.length && table.u32(1) <= 1;
  };
}

/** Locates a buffer in its table or, in files above 2 GiB, after the FlatBuffer (fields 1, 2). */
function locateBuffer(root: FlatBufferTable, index: number): { start: number; length: number } | null {
  const vector = root.vector(4);
  if (!vector || index >= vector.length) return null;
  const table = FlatBufferTable.fromOffset(root.bytes, vector.start + 4 * index);
  const content = table.vector(0, Number.MAX_SAFE_INTEGER);
  if (content?.length) return content;
  const [start, length] = [table.u64(1), table.u64(2)];
  return start > 1 && length > 0 ? { start, length } : null;
}

/** Returns the index of the first of the ascending numbers that exceeds `limit`. */
function findFirstAbove(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((sorted[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Codes above 127 are only in the newer of two fields; smaller ones are in the older one, and possibly in both. */
function getOperatorName(code: FlatBufferTable): string {
  const builtin = Math.max(code.i8(0), code.i32(3));
  const name = operatorNames[builtin] ?? `BUILTIN_${builtin}`;
  return name === 'CUSTOM' ? `custom::${code.text(1) ?? ''}` : name;
}

function readSubgraph(subgraph: FlatBufferTable, codes: readonly string[]): Subgraph {
  const tensors = subgraph.tables(0).map(readTensor);
  const operators = subgraph.tables(3).map((operator) => ({
    type: codes[operator.u32(0)] ?? fail({ reason: 'operator-code-invalid', index: operator.u32(0) }),
    inputs: checkIndices(operator.i32s(1), tensors.length),
    outputs: checkIndices(operator.i32s(2), tensors.length),
    options: operator.table(4),
  }));
  const inputs = checkIndices(subgraph.i32s(1), tensors.length);
  return { tensors, inputs, outputs: checkIndices(subgraph.i32s(2), tensors.length), operators };
}

function readTensor(tensor: FlatBufferTable): TfliteTensor {
  const shape = tensor.i32s(0) ?? [];
  const type = tensor.u8(1);
  return {
    name: tensor.text(3) ?? '',
    dtype: dtypes[type] ?? `type ${type}`,
    shape,
    signature: tensor.i32s(7) ?? shape,
    scales: tensor.table(4)?.vector(2)?.length ?? 0,
    buffer: tensor.u32(2),
    isVariable: tensor.u8(5) !== 0,
  };
}

function checkIndices(indices: readonly number[] | null, count: number): readonly number[] {
  for (const index of indices ?? []) {
    if (index < -1 || index >= count) fail({ reason: 'tensor-index-invalid', index, count });
  }
  return indices ?? [];
}

/** `min_runtime_version` is text in a buffer; `TFLITE_METADATA` a separate FlatBuffer (metadata_schema.fbs). */
function readTexts(root: FlatBufferTable): Map<string, string> {
  const texts = new Map<string, string>();
  const buffers = root.vector(4);
  for (const entry of root.tables(6)) {
    const [name, index] = [entry.text(0), entry.u32(1)];
    if (!buffers || index >= buffers.length) continue;
    const content = FlatBufferTable.fromOffset(root.bytes, buffers.start + 4 * index).vector(
      0,
      Number.MAX_SAFE_INTEGER,
    );
    if (!content) continue;
    if (name === 'min_runtime_version') {
      texts.set(name, root.bytes.text(content.start, Math.min(content.length, 16)).replace(/\0.*$/s, ''));
    } else if (name === 'TFLITE_METADATA') {
      const metadata = FlatBufferTable.fromOffset(root.bytes, content.start);
      for (const [field, key] of ['name', 'description', 'version', '', 'author', 'license'].entries()) {
        const value = key && metadata.text(field);
        if (value) texts.set(key, value);
      }
    }
  }
  return texts;
}

function fail(fault: FormatFault): never {
  throw createCorruptModelError('tflite', fault);
}
