import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import { wholeNumber } from '#protocol/tensor-header.ts';
import { fromOipType, oipTypes } from '#core/engine/oip-types.ts';
import { parseTensorData, formatTensorData } from './tensor-json.ts';

/** The header with the length of the JSON in a body. The bytes of binary tensors follow the JSON. */
export const jsonLengthHeader = 'inference-header-content-length';

/** A tensor in the JSON of a request or response. Its data is in the JSON or in the bytes that follow the JSON. */
export const tensorEntry = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  datatype: v.string(),
  shape: v.pipe(v.array(wholeNumber), v.maxLength(32)),
  parameters: v.exactOptional(v.looseObject({ binary_data_size: v.exactOptional(wholeNumber) })),
  data: v.exactOptional(v.unknown()),
});
export type TensorEntry = v.InferOutput<typeof tensorEntry>;

/**
 * Reads the tensors of a body.
 * @param binary the bytes after the JSON: the data of the tensors that declare a binary size, in order
 * @throws AppError request-invalid
 */
export function readTensors(entries: readonly TensorEntry[], binary: Uint8Array<ArrayBuffer>): Tensors {
  const tensors = new Map<string, Tensor>();
  let offset = 0;
  for (const { name, datatype, shape, parameters, data } of entries) {
    if (tensors.has(name)) throw createFault(name, 'tensor-repeated-in-request');
    const dtype = fromOipType(datatype);
    if (dtype === null)
      throw createFault(name, 'tensor-type', { type: datatype, known: Object.values(oipTypes).join(', ') });
    const size = parameters?.binary_data_size;
    if (size === undefined) {
      const count = shape.reduce((product, length) => product * length, 1);
      tensors.set(name, { dtype, shape, data: parseTensorData(name, dtype, count, data) } as Tensor);
    } else {
      const bytes = new Uint8Array(binary.subarray(offset, (offset += size))); // copied, so that it is aligned
      tensors.set(name, toTensor({ name, dtype, shape, byteLength: size }, bytes));
    }
  }
  if (offset !== binary.length) throw createFault('', 'binary-size', { actual: binary.length, expected: offset });
  return Object.fromEntries(tensors);
}

function toTensor(header: Parameters<typeof readTensorData>[0], bytes: Uint8Array<ArrayBuffer>): Tensor {
  const { name, byteLength = 0 } = header;
  const createSizeFault = () =>
    createFault(name, 'tensor-byte-count', { actual: bytes.length, shape: header.shape.join(',') });
  if (bytes.length !== byteLength) throw createSizeFault();
  try {
    const result = readTensorData(header, bytes, 0);
    if (result.byteLength === byteLength) return result.tensor;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
  }
  throw createSizeFault();
}

/**
 * Writes tensors for a body.
 * @param isBinary whether the data of a tensor follows the JSON
 * @throws AppError request-invalid for values that JSON cannot express
 */
export function writeTensors(
  tensors: Tensors,
  isBinary: (name: string) => boolean,
): { readonly entries: readonly TensorEntry[]; readonly binary: readonly Uint8Array[] } {
  const binary: Uint8Array[] = [];
  const entries = Object.entries(tensors).map(([name, tensor]): TensorEntry => {
    const datatype = oipTypes[tensor.dtype];
    const shape = [...tensor.shape];
    if (!isBinary(name)) return { name, datatype, shape, data: formatTensorData(name, tensor) };
    const bytes = encodeTensorData(tensor);
    binary.push(bytes);
    return { name, datatype, shape, parameters: { binary_data_size: bytes.length } };
  });
  return { entries, binary };
}

function createFault(
  name: string,
  reason: 'tensor-repeated-in-request' | 'tensor-type' | 'binary-size' | 'tensor-byte-count',
  facts: Readonly<Record<string, string | number>> = {},
): AppError {
  return new AppError('request-invalid', { reason, ...(name !== '' && { name }), ...facts });
}
