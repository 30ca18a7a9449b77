import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { countElements, type DataType, type Tensor, type TensorSpec } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import { readBytes, toStringArray, readString, type Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/** `ONNXTensorElementDataType` of the C API. */
const typeCodes: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

function toDataType(code: number): DataType | undefined {
  return (Object.keys(typeCodes) as DataType[]).find((type) => typeCodes[type] === code);
}

/**
 * Reads the spec of an input or output as the model declares it.
 * @throws AppError model-unsupported for maps, sequences and 4-bit types
 */
export function readTensorSpec(api: OrtApi, typeInfo: Pointer, name: string, model: string): TensorSpec {
  const info = api.callForResult('CastTypeInfoToTensorInfo', typeInfo);
  if (info === 0n) throw new AppError('model-unsupported', { model, reason: 'value-not-tensor', value: name });
  const code = Number(api.callForResult('GetTensorElementType', info));
  const dtype = toDataType(code);
  if (!dtype)
    throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: `type ${code}` });
  const sizes = readDimensions(api, info);
  const names = new BigUint64Array(sizes.length);
  api.callChecked('GetSymbolicDimensions', info, names, names.length);
  const shape = sizes.map((size, axis) => (size >= 0 ? size : readString(names[axis]!) || null));
  return { name, dtype, shape };
}

function readDimensions(api: OrtApi, typeInfo: Pointer): number[] {
  const sizes = new BigInt64Array(Number(api.callForResult('GetDimensionsCount', typeInfo)));
  api.callChecked('GetDimensions', typeInfo, sizes, sizes.length);
  return [...sizes].map(Number);
}

/**
 * Creates an `OrtValue` from a tensor. Numeric data is not copied, so the tensor must outlive the value. The caller releases
 * the value.
 */
export function createOrtValue(api: OrtApi, memory: Pointer, tensor: Tensor): Pointer {
  const shape = BigInt64Array.from(tensor.shape, BigInt);
  const type = typeCodes[tensor.dtype];
  if (tensor.dtype !== 'string') {
    const bytes = encodeTensorData(tensor);
    return api.callForResult(
      'CreateTensorWithDataAsOrtValue',
      memory,
      bytes,
      bytes.byteLength,
      shape,
      shape.length,
      type,
    );
  }
  const allocator = api.callForResult('GetAllocatorWithDefaultOptions');
  const value = api.callForResult('CreateTensorAsOrtValue', allocator, shape, shape.length, type);
  const stringArray = toStringArray(tensor.data);
  api.callChecked('FillStringTensor', value, stringArray.pointers, stringArray.strings.length);
  return value;
}

/**
 * Copies an output of onnxruntime into a new tensor.
 * @param allocate as in `NativeRunOptions`
 */
export function readOrtValue(
  api: OrtApi,
  value: Pointer,
  allocate: (bytes: number) => Uint8Array<ArrayBuffer>,
): Tensor {
  const info = api.callForResult('GetTensorTypeAndShape', value);
  const shape = readDimensions(api, info);
  const code = Number(api.callForResult('GetTensorElementType', info));
  api.callUnchecked('ReleaseTensorTypeAndShapeInfo', info);
  const dtype = toDataType(code);
  if (!dtype) throw new AppError('internal', { why: `onnxruntime returned the unknown tensor type ${code}` });
  const count = countElements(shape);
  if (dtype === 'string') return { dtype, shape, data: readStrings(api, value, count) };
  const byteLength = count * countBytesPerElement(dtype);
  const copy = allocate(byteLength);
  copy.set(readBytes(api.callForResult('GetTensorMutableData', value), byteLength));
  return readTensorData({ name: 'output', dtype, shape }, copy, 0).tensor;
}

function countBytesPerElement(dtype: Exclude<DataType, 'string'>): number {
  if (dtype === 'bool') return 1;
  return koffi.sizeof(dtype === 'float16' ? 'uint16' : dtype);
}

function readStrings(api: OrtApi, value: Pointer, count: number): string[] {
  const bytes = Buffer.alloc(Number(api.callForResult('GetStringTensorDataLength', value)));
  const starts = new BigUint64Array(count);
  api.callChecked('GetStringTensorContent', value, bytes, bytes.length, starts, count);
  return Array.from(starts, (start, index) =>
    bytes.toString('utf8', Number(start), index + 1 < count ? Number(starts[index + 1]) : bytes.length),
  );
}
