import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, type Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { OptionSpecs, OptionValues } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten } from '../optimisation-step.ts';
import {
  quantiseToAsymmetricUint8,
  isFinite32,
  oneChannel,
  quantiseToSymmetricInt8,
  type Channels,
  type Int8Weights,
} from './int8-weights.ts';
import { readMatrix } from './matrix-algebra.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  weights: { kind: 'choice', values: ['int8', 'uint8'], default: 'int8' },
  perChannel: { kind: 'flag', default: true },
  reducedRange: { kind: 'flag', default: false },
  ...createSelectionSpecs(['MatMul', 'Gemm', 'Gather', 'Conv'], ['MatMul', 'Gemm', 'Gather']),
} as const satisfies OptionSpecs;
type Options = OptionValues<typeof specs>;

/**
 * Stores the weights of matrix products and embeddings in 8 bits, and quantises activations while the model runs, with
 * the range of each input. Options: `weights` (`int8`, symmetric; or `uint8`, with a zero point), `perChannel`,
 * `reducedRange`, `operators`, `excludedNodes`. Convolutions only on request: engines compute integer ones slowly.
 *
 * Facts: `nodes`, the number quantised, and `skipped`, those whose weights are computed, or not finite.
 */
export const dynamicInt8 = defineScheme('dynamic-int8', specs, async (graph, { signal, onProgress }, options) => {
  // Version 11 has DynamicQuantizeLinear.
  if (graph.opset < 11) return reportNotApplicable('opset-too-old', { opset: graph.opset, min: 11 });
  const quantiser = new DynamicQuantiser(graph, options);
  const selectedNodes = selectNodes(graph, options);
  let nodes = 0;
  for (const [index, node] of selectedNodes.entries()) {
    signal?.throwIfAborted();
    if (await quantiser.quantise(node)) nodes++;
    onProgress?.((index + 1) / selectedNodes.length);
  }
  return reportRewritten(nodes === 0 ? {} : { nodes, skipped: selectedNodes.length - nodes });
});

/** The stored weights of a node, ready to be an input of its integer operator. */
interface StoredWeights {
  readonly data: string;
  readonly scales: string;
  readonly zeroPoint: string;
}

class DynamicQuantiser {
  readonly #graph: Rewriter;
  readonly #options: Options;
  /** Quantised activations by the value that they come from. */
  readonly #activations = new Map<string, { readonly data: string; readonly scale: string; readonly zero: string }>();
  readonly #weights = new Map<string, StoredWeights>();

  constructor(graph: Rewriter, options: Options) {
    this.#graph = graph;
    this.#options = options;
  }

  /** @returns whether the node was replaced */
  quantise(node: Node): Promise<boolean> {
    if (node.opType === 'Gather') return this.#gather(node);
    return node.opType === 'Conv' ? this.#quantiseConvolution(node) : this.#quantiseProduct(node);
  }

  async #quantiseProduct(node: Node): Promise<boolean> {
    const matrix = await readMatrix(node, this.#graph);
    if (!matrix || !isFinite32(matrix.data)) return false;
    const { weights, perChannel, reducedRange } = this.#options;
    const { rows, columns, data } = matrix;
    const channels: Channels = perChannel ? { channels: columns, inner: 1 } : oneChannel;
    const isAsymmetric = weights === 'uint8' && !perChannel;
    const stored = this.#store(
      `${matrix.name}/${perChannel ? 'by-column' : 'whole'}`,
      matrix.name,
      [rows, columns],
      () =>
        isAsymmetric
          ? quantiseToAsymmetricUint8(data, reducedRange)
          : quantiseToSymmetricInt8(data, channels, weights, reducedRange),
    );
    this.#integerNode(node, 'MatMulInteger', stored, perChannel ? [columns] : [], matrix.bias);
    return true;
  }

  async #quantiseConvolution(node: Node): Promise<boolean> {
    const [, name = '', bias = ''] = node.inputs;
    const weights = await this.#graph.readConstant(name);
    if (weights?.dtype !== 'float32' || !isFinite32(weights.data)) return false;
    const [filters = 1] = weights.shape;
    const channels = this.#options.perChannel
      ? { channels: filters, inner: weights.data.length / filters }
      : oneChannel;
    // onnxruntime has no kernel for int8 weights here.
    const stored = this.#store(`${name}/filters`, name, weights.shape, () =>
      quantiseToSymmetricInt8(weights.data, channels, 'uint8', this.#options.reducedRange),
    );
    const spatial = weights.shape.slice(2).map(() => 1);
    const shape = this.#options.perChannel ? [1, filters, ...spatial] : [];
    let shaped: string | null = null;
    if (bias !== '') {
      const values = await this.#graph.readConstant(bias);
      if (values?.dtype !== 'float32') return false;
      shaped = this.#graph.add(`${bias}/shaped`, { ...values, shape: [1, filters, ...spatial] });
    }
    this.#integerNode(node, 'ConvInteger', stored, shape, shaped);
    return true;
  }

  /** The rows of an embedding are dequantised after they have been picked. */
  async #gather(node: Node): Promise<boolean> {
    const [name = '', indices = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const graph = this.#graph;
    const table = await graph.readConstant(name);
    if (table?.dtype !== 'float32' || table.shape.length !== 2 || new Attributes(node).int('axis', 0) !== 0)
      return false;
    if (!isFinite32(table.data)) return false;
    const [rows = 0, width = 0] = table.shape;
    const stored = this.#store(
      `${name}/by-row`,
      name,
      table.shape,
      () => quantiseToSymmetricInt8(table.data, { channels: rows, inner: width }, 'int8'),
      [rows, 1],
    );
    const value = (part: string) => graph.name(`${output}/${part}`);
    const [picked, numbers, scales] = [value('integers'), value('numbers'), value('scales')];
    const makeNode = (opType: string, inputs: string[], result: string, attributes = {}) =>
      createNode({ name: graph.name(`${result}/${opType}`), opType, inputs, outputs: [result], attributes });
    graph.replace(node, [
      makeNode('Gather', [stored.data, indices], picked),
      makeNode('Cast', [picked], numbers, { to: dataTypeNumbers.float32 }),
      makeNode('Gather', [stored.scales, indices], scales),
      makeNode('Mul', [numbers, scales], output),
    ]);
    return true;
  }

  /** Stores weights once for all nodes that share them. */
  #store(
    key: string,
    name: string,
    shape: readonly number[],
    quantise: () => Int8Weights,
    scalesShape?: readonly number[],
  ): StoredWeights {
    const known = this.#weights.get(key);
    if (known) return known;
    const { data, scales, zeroPoint } = quantise();
    const dtype = data instanceof Int8Array ? 'int8' : 'uint8';
    const zero = data instanceof Int8Array ? Int8Array.of(zeroPoint) : Uint8Array.of(zeroPoint);
    const stored = {
      data: this.#graph.add(`${name}/quantised`, { dtype, shape, data } as Parameters<Rewriter['add']>[1]),
      scales: this.#graph.add(`${name}/scale`, {
        dtype: 'float32',
        shape: scalesShape ?? (scales.length === 1 ? [] : [scales.length]),
        data: scales,
      }),
      zeroPoint: this.#graph.add(`${name}/zero-point`, {
        dtype,
        shape: [],
        data: zero,
      } as Parameters<Rewriter['add']>[1]),
    };
    this.#weights.set(key, stored);
    return stored;
  }

  /** Replaces a node by an integer operator on its quantised input, and the scaling of the result. */
  #integerNode(node: Node, opType: string, weights: StoredWeights, scaleShape: readonly number[], bias: string | null) {
    const graph = this.#graph;
    const [x = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const nodes: Node[] = [];
    const makeNode = (
      type: string,
      inputs: string[],
      outputs: string[],
      attributes = {},
      from: Node['attributes'] = [],
    ) =>
      void nodes.push(
        createNode({ name: graph.name(`${output}/${type}`), opType: type, inputs, outputs, attributes, from }),
      );
    let activation = this.#activations.get(x);
    if (!activation) {
      const nameValue = (name: string) => graph.name(`${x}/${name}`);
      activation = { data: nameValue('quantised'), scale: nameValue('scale'), zero: nameValue('zero-point') };
      makeNode('DynamicQuantizeLinear', [x], [activation.data, activation.scale, activation.zero]);
      this.#activations.set(x, activation);
    }
    const [sums, numbers, factor] = ['sums', 'numbers', 'factor'].map((name) => graph.name(`${output}/${name}`)) as [
      string,
      string,
      string,
    ];
    const attributes = opType === 'ConvInteger' ? node.attributes : [];
    makeNode(opType, [activation.data, weights.data, activation.zero, weights.zeroPoint], [sums], {}, attributes);
    makeNode('Cast', [sums], [numbers], { to: dataTypeNumbers.float32 });
    let scales = weights.scales;
    if (scaleShape.length > 1) {
      const stored = graph.findStored(scales);
      if (stored) scales = graph.addStored({ ...stored, name: `${scales}/shaped`, dims: [...scaleShape] });
    }
    makeNode('Mul', [activation.scale, scales], [factor]);
    const product = bias === null ? output : graph.name(`${output}/product`);
    makeNode('Mul', [numbers, factor], [product]);
    if (bias !== null) makeNode('Add', [product, bias], [output]);
    graph.replace(node, nodes);
  }
}
