import { Attributes } from '#formats/onnx/attributes.ts';
import type { Node } from '#formats/onnx/model.ts';

/** Which elements of stored weights join an input channel to an output channel. */
export interface WeightLayout {
  readonly outputs: number;
  /** Input channels of one output channel: those of its group. */
  readonly inputs: number;
  readonly groups: number;
  /** Elements per pair of channels. */
  readonly inner: number;
  /** Whether inputs are the first axis, as in a Gemm without `transB`. */
  readonly inputsFirst: boolean;
}

/** `null` for nodes other than Conv and Gemm, since a MatMul has no bias, and for a Gemm with factors. */
export function weightLayout(node: Node, shape: readonly number[]): WeightLayout | null {
  const [first = 0, second = 0, ...kernel] = shape;
  const attributes = new Attributes(node);
  if (node.opType === 'Conv') {
    const inner = kernel.reduce((product, size) => product * size, 1);
    return { outputs: first, inputs: second, groups: attributes.int('group', 1), inner, inputsFirst: false };
  }
  const isScaled = attributes.float('alpha', 1) !== 1 || attributes.float('beta', 1) !== 1;
  if (node.opType !== 'Gemm' || isScaled || attributes.int('transA', 0) !== 0) return null;
  const common = { groups: 1, inner: 1 };
  return attributes.int('transB', 0) === 1
    ? { ...common, outputs: first, inputs: second, inputsFirst: false }
    : { ...common, outputs: second, inputs: first, inputsFirst: true };
}

/** The first of the elements that join an input channel of a group to an output channel. */
export function offsetOf({ outputs, inputs, inner, inputsFirst }: WeightLayout, output: number, input: number): number {
  return inputsFirst ? input * outputs + output : (output * inputs + input) * inner;
}
