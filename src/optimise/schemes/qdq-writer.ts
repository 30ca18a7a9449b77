import type { Tensor } from '#core/engine/tensor.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { findWeightLayout } from '../weighted-layer.ts';
import { computeMeanShifts } from './bias-correction.ts';
import type { Range } from './activation-histogram.ts';
import { removeRedundantClip } from './redundant-clip.ts';
import { areFinite, oneChannel, roundHalfToEven, quantiseToSymmetricInt8, type Channels } from './int8-weights.ts';

interface QdqOptions {
  readonly activations: 'uint8' | 'int8';
  readonly perChannel: boolean;
}

interface QuantisedWeights {
  /** The name of the dequantised value. */
  readonly name: string;
  /** The name of the stored integers. */
  readonly integers: string;
  readonly scales: Float32Array;
  readonly channels: Channels;
}

/** Returns the axis of the output channels of a node's weights. */
function getChannelAxis(node: Node): number {
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

  /** Makes every consumer of a value read it quantised and dequantised. An output of the graph is unchanged. */
  async quantiseActivation(value: string, range: Range): Promise<void> {
    const graph = this.#graph;
    const consumers = new Set(graph.findConsumers(value));
    const consumer = graph.nodes.find((node) => consumers.has(node));
    if (!consumer) return;
    const { scale, zeroPoint } = this.#computeParameters(range);
    const nameValue = (name: string) => graph.reserveName(`${value}/${name}`);
    const [integers, dequantised] = [nameValue('quantised'), nameValue('dequantised')];
    if (!graph.reroute(value, dequantised)) return;
    const parameters = [
      graph.addInitializer(`${value}/scale`, { dtype: 'float32', shape: [], data: Float32Array.of(scale) }),
      graph.addInitializer(`${value}/zero-point`, zeroPoint),
    ];
    graph.insertBefore(consumer, [
      this.#createNode('QuantizeLinear', [value, ...parameters], integers),
      this.#createNode('DequantizeLinear', [integers, ...parameters], dequantised),
    ]);
    this.#activations.set(dequantised, { value, scale });
    const [min, max] = this.#options.activations === 'int8' ? [-128, 127] : [0, 255];
    const zero = Number(zeroPoint.data[0]);
    await removeRedundantClip(graph, value, { min: (min - zero) * scale, max: (max - zero) * scale, scale });
  }

  #computeParameters({ min, max }: Range): { readonly scale: number; readonly zeroPoint: Tensor } {
    if (this.#options.activations === 'int8') {
      const scale = Math.fround(Math.max(-min, max) / 127) || 1;
      return { scale, zeroPoint: { dtype: 'int8', shape: [], data: Int8Array.of(0) } };
    }
    const scale = Math.fround((max - min) / 255) || 1;
    const zero = Math.min(255, Math.max(0, roundHalfToEven(-min / scale)));
    return { scale, zeroPoint: { dtype: 'uint8', shape: [], data: Uint8Array.of(zero) } };
  }

  /**
   * Quantises the stored weights and bias of a node.
   * @param means channel means of the activations whose consumers get a corrected bias, by name before quantisation
   * @returns whether all operands of the node are now quantised
   */
  async quantiseWeights(node: Node, means: ReadonlyMap<string, Float32Array>): Promise<boolean> {
    const graph = this.#graph;
    const [x = '', w = '', bias = ''] = node.inputs;
    const input = this.#activations.get(x);
    if (!input) return false;
    if (!graph.findStored(w)) return node.inputs.every((name) => name === '' || this.#activations.has(name));
    const weights = await this.#storeWeights(w, node);
    if (!weights) return false;
    const inputMeans = means.get(input.value);
    const shifts = inputMeans ? await this.#computeShifts(node, w, weights, inputMeans) : null;
    graph.setInput(node, 1, weights.name);
    const corrected = await this.#readCorrectedBias(bias, `${w}/bias`, shifts);
    if (corrected) this.#quantiseBias(node, corrected, input.scale, weights.scales);
    return true;
  }

  /** Computes how much the weight errors shift the mean of each output channel; `null` if unknown. */
  async #computeShifts(
    node: Node,
    name: string,
    { integers, scales, channels }: QuantisedWeights,
    means: Float32Array,
  ) {
    const [before, after] = [await this.#graph.readConstant(name), await this.#graph.readConstant(integers)];
    const layout = before && node.opType !== 'MatMul' ? findWeightLayout(node, before.shape) : null;
    if (before?.dtype !== 'float32' || after?.dtype !== 'int8' || !layout) return null;
    if (means.length !== layout.inputs * layout.groups || !areFinite(means)) return null;
    const errors = before.data.map((value, index) => {
      const channel = Math.floor(index / channels.inner) % channels.channels;
      return after.data[index]! * scales[channel]! - value;
    });
    return computeMeanShifts(errors, layout, means);
  }

  /** Returns the stored bias minus the shifts, or `null` if no bias can be quantised. */
  async #readCorrectedBias(name: string, newName: string, shifts: Float64Array | null) {
    if (name === '') return shifts && { name: newName, values: Float32Array.from(shifts, (shift) => -shift) };
    const tensor = await this.#graph.readConstant(name);
    if (tensor?.dtype !== 'float32' || !areFinite(tensor.data) || tensor.shape.length !== 1) return null;
    const { data } = tensor;
    return { name, values: shifts?.length === data.length ? data.map((value, index) => value - shifts[index]!) : data };
  }

  async #storeWeights(name: string, node: Node) {
    const axis = getChannelAxis(node);
    const key = `${name} ${axis}`;
    const existingWeights = this.#weights.get(key);
    if (existingWeights) return existingWeights;
    const graph = this.#graph;
    const tensor = await graph.readConstant(name);
    if (tensor?.dtype !== 'float32' || !areFinite(tensor.data) || tensor.shape.length < 2) return null;
    const isPerChannel = this.#options.perChannel && (node.opType !== 'MatMul' || tensor.shape.length === 2);
    const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const channels: Channels = isPerChannel ? { channels: tensor.shape[axis] ?? 1, inner } : oneChannel;
    const { data, scales } = quantiseToSymmetricInt8(tensor.data, channels, 'int8');
    const shape = isPerChannel ? [scales.length] : [];
    const integers = graph.addInitializer(`${name}/quantised`, {
      dtype: 'int8',
      shape: tensor.shape,
      data: data as Int8Array,
    });
    const inputs = [
      integers,
      graph.addInitializer(`${name}/scale`, { dtype: 'float32', shape, data: scales }),
      graph.addInitializer(`${name}/zero-point`, { dtype: 'int8', shape, data: new Int8Array(scales.length) }),
    ];
    const dequantised = graph.reserveName(`${name}/dequantised`);
    graph.insertBefore(node, [this.#createNode('DequantizeLinear', inputs, dequantised, isPerChannel ? axis : null)]);
    const stored = { name: dequantised, integers, scales, channels };
    this.#weights.set(key, stored);
    return stored;
  }

  /** Quantises a bias to 32 bits with the product of the input and weight scales, as integer operators require. */
  #quantiseBias(
    node: Node,
    { name, values: bias }: { readonly name: string; readonly values: Float32Array },
    inputScale: number,
    weightScales: Float32Array,
  ): void {
    const graph = this.#graph;
    const isSingle = weightScales.length === 1;
    const getBiasScale = (index: number) => Math.fround(inputScale * weightScales[isSingle ? 0 : index]!);
    const values = Array.from(bias, (value, index) => roundHalfToEven(value / getBiasScale(index)));
    if (values.some((value) => Math.abs(value) >= 2 ** 31)) return;
    const scales = Float32Array.from({ length: weightScales.length }, (_, index) => getBiasScale(index));
    const shape = isSingle ? [] : [scales.length];
    const inputs = [
      graph.addInitializer(`${name}/quantised`, {
        dtype: 'int32',
        shape: [values.length],
        data: Int32Array.from(values),
      }),
      graph.addInitializer(`${name}/scale`, { dtype: 'float32', shape, data: scales }),
      graph.addInitializer(`${name}/zero-point`, { dtype: 'int32', shape, data: new Int32Array(scales.length) }),
    ];
    const dequantised = graph.reserveName(`${name}/dequantised`);
    graph.insertBefore(node, [this.#createNode('DequantizeLinear', inputs, dequantised, isSingle ? null : 0)]);
    graph.setInput(node, 2, dequantised);
  }

  #createNode(opType: string, inputs: readonly string[], output: string, axis: number | null = null): Node {
    const name = this.#graph.reserveName(`${output}/${opType}`);
    return createNode({ name, opType, inputs, outputs: [output], attributes: axis === null ? {} : { axis } });
  }
}
