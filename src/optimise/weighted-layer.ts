import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from './rewriter.ts';

/** Which elements of stored weights join an input channel to an output channel. */
export interface WeightLayout {
  readonly outputs: number;
  /** Input channels of one output channel: the channels of its group. */
  readonly inputs: number;
  readonly groups: number;
  /** Elements per pair of channels. */
  readonly inner: number;
  /** Whether inputs are the first axis, as in a Gemm without `transB`. */
  readonly inputsFirst: boolean;
}

/** `null` for nodes other than Conv, Gemm and MatMul, for a Gemm with factors, and a MatMul of batches. */
export function findWeightLayout(node: Node, shape: readonly number[]): WeightLayout | null {
  const [first = 0, second = 0, ...kernel] = shape;
  const attributes = new Attributes(node);
  if (node.opType === 'Conv') {
    const inner = kernel.reduce((product, size) => product * size, 1);
    return { outputs: first, inputs: second, groups: attributes.int('group', 1), inner, inputsFirst: false };
  }
  const matrix = { groups: 1, inner: 1, outputs: second, inputs: first, inputsFirst: true };
  if (node.opType === 'MatMul') return shape.length === 2 ? matrix : null;
  const isScaled = attributes.float('alpha', 1) !== 1 || attributes.float('beta', 1) !== 1;
  if (node.opType !== 'Gemm' || isScaled || attributes.int('transA', 0) !== 0) return null;
  return attributes.int('transB', 0) === 0 ? matrix : { ...matrix, outputs: first, inputs: second, inputsFirst: false };
}

/** Whether each channel is convolved by itself. */
export function isDepthwise({ groups, inputs, outputs }: WeightLayout): boolean {
  return inputs === 1 && groups === outputs && groups > 1;
}

/** The first of the elements that join an input channel of a group to an output channel. */
export function computeWeightOffset(
  { outputs, inputs, inner, inputsFirst }: WeightLayout,
  output: number,
  input: number,
): number {
  return inputsFirst ? input * outputs + output : (output * inputs + input) * inner;
}

/** A convolution or Gemm with its weights. */
export interface Layer {
  readonly node: Node;
  readonly layout: WeightLayout;
  readonly shape: readonly number[];
  readonly weights: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer> | null;
}

/** A node whose weights and bias are stored, finite, and read by it alone; otherwise `null`. */
export async function readLayer(node: Node, graph: Rewriter): Promise<Layer | null> {
  const [, w = '', b = ''] = node.inputs;
  const readOwnWeights = async (name: string) => {
    if (graph.findConsumers(name).length !== 1 || graph.isOutput(name)) return null;
    const tensor = await graph.readConstant(name);
    return tensor?.dtype === 'float32' && tensor.data.every(Number.isFinite) ? tensor : null;
  };
  const [weights, bias] = [await readOwnWeights(w), b === '' ? null : await readOwnWeights(b)];
  const layout = weights && findWeightLayout(node, weights.shape);
  if (!layout || (b !== '' && bias?.data.length !== layout.outputs)) return null;
  const { shape, data } = weights;
  type Data = Float32Array<ArrayBuffer>;
  return { node, layout, shape, weights: data as Data, bias: (bias?.data ?? null) as Data | null };
}
