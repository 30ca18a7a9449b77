import type { Tensor } from '#core/engine/tensor.ts';
import type { Node, TensorProto } from '#formats/onnx/onnx-model.ts';
import { createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { isStandard } from './nodes.ts';

const decoder = new TextDecoder();

/** Returns the value of a Constant node as a stored tensor, or `null` for other nodes and sparse values. */
export function readConstantTensor(node: Node): TensorProto | null {
  const [attribute] = node.attributes;
  if (node.opType !== 'Constant' || !isStandard(node) || !attribute || node.attributes.length > 1) return null;
  const name = node.outputs[0] ?? '';
  if (attribute.name === 'value') return attribute.tensor ? { ...attribute.tensor, name } : null;
  const { int, float, string, ints, floats, strings } = attribute;
  const toProto = (tensor: Tensor) => createTensorProto(name, tensor);
  switch (attribute.name) {
    case 'value_int':
      return toProto({ dtype: 'int64', shape: [], data: BigInt64Array.of(int ?? 0n) });
    case 'value_float':
      return toProto({ dtype: 'float32', shape: [], data: Float32Array.of(float ?? 0) });
    case 'value_string':
      return toProto({ dtype: 'string', shape: [], data: [decoder.decode(string)] });
    case 'value_ints':
      return toProto({ dtype: 'int64', shape: [ints.length], data: BigInt64Array.from(ints) });
    case 'value_floats':
      return toProto({ dtype: 'float32', shape: [floats.length], data: Float32Array.from(floats) });
    case 'value_strings':
      return toProto({ dtype: 'string', shape: [strings.length], data: strings.map((entry) => decoder.decode(entry)) });
    default:
      return null;
  }
}
