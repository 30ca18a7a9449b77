import type { Tensor } from '#core/engine/tensor.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { findWeightLayout } from '../weighted-layer.ts';
import { computeMeanShifts } from './bias-correction.ts';
import type { Range } from './activation-histogram.ts';
import { removeRedundantClip } from './redundant-clip.ts';
import { isFinite32, oneChannel, roundEven, quantiseToSymmetricInt8, type Channels } from './int8-weights.ts';

interface QdqOptions {
  readonly activations: 'uint8' | 'int8';
  readonly perChannel: boolean;
}

interface QuantisedWeights {
  /** The dequantised value. */
  readonly name: string;
  /** The stored integers. */
  readonly integers: string;
  readonly scales: Float32Array;
  readonly channels: Channels;
}

/** The axis of the output channels of the weights of an operator. */
function findChannelAxis(node: Node): number {
  if (node.opType === 'Conv') return 0;
  return node.opType === 'Gemm' && new Attributes(node).int('transB', 0) === 1 ? 0 : 1;
}

/** Writes quantised activations and weights into a graph, each followed by a DequantizeLinear. */
export class QdqWriter {
  readonly #graph: Rewriter;
  readonly #options: QdqOptions;
  /** Quantised activations, by the name of the dequantised value. */
  readonly #activations = new Map<string, { readonly value: string; readonly scale: number }>();
  readonly #weights = new Map<string, QuantisedWeights>();

  constructor(graph: Rewriter, options: QdqOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  /** The number of quantised activations. */
  get activationCount(): number {
    return this.#activations.size;
  }

  /** Makes every consumer of a value read it quantised and dequantised; an output of the graph is unchanged. */
  async quantiseActivation(value: string, range: Range): Promise<void> {
    const graph = this.#graph;
    const consumers = new Set(graph.findConsumers(value));
    const consumer = graph.nodes.find((node) => consumers.has(node));
    if (!consumer) return;
    const { scale, zeroPoint } = this.#parameters(range);
    const nameValue = (name: string) => graph.name(`${value}/${name}`);
    const [integers, real] = [nameValue('quantised'), nameValue('dequantised')];
    if (!graph.reroute(value, real)) return;
    const parameters = [
      graph.add(`${value}/scale`, { dtype: 'float32', shape: [], data: Float32Array.of(scale) }),
      graph.add(`${value}/zero-point`, zeroPoint),
    ];
    graph.insertBefore(consumer, [
      this.#node('QuantizeLinear', [value, ...parameters], integers),
      this.#node('DequantizeLinear', [integers, ...parameters], real),
    ]);
    this.#activations.set(real, { value, scale });
    const [first, last] = this.#options.activations === 'int8' ? [-128, 127] : [0, 255];
    const zero = Number(zeroPoint.data[0]);
    await removeRedundantClip(graph, value, { lowest: (first - zero) * scale, highest: (last - zero) * scale, scale });
  }

  #parameters({ min, max }: Range): { readonly scale: number; readonly zeroPoint: Tensor } {
    if (this.#options.activations === 'int8') {
      const scale = Math.fround(Math.max(-min, max) / 127) || 1;
      return { scale, zeroPoint: { dtype: 'int8', shape: [], data: Int8Array.of(0) } };
    }
    const scale = Math.fround((max - min) / 255) || 1;
    const zero = Math.min(255, Math.max(0, roundEven(-min / scale)));
    return { scale, zeroPoint: { dtype: 'uint8', shape: [], data: Uint8Array.of(zero) } };
  }

  /**
   * Quantises the stored weights and bias of a node.
   * @param means of the channels of activations for which the bias is corrected, by their name before quantisation
   * @returns whether all its operands are quantised then
   */
  async quantiseWeights(node: Node, means: ReadonlyMap<string, Float32Array>): Promise<boolean> {
    const graph = this.#graph;
    const [x = '', w = '', bias = ''] = node.inputs;
    const input = this.#activations.get(x);
    if (!input) return false;
    if (!graph.findStored(w)) return node.inputs.every((name) => name === '' || this.#activations.has(name));
    const weights = await this.#quantisedWeights(w, node);
    if (!weights) return false;
    const inputMeans = means.get(input.value);
    const shifts = inputMeans ? await this.#shifts(node, w, weights, inputMeans) : null;
    graph.setInput(node, 1, weights.name);
    const corrected = await this.#correctedBias(bias, `${w}/bias`, shifts);
    if (corrected) this.#quantiseBias(node, corrected, input.scale, weights.scales);
    return true;
  }

  /** What the errors of the weights add to the mean of each output channel; `null` if it is not known. */
  async #shifts(node: Node, name: string, { integers, scales, channels }: QuantisedWeights, means: Float32Array) {
    const [before, after] = [await this.#graph.readConstant(name), await this.#graph.readConstant(integers)];
    const layout = before && node.opType !== 'MatMul' ? findWeightLayout(node, before.shape) : null;
    if (before?.dtype !== 'float32' || after?.dtype !== 'int8' || !layout) return null;
    if (means.length !== layout.inputs * layout.groups || !isFinite32(means)) return null;
    const errors = before.data.map((value, index) => {
      const channel = Math.floor(index / channels.inner) % channels.channels;
      return after.data[index]! * scales[channel]! - value;
    });
    return computeMeanShifts(errors, layout, means);
  }

  /** The stored bias less the shifts; `null` if there is none that can be quantised. */
  async #correctedBias(name: string, newName: string, shifts: Float64Array | null) {
    if (name === '') return shifts && { name: newName, values: Float32Array.from(shifts, (shift) => -shift) };
    const tensor = await this.#graph.readConstant(name);
    if (tensor?.dtype !== 'float32' || !isFinite32(tensor.data) || tensor.shape.length !== 1) return null;
    const { data } = tensor;
    return { name, values: shifts?.length === data.length ? data.map((value, index) => value - shifts[index]!) : data };
  }

  async #quantisedWeights(name: string, node: Node) {
    const axis = findChannelAxis(node);
    const key = `${name} ${axis}`;
    const known = this.#weights.get(key);
    if (known) return known;
    const graph = this.#graph;
    const tensor = await graph.readConstant(name);
    if (tensor?.dtype !== 'float32' || !isFinite32(tensor.data) || tensor.shape.length < 2) return null;
    const isPerChannel = this.#options.perChannel && (node.opType !== 'MatMul' || tensor.shape.length === 2);
    const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const channels: Channels = isPerChannel ? { channels: tensor.shape[axis] ?? 1, inner } : oneChannel;
    const { data, scales } = quantiseToSymmetricInt8(tensor.data, channels, 'int8');
    const shape = isPerChannel ? [scales.length] : [];
    const integers = graph.add(`${name}/quantised`, { dtype: 'int8', shape: tensor.shape, data: data as Int8Array });
    const inputs = [
      integers,
      graph.add(`${name}/scale`, { dtype: 'float32', shape, data: scales }),
      graph.add(`${name}/zero-point`, { dtype: 'int8', shape, data: new Int8Array(scales.length) }),
    ];
    const real = graph.name(`${name}/dequantised`);
    graph.insertBefore(node, [this.#node('DequantizeLinear', inputs, real, isPerChannel ? axis : null)]);
    const made = { name: real, integers, scales, channels };
    this.#weights.set(key, made);
    return made;
  }

  /** In 32 bits, with the product of the scales of input and weights, as integer operators need it. */
  #quantiseBias(
    node: Node,
    { name, values: bias }: { readonly name: string; readonly values: Float32Array },
    inputScale: number,
    weightScales: Float32Array,
  ): void {
    const graph = this.#graph;
    const isSingle = weightScales.length === 1;
    const scaleAt = (index: number) => Math.fround(inputScale * weightScales[isSingle ? 0 : index]!);
    const values = Array.from(bias, (value, index) => roundEven(value / scaleAt(index)));
    if (values.some((value) => Math.abs(value) >= 2 ** 31)) return;
    const scales = Float32Array.from({ length: weightScales.length }, (_, index) => scaleAt(index));
    const shape = isSingle ? [] : [scales.length];
    const inputs = [
      graph.add(`${name}/quantised`, { dtype: 'int32', shape: [values.length], data: Int32Array.from(values) }),
      graph.add(`${name}/scale`, { dtype: 'float32', shape, data: scales }),
      graph.add(`${name}/zero-point`, { dtype: 'int32', shape, data: new Int32Array(scales.length) }),
    ];
    const real = graph.name(`${name}/dequantised`);
    graph.insertBefore(node, [this.#node('DequantizeLinear', inputs, real, isSingle ? null : 0)]);
    graph.setInput(node, 2, real);
  }

  #node(opType: string, inputs: readonly string[], output: string, axis: number | null = null): Node {
    const name = this.#graph.name(`${output}/${opType}`);
    return createNode({ name, opType, inputs, outputs: [output], attributes: axis === null ? {} : { axis } });
  }
}
