import type { Tensor } from '#core/tensor.ts';
import { dataTypeNumbers, message, type TensorProto } from './model.ts';

const encoder = new TextEncoder();

/** A tensor for the writer. Numbers are not copied: the result shares the tensor's buffer. */
export function tensorProto(name: string, tensor: Tensor): TensorProto {
  const made = message('TensorProto', { name, dims: [...tensor.shape], dataType: dataTypeNumbers[tensor.dtype] });
  if (tensor.dtype === 'string') made.stringData = tensor.data.map((text) => encoder.encode(text));
  else made.rawData = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  return made;
}
