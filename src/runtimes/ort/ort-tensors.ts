import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { AppError } from '#core/errors/error.ts';
import type { DataType, Tensor, TensorSpec } from '#core/engine/tensor.ts';
import type { OrtLibrary } from './ort-builds.ts';

const dataTypes: ReadonlySet<string> = new Set<DataType>([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
  'string',
]);

function isDataType(type: string): type is DataType {
  return dataTypes.has(type);
}

/**
 * Converts the library's description of an input or output.
 * @throws AppError model-unsupported for maps, sequences and 4-bit types
 */
export function toTensorSpec(value: InferenceSession.ValueMetadata, model: string): TensorSpec {
  const { name } = value;
  if (!value.isTensor) throw new AppError('model-unsupported', { model, reason: 'value-not-tensor', value: name });
  if (!isDataType(value.type))
    throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: value.type });
  const shape = value.shape.map((size) => (isUnnamedDimension(size) ? null : size));
  return { name, dtype: value.type, shape };
}

/** Unnamed free dimensions are -1, also as an unsigned 32-bit number, an empty name, or the `?` of some exporters. */
function isUnnamedDimension(size: number | string): boolean {
  return size === '' || size === '?' || (typeof size === 'number' && (size < 0 || size === 0xffff_ffff));
}

/** Converts a tensor to the library's type, on the same buffer, which must not be released before the run has ended. */
export function toOrt(library: OrtLibrary, tensor: Tensor): OrtTensor {
  return new library.Tensor(tensor.dtype, tensor.data, tensor.shape);
}

/**
 * Converts an output of the library to a tensor on the same buffer. The elements of `float16` are bits, whichever array
 * type the library uses.
 */
export function toTensor(tensor: OrtTensor): Tensor {
  const { type, data, dims } = tensor;
  if (!isDataType(type)) throw new AppError('internal', { why: `the engine answered with ${type}` });
  const bits = type === 'float16' && ArrayBuffer.isView(data) ? toBits(data) : data;
  return { dtype: type, shape: [...dims], data: bits } as Tensor; // the library uses the same array class for each type
}

function toBits(values: ArrayBufferView): Uint16Array {
  return new Uint16Array(values.buffer, values.byteOffset, values.byteLength / Uint16Array.BYTES_PER_ELEMENT);
}
