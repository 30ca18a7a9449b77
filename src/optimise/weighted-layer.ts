import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from './rewriter.ts';

/** Maps pairs of an input and an output channel to the elements of stored weights. */
export interface WeightLayout {
  readonly outputs: number;
  /** Input channels per group. */
  readonly inputs: number;
  readonly groups: number;
  /** Elements per pair of channels. */
  readonly inner: number;
  /** Whether input channels are the first axis, as in a Gemm without `transB`. */
  readonly hasInputsFirst: boolean;
}

/** Returns the layout of a node's weights; `null` for other operators, a Gemm with factors, and a batched MatMul. */
export function findWeightLayout(node: Node, shape: readonly number[]): WeightLayout | null {
  const [first = 0, second = 0, ...kernel] = shape;
  const attributes = new Attributes(node);
  if (node.opType === 'Conv') {
    const inner = kernel.reduce((product, size) => product * size, 1);
    return { outputs: first, inputs: second, groups: attributes.int('group', 1), inner, hasInputsFirst: false };
  }
  const matrix = { groups: 1, inner: 1, outputs: second, inputs: first, hasInputsFirst: true };
  if (node.opType === 'MatMul') return shape.length === 2 ? matrix : null;
  const isScaled = attributes.float('alpha', 1) !== 1 || attributes.float('beta', 1) !== 1;
  if (node.opType !== 'Gemm' || isScaled || attributes.int('transA', 0) !== 0) return null;
  return attributes.int('transB', 0) === 0
    ? matrix
    : { ...matrix, outputs: first, inputs: second, hasInputsFirst: false };
}

/** Whether each channel is convolved separately. */
export function isDepthwise({ groups, inputs, outputs }: WeightLayout): boolean {
  return inputs === 1 && groups === outputs && groups > 1;
}

/** Returns the offset of the first element that connects an input channel of a group to an output channel. */
export function computeWeightOffset(
  { outputs, inputs, inner, hasInputsFirst }: WeightLayout,
  output: number,
  input: number,
): number {
  return hasInputsFirst ? input * outputs + output : (output * inputs + input) * inner;
}

/** A convolution or Gemm with its weights and bias. */
export interface Layer {
  readonly node: Node;
  readonly layout: WeightLayout;
  readonly shape: readonly number[];
  readonly weights: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer> | null;
}

/** Reads a layer whose weights and bias are stored, finite, and read by no other node; otherwise returns `null`. */
export async function readLayer(node: Node, graph: Rewriter): Promise<Layer | null> {
  const [, w = '', b = ''] = node.inputs;
  const readUnsharedTensor = async (name: string) => {
    if (graph.findConsumers(name).length !== 1 || graph.isOutput(name)) return null;
    const tensor = await graph.readConstant(name);
    return tensor?.dtype === 'float32' && tensor.data.every(Number.isFinite) ? tensor : null;
  };
  const [weights, bias] = [await readUnsharedTensor(w), b === '' ? null : await readUnsharedTensor(b)];
  const layout = weights && findWeightLayout(node, weights.shape);
  if (!layout || (b !== '' && bias?.data.length !== layout.outputs)) return null;
  const { shape, data } = weights;
  type Data = Float32Array<ArrayBuffer>;
  return { node, layout, shape, weights: data as Data, bias: (bias?.data ?? null) as Data | null };
}
