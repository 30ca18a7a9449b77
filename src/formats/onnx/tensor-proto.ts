import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { countElements, type DataType, type Tensor, type TensorArrays } from '#core/engine/tensor.ts';
import { elementBits } from '#graph/element-types.ts';
import { getDataTypeName, dataTypeNumbers, createMessage, type TensorProto } from './onnx-model.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Decoders by element type. Each decodes `raw`, a separate buffer, or the typed field that the format defines for the
 * type, and returns `null` if there are no values.
 */
const decodersByType: {
  readonly [D in Exclude<DataType, 'string'>]: (raw: ArrayBuffer | null, proto: TensorProto) => TensorArrays[D] | null;
} = {
  float32: (raw, { floatData }) => (raw ? new Float32Array(raw) : (floatData?.slice() ?? null)),
  float64: (raw, { doubleData }) => (raw ? new Float64Array(raw) : (doubleData?.slice() ?? null)),
  int64: (raw, { int64Data }) => (raw ? new BigInt64Array(raw) : (int64Data?.slice() ?? null)),
  uint64: (raw, { uint64Data }) => (raw ? new BigUint64Array(raw) : (uint64Data?.slice() ?? null)),
  uint32: (raw, { uint64Data }) =>
    raw ? new Uint32Array(raw) : uint64Data ? Uint32Array.from(uint64Data, Number) : null,
  int32: (raw, { int32Data }) => (raw ? new Int32Array(raw) : (int32Data?.slice() ?? null)),
  int16: (raw, { int32Data }) => (raw ? new Int16Array(raw) : int32Data ? new Int16Array(int32Data) : null),
  uint16: (raw, { int32Data }) => (raw ? new Uint16Array(raw) : int32Data ? new Uint16Array(int32Data) : null),
  float16: (raw, { int32Data }) => (raw ? new Uint16Array(raw) : int32Data ? new Uint16Array(int32Data) : null),
  int8: (raw, { int32Data }) => (raw ? new Int8Array(raw) : int32Data ? new Int8Array(int32Data) : null),
  uint8: (raw, { int32Data }) => (raw ? new Uint8Array(raw) : int32Data ? new Uint8Array(int32Data) : null),
  bool: (raw, { int32Data }) => (raw ? new Uint8Array(raw) : int32Data ? new Uint8Array(int32Data) : null),
};

/** Creates a tensor for the writer. Numbers are not copied: the result shares the tensor's buffer. */
export function createTensorProto(name: string, tensor: Tensor): TensorProto {
  const proto = createMessage('TensorProto', {
    name,
    dims: [...tensor.shape],
    dataType: dataTypeNumbers[tensor.dtype],
  });
  if (tensor.dtype === 'string') proto.stringData = tensor.data.map((text) => encoder.encode(text));
  else proto.rawData = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  return proto;
}

/**
 * Reads the values of a stored tensor into a copy, from its file if they are not in memory; `null` if they are in another
 * file or of a type that `Tensor` does not support (4-bit, bfloat16, float8, complex).
 * @throws AppError model-corrupt if the number of values does not match its dimensions
 */
export async function readTensor(proto: TensorProto): Promise<Tensor | null> {
  const { rawData } = proto;
  if (!rawData || rawData instanceof Uint8Array) return decodeTensorProto(proto);
  return decodeTensorProto({ ...proto, rawData: new Uint8Array(await rawData.arrayBuffer()) });
}

/**
 * Decodes the values of a stored tensor into a copy; `null` if they are not in memory (external data, or not read from
 * the file), or of a type that `Tensor` does not support.
 * @throws AppError model-corrupt if the number of values does not match its dimensions
 */
export function decodeTensorProto(proto: TensorProto): Tensor | null {
  const dtype = getDataTypeName(proto.dataType);
  if (dtype === undefined) return null;
  const data = dtype === 'string' ? readStrings(proto) : isNumeric(dtype) ? readNumbers(dtype, proto) : null;
  if (!data) return null;
  if (data.length !== countElements(proto.dims)) {
    throw createCorruptModelError(
      'onnx',
      { reason: 'tensor-values-mismatch', ...toTensorFacts(proto), count: data.length },
      0,
    );
  }
  return { dtype, shape: [...proto.dims], data } as Tensor;
}

function isNumeric(dtype: string): dtype is keyof typeof decodersByType {
  return dtype in decodersByType;
}

function readNumbers<D extends keyof typeof decodersByType>(dtype: D, proto: TensorProto): TensorArrays[D] | null {
  const { rawData, dims } = proto;
  if (rawData && !(rawData instanceof Uint8Array)) return null;
  const isEmpty = dims.includes(0) && proto.externalData.length === 0;
  if (!rawData) return decodersByType[dtype](isEmpty ? new ArrayBuffer(0) : null, proto);
  if ((rawData.length * 8) % elementBits[dtype] !== 0) {
    throw createCorruptModelError(
      'onnx',
      { reason: 'tensor-bytes-mismatch', ...toTensorFacts(proto), actualBytes: rawData.length },
      0,
    );
  }
  return decodersByType[dtype](new Uint8Array(rawData).buffer, proto);
}

function readStrings({ stringData, dims }: TensorProto): string[] | null {
  return stringData.length > 0 || dims.includes(0) ? stringData.map((bytes) => decoder.decode(bytes)) : null;
}

function toTensorFacts({ name, dims }: TensorProto) {
  return { tensor: name.slice(0, 80), shape: dims.slice(0, 8).join(',') };
}
