import { AppError } from '#core/errors/error.ts';
import type { DataType, Tensor, TensorSpec } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import { readBytes, readString, type Pointer } from '../ffi/memory.ts';
import type { LitertApi } from './litert-api.ts';

/** The values of `LiteRtElementType`, which equal those of TFLite's C API. */
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
 * `LiteRtRankedTensorType`: the element type, then the layout, which consists of the rank in 7 bits, 8 sizes and 8 strides,
 * each of 4 bytes.
 */
const rankedTypeBytes = 72;
const rankOffset = 4;
const sizesOffset = 8;

/** `LiteRtTensorBufferLockMode`. */
const lockModeRead = 0;
const lockModeWrite = 1;

/** An input or output of a compiled model, with its buffer. */
export interface LitertTensor {
  readonly spec: TensorSpec;
  readonly buffer: Pointer;
  readonly byteLength: number;
}

interface TensorContext {
  readonly api: LitertApi;
  readonly environment: Pointer;
  readonly graph: Pointer;
  readonly compiled: Pointer;
  readonly model: string;
}

/**
 * Creates a buffer for each input or output of a compiled model.
 * @throws AppError model-unsupported for types that Assay does not support, and for free dimensions
 */
export function readLitertTensors(
  { api, environment, graph, compiled, model }: TensorContext,
  direction: 'Input' | 'Output',
): LitertTensor[] {
  const count = Number(api.callForResult(`LiteRtGetNumSubgraph${direction}s`, graph));
  return Array.from({ length: count }, (_, index) => {
    const tensor = api.callForResult(`LiteRtGetSubgraph${direction}`, graph, index);
    const tensorType = Buffer.alloc(rankedTypeBytes);
    api.callChecked('LiteRtGetRankedTensorType', tensor, tensorType);
    const spec = readSpec(readString(api.callForResult('LiteRtGetTensorName', tensor)), tensorType, model);
    const requirements = api.callForResult(`LiteRtGetCompiledModel${direction}BufferRequirements`, compiled, 0, index);
    const byteLength = Number(api.callForResult('LiteRtGetTensorBufferRequirementsBufferSize', requirements));
    const buffer = api.callForResult(
      'LiteRtCreateManagedTensorBufferFromRequirements',
      environment,
      tensorType,
      requirements,
    );
    return { spec, buffer, byteLength };
  });
}

function readSpec(name: string, tensorType: Buffer, model: string): TensorSpec {
  const code = tensorType.readInt32LE(0);
  const dtype = (Object.keys(typeCodes) as DataType[]).find((type) => typeCodes[type] === code);
  if (!dtype)
    throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: `type ${code}` });
  const rank = tensorType.readUInt32LE(rankOffset) & 0x7f;
  const shape = Array.from({ length: rank }, (_, axis) => tensorType.readInt32LE(sizesOffset + 4 * axis));
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

/** Locks a buffer, and returns the address of its memory, which is valid until it is unlocked. */
function lockBuffer(api: LitertApi, buffer: Pointer, mode: number): Pointer {
  const address = [null] as unknown[];
  api.callChecked('LiteRtLockTensorBuffer', buffer, address, mode);
  return address[0] as Pointer;
}

/** Copies a tensor, whose type and shape were checked, into the buffer of an input. */
export function writeTensor(api: LitertApi, { buffer }: LitertTensor, tensor: Tensor): void {
  const bytes = encodeTensorData(tensor);
  const address = lockBuffer(api, buffer, lockModeWrite);
  readBytes(address, bytes.length).set(bytes);
  api.callChecked('LiteRtUnlockTensorBuffer', buffer);
}

/**
 * Copies an output from its buffer into a new tensor.
 * @param allocate as in `NativeRunOptions`
 */
export function readTensor(
  api: LitertApi,
  { buffer, spec, byteLength }: LitertTensor,
  allocate: (byteLength: number) => Uint8Array<ArrayBuffer>,
): Tensor {
  const copy = allocate(byteLength);
  copy.set(readBytes(lockBuffer(api, buffer, lockModeRead), byteLength));
  api.callChecked('LiteRtUnlockTensorBuffer', buffer);
  return readTensorData({ name: spec.name, dtype: spec.dtype, shape: spec.shape as number[] }, copy, 0).tensor;
}
