import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { dataTypeNumbers, type Node } from '#formats/onnx/onnx-model.ts';
import { createNode } from '../nodes.ts';
import type { OptionSpecs, OptionValues } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten } from '../optimisation-step.ts';
import {
  quantiseToAsymmetricUint8,
  areFinite,
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
 * Stores the weights of matrix products and embeddings in 8 bits, and quantises activations at run time to the range of
 * each input. Options: `weights` (`int8`, symmetric, or `uint8`, with a zero point), `perChannel`, `reducedRange`,
 * `operators`, `excludedNodes`. Convolutions are excluded by default because engines compute integer ones slowly.
 *
 * Facts: `nodes`, the number quantised, and `skipped`, those whose weights are computed or not finite.
 */
export const dynamicInt8 = defineScheme('dynamic-int8', specs, async (graph, { signal, onProgress }, options) => {
  // DynamicQuantizeLinear needs opset 11.
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

/** Names of the stored weights of an integer operator. */
interface StoredWeights {
  readonly data: string;
  readonly scales: string;
  readonly zeroPoint: string;
}

class DynamicQuantiser {
  readonly #graph: Rewriter;
  readonly #options: Options;
  /** Quantised activations by the name of the original value. */
  readonly #activations = new Map<string, { readonly data: string; readonly scale: string; readonly zero: string }>();
  readonly #weights = new Map<string, StoredWeights>();

  constructor(graph: Rewriter, options: Options) {
    this.#graph = graph;
    this.#options = options;
  }

  /** @returns whether the node was replaced */
  quantise(node: Node): Promise<boolean> {
    if (node.opType === 'Gather') return this.#quantiseEmbedding(node);
    return node.opType === 'Conv' ? this.#quantiseConvolution(node) : this.#quantiseProduct(node);
  }

  async #quantiseProduct(node: Node): Promise<boolean> {
    const matrix = await readMatrix(node, this.#graph);
    if (!matrix || !areFinite(matrix.data)) return false;
    const { weights, perChannel, reducedRange } = this.#options;
    const { rows, columns, data } = matrix;
    const channels: Channels = perChannel ? { channels: columns, inner: 1 } : oneChannel;
    const isAsymmetric = weights === 'uint8' && !perChannel;
    const stored = this.#storeWeights(
      `${matrix.name}/${perChannel ? 'by-column' : 'whole'}`,
      matrix.name,
      [rows, columns],
      () =>
        isAsymmetric
          ? quantiseToAsymmetricUint8(data, reducedRange)
          : quantiseToSymmetricInt8(data, channels, weights, reducedRange),
    );
    this.#replaceByIntegerNode(node, 'MatMulInteger', stored, perChannel ? [columns] : [], matrix.bias);
    return true;
  }

  async #quantiseConvolution(node: Node): Promise<boolean> {
    const [, name = '', bias = ''] = node.inputs;
    const weights = await this.#graph.readConstant(name);
    if (weights?.dtype !== 'float32' || !areFinite(weights.data)) return false;
    const [filters = 1] = weights.shape;
    const channels = this.#options.perChannel
      ? { channels: filters, inner: weights.data.length / filters }
      : oneChannel;
    // onnxruntime's ConvInteger has no kernel for int8 weights.
    const stored = this.#storeWeights(`${name}/filters`, name, weights.shape, () =>
      quantiseToSymmetricInt8(weights.data, channels, 'uint8', this.#options.reducedRange),
    );
    const spatial = weights.shape.slice(2).map(() => 1);
    const shape = this.#options.perChannel ? [1, filters, ...spatial] : [];
    let reshapedBias: string | null = null;
    if (bias !== '') {
      const values = await this.#graph.readConstant(bias);
      if (values?.dtype !== 'float32') return false;
      reshapedBias = this.#graph.addInitializer(`${bias}/shaped`, { ...values, shape: [1, filters, ...spatial] });
    }
    this.#replaceByIntegerNode(node, 'ConvInteger', stored, shape, reshapedBias);
    return true;
  }

  /** Dequantises only the rows of an embedding that are looked up. */
  async #quantiseEmbedding(node: Node): Promise<boolean> {
    const [name = '', indices = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const graph = this.#graph;
    const table = await graph.readConstant(name);
    if (table?.dtype !== 'float32' || table.shape.length !== 2 || new Attributes(node).int('axis', 0) !== 0)
      return false;
    if (!areFinite(table.data)) return false;
    const [rows = 0, width = 0] = table.shape;
    const stored = this.#storeWeights(
      `${name}/by-row`,
      name,
      table.shape,
      () => quantiseToSymmetricInt8(table.data, { channels: rows, inner: width }, 'int8'),
      [rows, 1],
    );
    const nameValue = (suffix: string) => graph.reserveName(`${output}/${suffix}`);
    const [integers, floats, scales] = [nameValue('integers'), nameValue('numbers'), nameValue('scales')];
    const createOutputNode = (opType: string, inputs: string[], result: string, attributes = {}) =>
      createNode({ name: graph.reserveName(`${result}/${opType}`), opType, inputs, outputs: [result], attributes });
    graph.replace(node, [
      createOutputNode('Gather', [stored.data, indices], integers),
      createOutputNode('Cast', [integers], floats, { to: dataTypeNumbers.float32 }),
      createOutputNode('Gather', [stored.scales, indices], scales),
      createOutputNode('Mul', [floats, scales], output),
    ]);
    return true;
  }

  /** Stores weights once for all nodes that share them. */
  #storeWeights(
    key: string,
    name: string,
    shape: readonly number[],
    quantise: () => Int8Weights,
    scalesShape?: readonly number[],
  ): StoredWeights {
    const existingWeights = this.#weights.get(key);
    if (existingWeights) return existingWeights;
    const { data, scales, zeroPoint } = quantise();
    const dtype = data instanceof Int8Array ? 'int8' : 'uint8';
    const zero = data instanceof Int8Array ? Int8Array.of(zeroPoint) : Uint8Array.of(zeroPoint);
    const stored = {
      data: this.#graph.addInitializer(`${name}/quantised`, { dtype, shape, data } as Parameters<
        Rewriter['addInitializer']
      >[1]),
      scales: this.#graph.addInitializer(`${name}/scale`, {
        dtype: 'float32',
        shape: scalesShape ?? (scales.length === 1 ? [] : [scales.length]),
        data: scales,
      }),
      zeroPoint: this.#graph.addInitializer(`${name}/zero-point`, {
        dtype,
        shape: [],
        data: zero,
      } as Parameters<Rewriter['addInitializer']>[1]),
    };
    this.#weights.set(key, stored);
    return stored;
  }

  /** Replaces a node by an integer operator on its quantised input, followed by scaling of the result. */
  #replaceByIntegerNode(
    node: Node,
    opType: string,
    weights: StoredWeights,
    scaleShape: readonly number[],
    bias: string | null,
  ) {
    const graph = this.#graph;
    const [x = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const nodes: Node[] = [];
    const addNode = (
      type: string,
      inputs: string[],
      outputs: string[],
      attributes = {},
      from: Node['attributes'] = [],
    ) =>
      void nodes.push(
        createNode({ name: graph.reserveName(`${output}/${type}`), opType: type, inputs, outputs, attributes, from }),
      );
    let activation = this.#activations.get(x);
    if (!activation) {
      const nameValue = (name: string) => graph.reserveName(`${x}/${name}`);
      activation = { data: nameValue('quantised'), scale: nameValue('scale'), zero: nameValue('zero-point') };
      addNode('DynamicQuantizeLinear', [x], [activation.data, activation.scale, activation.zero]);
      this.#activations.set(x, activation);
    }
    const [sums, floatSums, factor] = ['sums', 'numbers', 'factor'].map((name) =>
      graph.reserveName(`${output}/${name}`),
    ) as [string, string, string];
    const attributes = opType === 'ConvInteger' ? node.attributes : [];
    addNode(opType, [activation.data, weights.data, activation.zero, weights.zeroPoint], [sums], {}, attributes);
    addNode('Cast', [sums], [floatSums], { to: dataTypeNumbers.float32 });
    let scales = weights.scales;
    if (scaleShape.length > 1) {
      const stored = graph.findStored(scales);
      if (stored) scales = graph.addTensorProto({ ...stored, name: `${scales}/shaped`, dims: [...scaleShape] });
    }
    addNode('Mul', [activation.scale, scales], [factor]);
    const product = bias === null ? output : graph.reserveName(`${output}/product`);
    addNode('Mul', [floatSums, factor], [product]);
    if (bias !== null) addNode('Add', [product, bias], [output]);
    graph.replace(node, nodes);
  }
}
