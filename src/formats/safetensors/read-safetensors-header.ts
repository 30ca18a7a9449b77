import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { countElements } from '#graph/weight-counts.ts';
import { ByteReader } from '../byte-reader.ts';
import { maxTextLength } from '../format.ts';
import { asArray, asNonNegativeInteger, asObject, asString, parseJson } from '../json.ts';

export interface SafeTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Offset of the values in the file. */
  readonly start: number;
  readonly parameters: number;
  readonly bytes: number;
}

/** Bits per element. Source: `Dtype::bitsize` of the safetensors library 0.8. */
const bits: Readonly<Record<string, number>> = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
};

/**
 * Reads the tensors and the free-text metadata. A file has a header length of 8 bytes, a JSON header, and weights
 * without gaps.
 * @throws AppError model-corrupt if sizes contradict each other or the weights are truncated
 */
export async function readTensors(
  source: ByteSource,
): Promise<{ tensors: SafeTensor[]; metadata: Record<string, string> }> {
  const reader = new ByteReader(source, 'safetensors');
  await reader.ensureBytes(8);
  const length = reader.readCount();
  await reader.ensureBytes(length);
  const header = asObject(parseJson(reader.readBytes(length), 'safetensors')) ?? fail({ reason: 'json-not-object' });
  const { __metadata__: metadata, ...entries } = header;
  let dataEnd = 0;
  const tensors = Object.entries(entries).map(([name, value]) => {
    const { tensor, end } = readTensor(name, value, 8 + length);
    dataEnd = Math.max(dataEnd, end);
    return tensor;
  });
  const weightBytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  if (weightBytes !== dataEnd) fail({ reason: 'tensors-overlap' });
  const expectedBytes = 8 + length + dataEnd;
  const sizeBytes = source.size;
  if (sizeBytes < expectedBytes) fail({ reason: 'weights-cut-off', sizeBytes, expectedBytes });
  if (sizeBytes > expectedBytes) fail({ reason: 'bytes-after-weights', extraBytes: sizeBytes - expectedBytes });
  const texts = Object.entries(asObject(metadata) ?? {}).filter(([, value]) => typeof value === 'string');
  return {
    tensors,
    metadata: Object.fromEntries(texts.map(([key, value]) => [key, String(value).slice(0, maxTextLength)])),
  };
}

function readTensor(name: string, value: unknown, dataStart: number): { tensor: SafeTensor; end: number } {
  const entry = asObject(value);
  const tensor = name.slice(0, 80);
  const dtype = asString(entry?.dtype);
  const width =
    (dtype !== null && Object.hasOwn(bits, dtype) && bits[dtype]) ||
    fail({ reason: 'tensor-type-unknown', tensor, type: String(dtype).slice(0, 40) });
  const shape = asArray(entry?.shape).map(
    (size) => asNonNegativeInteger(size) ?? fail({ reason: 'tensor-shape-invalid', tensor }),
  );
  const [begin, end] = asArray(entry?.data_offsets).map(asNonNegativeInteger);
  if (begin === undefined || begin === null || end === undefined || end === null || end < begin) {
    return fail({ reason: 'tensor-offsets-invalid', tensor });
  }
  const parameters = countElements(shape, 'safetensors');
  const bytes = end - begin;
  if (parameters * width !== bytes * 8) {
    fail({ reason: 'tensor-bytes-mismatch', tensor, shape: shape.slice(0, 8).join(','), actualBytes: bytes });
  }
  return { tensor: { name, dtype: String(dtype), shape, start: dataStart + begin, parameters, bytes }, end };
}

function fail(fault: FormatFault): never {
  throw createCorruptModelError('safetensors', fault);
}
