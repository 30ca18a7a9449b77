import type { ConvolutionFacts } from '#core/model/model-facts.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Attribute, Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import { nothingToRewrite, type Step } from '../optimisation-step.ts';
import type { Rewriter } from '../rewriter.ts';

/**
 * The maximum number of input channels of a 1 x 1 integer convolution to compute in float32. Measured (onnxruntime-web
 * 1.30.0, wasm, one thread): int8 MobileNetV2 then takes 0.53 of its time, and 0.67 with all its convolutions in
 * float32; dense 3 x 3 convolutions (ResNet8) would take 1.6 times as long.
 */
const maxThinChannels = 32;
/** float32 represents every integer up to this one exactly. */
const maxExactInteger = 2 ** 24;

/** The operator that the pass replaces. */
export const integerConvolution = 'QLinearConv';

/**
 * Replaces the integer convolutions (`QLinearConv`) for which onnxruntime's wasm kernels are slow, depthwise and thin 1
 * x 1 ones, by float32 convolutions. The results are bit-identical: all sums are integers that float32 represents
 * exactly, which is checked for each convolution. They are then scaled and rounded as in the original (x scale * w
 * scale / y scale, half to even). The weights remain integers, because an engine would fold the scales into float32
 * constants and the sums would no longer be integers. A node is not replaced if its weights, scales or zero points are
 * computed, or if its sums might not be exact.
 *
 * Facts: `convolutions`, the number replaced, and `kept`, the number left unchanged.
 */
export const float32Convolutions: Step = {
  id: 'float32-convolutions',
  async apply(graph) {
    const integerNodes = graph.findNodes(integerConvolution);
    let convolutions = 0;
    for (const node of integerNodes) {
      const plan = await planNode(node, graph);
      if (!plan) continue;
      graph.replace(node, createFloatNodes(node, plan, graph));
      convolutions++;
    }
    if (convolutions === 0) return nothingToRewrite;
    return { code: 'rewritten', facts: { convolutions, kept: integerNodes.length - convolutions } };
  },
};

/** The replacement of one convolution. */
interface ReplacementPlan {
  /** Zero points of input, weights and output. */
  readonly x: Tensor;
  readonly w: Tensor;
  readonly y: Tensor;
  /** The factor for the sums of each filter. */
  readonly scales: Float32Array<ArrayBuffer>;
  readonly scalesShape: readonly number[];
  readonly bias: Float32Array<ArrayBuffer> | null;
}

/** Returns `null` if the convolution must not be replaced. */
async function planNode(node: Node, graph: Rewriter): Promise<ReplacementPlan | null> {
  const [, xScale = '', xZero = '', w = '', wScales = '', wZero = '', yScale = '', yZero = '', biasName = ''] =
    node.inputs;
  const filter = graph.findStored(w)?.dims;
  if (!filter) return null;
  const [filters = 0, channels = 0, ...kernel] = filter;
  if (!hasSlowIntegerKernel({ channels, kernel, groups: new Attributes(node).int('group', 1) })) return null;
  const [xPoint, wPoint, yPoint] = [
    await readZeroPoint(graph, xZero),
    await readZeroPoint(graph, wZero),
    await readZeroPoint(graph, yZero),
  ];
  const scales = combineScales(
    [
      await graph.readNumbers(xScale, 'float32'),
      await graph.readNumbers(wScales, 'float32'),
      await graph.readNumbers(yScale, 'float32'),
    ],
    filters,
  );
  const bias = biasName === '' ? [] : await graph.readNumbers(biasName, 'int32');
  if (!xPoint || !wPoint || !yPoint || !scales || !bias) return null;
  const products = kernel.reduce((product, size) => product * size, channels);
  const maxBias = bias.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (products * xPoint.maxDistance * wPoint.maxDistance + maxBias > maxExactInteger) return null;
  return {
    x: xPoint.scalar,
    w: wPoint.scalar,
    y: yPoint.scalar,
    scales,
    scalesShape: [1, filters, ...kernel.map(() => 1)],
    bias: biasName === '' ? null : Float32Array.from(bias),
  };
}

function createFloatNodes(node: Node, plan: ReplacementPlan, graph: Rewriter): Node[] {
  const [x = '', , , w = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const prefix = `float32/${output}`;
  const add = (name: string, tensor: Tensor) => graph.addInitializer(`${prefix}/${name}`, tensor);
  const createOutputNode = (opType: string, inputs: string[], value: string, attributes: Attribute[] = []) =>
    createNode({ name: graph.reserveName(`${prefix}/${opType}`), opType, inputs, outputs: [value], from: attributes });
  const one = add('one', { dtype: 'float32', shape: [], data: Float32Array.of(1) });
  const [floatX, floatW, sums, scaled] = ['x', 'w', 'sums', 'scaled'].map((name) =>
    graph.reserveName(`${prefix}/${name}`),
  ) as [string, string, string, string];
  const convolved = [floatX, floatW];
  if (plan.bias) convolved.push(add('bias', { dtype: 'float32', shape: [plan.bias.length], data: plan.bias }));
  const scales = add('scales', { dtype: 'float32', shape: plan.scalesShape, data: plan.scales });
  return [
    createOutputNode('DequantizeLinear', [x, one, add('x-zero', plan.x)], floatX),
    createOutputNode('DequantizeLinear', [w, one, add('w-zero', plan.w)], floatW),
    createOutputNode('Conv', convolved, sums, node.attributes),
    createOutputNode('Mul', [sums, scales], scaled),
    createOutputNode('QuantizeLinear', [scaled, one, add('y-zero', plan.y)], output),
  ];
}

export const isDepthwise = ({ channels, groups }: ConvolutionFacts): boolean => channels === 1 && groups > 1;

/**
 * Whether onnxruntime's wasm kernel is slow for this integer convolution, as it is for depthwise and thin 1 x 1 ones.
 */
export function hasSlowIntegerKernel(convolution: ConvolutionFacts): boolean {
  const { channels, kernel } = convolution;
  if (isDepthwise(convolution)) return kernel.length > 0;
  return kernel.length > 0 && channels <= maxThinChannels && kernel.every((size) => size === 1);
}

/**
 * Returns the factor for the sums of each filter, or `null` if the engine would reject the scales or round differently.
 */
function combineScales(
  [xScale, wScales, yScale]: readonly (readonly number[] | null)[],
  filters: number,
): Float32Array<ArrayBuffer> | null {
  if (xScale?.length !== 1 || yScale?.length !== 1 || !wScales) return null;
  if (wScales.length !== 1 && wScales.length !== filters) return null;
  const [x = NaN, y = NaN] = [xScale[0], yScale[0]];
  const multiplyScales = (_: unknown, filter: number) =>
    Math.fround(x * (wScales[wScales.length === 1 ? 0 : filter] ?? NaN)) / y;
  const scales = Float32Array.from({ length: filters }, multiplyScales);
  return scales.every((scale) => scale > 0 && scale < Infinity) ? scales : null;
}

interface ZeroPoint {
  readonly scalar: Tensor;
  /** The maximum distance of a representable value from the zero point. */
  readonly maxDistance: number;
}

/**
 * Reads the zero point of a tensor. Returns `null` if it is computed or differs between channels.
 * @throws AppError model-corrupt
 */
async function readZeroPoint(graph: Rewriter, name: string): Promise<ZeroPoint | null> {
  const signed = await graph.readNumbers(name, 'int8');
  const [zero, ...others] = signed ?? (await graph.readNumbers(name, 'uint8')) ?? [];
  if (zero === undefined || others.some((value) => value !== zero)) return null;
  if (!signed) {
    const scalar: Tensor = { dtype: 'uint8', shape: [], data: Uint8Array.of(zero) };
    return { scalar, maxDistance: Math.max(zero, 255 - zero) };
  }
  const scalar: Tensor = { dtype: 'int8', shape: [], data: Int8Array.of(zero) };
  return { scalar, maxDistance: Math.max(zero + 128, 127 - zero) };
}
