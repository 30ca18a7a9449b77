import { AppError } from '#core/errors/error.ts';
import type { DataType, Tensor, TensorSpec } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import { readBytes, readString, type Pointer } from '../ffi/memory.ts';
import type { LitertApi } from './litert-api.ts';

/** `LiteRtElementType`, with the same numbers as in TFLite's C API. */
const typeCodes: Readonly<Partial<Record<DataType, number>>> = {
  float32: 1,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
  float16: 10,
  float64: 11,
  uint64: 13,
  uint32: 16,
  uint16: 17,
};

/**
 * `LiteRtRankedTensorType`: the element type, then the layout, which is the rank in 7 bits, and 8 sizes and 8 strides
 * of 4 bytes.
 */
const rankedTypeBytes = 72;
const rankOffset = 4;
const sizesOffset = 8;

/** `LiteRtTensorBufferLockMode`. */
const lockForReading = 0;
const lockForWriting = 1;

/** An input or output of a compiled model, with its own memory. */
export interface LitertTensor {
  readonly spec: TensorSpec;
  readonly buffer: Pointer;
  readonly byteLength: number;
}

interface Owner {
  readonly api: LitertApi;
  readonly environment: Pointer;
  readonly graph: Pointer;
  readonly compiled: Pointer;
  readonly model: string;
}

/**
 * Creates a buffer for each input or output of a compiled model.
 * @throws AppError model-unsupported for types that Assay does not support, and for dynamic dimensions
 */
export function readLitertTensors(
  { api, environment, graph, compiled, model }: Owner,
  of: 'Input' | 'Output',
): LitertTensor[] {
  const count = Number(api.get(`LiteRtGetNumSubgraph${of}s`, graph));
  return Array.from({ length: count }, (_, index) => {
    const tensor = api.get(`LiteRtGetSubgraph${of}`, graph, index);
    const ranked = Buffer.alloc(rankedTypeBytes);
    api.do('LiteRtGetRankedTensorType', tensor, ranked);
    const spec = readSpec(readString(api.get('LiteRtGetTensorName', tensor)), ranked, model);
    const requirements = api.get(`LiteRtGetCompiledModel${of}BufferRequirements`, compiled, 0, index);
    const byteLength = Number(api.get('LiteRtGetTensorBufferRequirementsBufferSize', requirements));
    const buffer = api.get('LiteRtCreateManagedTensorBufferFromRequirements', environment, ranked, requirements);
    return { spec, buffer, byteLength };
  });
}

function readSpec(name: string, ranked: Buffer, model: string): TensorSpec {
  const code = ranked.readInt32LE(0);
  const dtype = (Object.keys(typeCodes) as DataType[]).find((type) => typeCodes[type] === code);
  if (!dtype)
    throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: `type ${code}` });
  const rank = ranked.readUInt32LE(rankOffset) & 0x7f;
  const shape = Array.from({ length: rank }, (_, axis) => ranked.readInt32LE(sizesOffset + 4 * axis));
  if (shape.some((size) => size < 0)) {
    throw new AppError('model-unsupported', {
      model,
      reason: 'output-size-unknown',
      output: name,
      shape: shape.join(','),
    });
  }
  return { name, dtype, shape };
}

/** Locks a buffer. The returned address of its memory is valid until it is unlocked. */
function lockBuffer(api: LitertApi, buffer: Pointer, mode: number): Pointer {
  const address = [null] as unknown[];
  api.do('LiteRtLockTensorBuffer', buffer, address, mode);
  return address[0] as Pointer;
}

/** Copies a tensor into the memory of an input. */
export function writeTensor(api: LitertApi, { buffer }: LitertTensor, tensor: Tensor): void {
  const bytes = encodeTensorData(tensor);
  const address = lockBuffer(api, buffer, lockForWriting);
  readBytes(address, bytes.length).set(bytes);
  api.do('LiteRtUnlockTensorBuffer', buffer);
}

/**
 * Copies an output.
 * @param allocate as in `NativeRunOptions`
 */
export function readTensor(
  api: LitertApi,
  { buffer, spec, byteLength }: LitertTensor,
  allocate: (byteLength: number) => Uint8Array<ArrayBuffer>,
): Tensor {
  const copy = allocate(byteLength);
  copy.set(readBytes(lockBuffer(api, buffer, lockForReading), byteLength));
  api.do('LiteRtUnlockTensorBuffer', buffer);
  return readTensorData({ name: spec.name, dtype: spec.dtype, shape: spec.shape as number[] }, copy, 0).tensor;
}
