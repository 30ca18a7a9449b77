import type { Node } from '#formats/onnx/onnx-model.ts';
import { toAttribute } from '#formats/onnx/graph-builder.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { OptionSpecs } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten } from '../optimisation-step.ts';
import { isDepthwise, computeWeightOffset, readLayer, type Layer } from '../weighted-layer.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  removedChannels: { kind: 'number', min: 0, max: 0.95, default: 0.25 },
  ...createSelectionSpecs(['Conv', 'Gemm']),
} as const satisfies OptionSpecs;

/** Operators that process each channel independently. */
const channelwiseOperators = new Set(
  'Relu LeakyRelu Clip Sigmoid Tanh Gelu HardSwish Identity Dropout MaxPool AveragePool GlobalAveragePool GlobalMaxPool'.split(
    ' ',
  ),
);

/**
 * Removes the output channels with the smallest weights from convolutions and Gemm, and the matching inputs of the next
 * layer. This makes the file smaller and every engine faster. Channels are ranked by their L1 norm: H. Li et al.,
 * “Pruning Filters for Efficient ConvNets” (ICLR 2017). A layer is skipped if its result has other consumers, such as
 * the sum of a residual block. Options: `removedChannels` (the fraction per layer), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the pruned layers, `channels`, the number removed, and `skipped`, the unchanged layers.
 */
export const channelPruning = defineScheme('channel-pruning', specs, async (graph, { signal }, options) => {
  const selectedNodes = selectNodes(graph, options);
  const weights = new WeightEdits(graph);
  const facts = { nodes: 0, channels: 0 };
  for (const node of selectedNodes) {
    signal?.throwIfAborted();
    const path = await readPath(node, graph, weights);
    if (!path) continue;
    const keptChannels = selectKeptChannels(path.first, options.removedChannels);
    const removedChannels = path.first.layout.outputs - keptChannels.length;
    if (removedChannels === 0) continue;
    weights.keepOutputs(path.first, keptChannels);
    for (const layer of path.depthwise) weights.keepOutputs(layer, keptChannels, keptChannels.length);
    weights.keepInputs(path.last, keptChannels, path.inner);
    facts.nodes++;
    facts.channels += removedChannels;
  }
  weights.store();
  return reportRewritten(facts.nodes === 0 ? {} : { ...facts, skipped: selectedNodes.length - facts.nodes });
});

interface PrunablePath {
  readonly first: Layer;
  readonly depthwise: readonly Layer[];
  readonly last: Layer;
  /** Inputs of the last layer per channel; more than 1 after a Flatten. */
  readonly inner: number;
}

/**
 * Finds the path to the next layer that mixes channels. Returns `null` if an operator between them needs all channels.
 */
async function readPath(node: Node, graph: Rewriter, weights: WeightEdits): Promise<PrunablePath | null> {
  const first = await weights.readLayer(node);
  if (!first || first.layout.groups !== 1) return null;
  const depthwise: Layer[] = [];
  let output = node.outputs[0] ?? '';
  let isFlat = node.opType === 'Gemm';
  for (;;) {
    const consumer = graph.findOnlyConsumer(output);
    if (!consumer || consumer.inputs[0] !== output || consumer.inputs.lastIndexOf(output) > 0) return null;
    const layer = consumer.opType === 'Conv' || consumer.opType === 'Gemm' ? await weights.readLayer(consumer) : null;
    if (layer && isDepthwise(layer.layout) && layer.layout.outputs === first.layout.outputs) depthwise.push(layer);
    else if (layer && layer.layout.groups === 1 && isFlat === (consumer.opType === 'Gemm')) {
      const inner = layer.layout.inputs / first.layout.outputs;
      const fits = Number.isInteger(inner) && (isFlat || inner === 1);
      return fits ? { first, depthwise, last: layer, inner } : null;
    } else if (consumer.opType === 'Flatten' && !isFlat && new Attributes(consumer).int('axis', 1) === 1) isFlat = true;
    else if (!channelwiseOperators.has(consumer.opType) || consumer.outputs.length > 1) return null;
    output = consumer.outputs[0] ?? '';
  }
}

/** Returns the channels with the largest L1 norms, at least one, in ascending order. */
function selectKeptChannels({ weights, layout }: Layer, removedChannels: number): number[] {
  const { outputs, inputs, inner } = layout;
  const sums = Array.from({ length: outputs }, (_, output) => {
    let sum = 0;
    for (let input = 0; input < inputs; input++) {
      const offset = computeWeightOffset(layout, output, input);
      for (let index = offset; index < offset + inner; index++) sum += Math.abs(weights[index]!);
    }
    return { output, sum };
  });
  const count = Math.max(1, outputs - Math.floor(outputs * removedChannels));
  const keptChannels = sums.toSorted((a, b) => b.sum - a.sum).slice(0, count);
  return keptChannels.map(({ output }) => output).toSorted((a, b) => a - b);
}

/** Pruned layers, whose weights are stored at the end. */
class WeightEdits {
  readonly #graph: Rewriter;
  readonly #layers = new Map<Node, Layer | null>();
  readonly #changed = new Set<Node>();

  constructor(graph: Rewriter) {
    this.#graph = graph;
  }

  /** Reads a layer with the edits so far; `null` as for the function `readLayer`. */
  async readLayer(node: Node): Promise<Layer | null> {
    const existingLayer = this.#layers.get(node);
    if (existingLayer !== undefined) return existingLayer;
    const layer = await readLayer(node, this.#graph);
    this.#layers.set(node, layer);
    return layer;
  }

  /** @param groups the new number of groups of the layer */
  keepOutputs({ node }: Layer, kept: readonly number[], groups = 1): void {
    const layer = this.#layers.get(node)!;
    const bias = layer.bias && Float32Array.from(kept, (output) => layer.bias![output]!);
    this.#set({ ...selectChannels(layer, kept, null), bias }, groups);
  }

  /** @param inner inputs per channel */
  keepInputs({ node }: Layer, kept: readonly number[], inner: number): void {
    const inputs = kept.flatMap((channel) => Array.from({ length: inner }, (_, index) => channel * inner + index));
    this.#set(selectChannels(this.#layers.get(node)!, null, inputs));
  }

  #set(layer: Layer, groups = layer.layout.groups): void {
    this.#layers.set(layer.node, { ...layer, layout: { ...layer.layout, groups } });
    this.#changed.add(layer.node);
  }

  store(): void {
    const graph = this.#graph;
    for (const node of this.#changed) {
      const { weights: data, shape, bias, layout } = this.#layers.get(node)!;
      const [, w = '', b = ''] = node.inputs;
      graph.setInput(node, 1, graph.addInitializer(`${w}/pruned`, { dtype: 'float32', shape, data }));
      if (bias)
        graph.setInput(
          node,
          2,
          graph.addInitializer(`${b}/pruned`, { dtype: 'float32', shape: [bias.length], data: bias }),
        );
      if (layout.groups > 1)
        node.attributes = node.attributes.map((attribute) =>
          attribute.name === 'group' ? toAttribute('group', layout.groups) : attribute,
        );
    }
    // The declared shapes of values between layers are no longer valid. Engines infer them.
    if (this.#changed.size > 0 && graph.model.graph) graph.model.graph.valueInfos = [];
  }
}

/** Selects output and input channels of a layer's weights; `null` selects all. */
function selectChannels(layer: Layer, outputs: readonly number[] | null, inputs: readonly number[] | null): Layer {
  const { layout, weights, shape } = layer;
  const [rows, columns] = [outputs ?? listIndices(layout.outputs), inputs ?? listIndices(layout.inputs)];
  const selectedLayout = { ...layout, outputs: rows.length, inputs: columns.length };
  const selected = new Float32Array(rows.length * columns.length * layout.inner);
  for (const [output, from] of rows.entries())
    for (const [input, source] of columns.entries()) {
      const offset = computeWeightOffset(layout, from, source);
      selected.set(weights.subarray(offset, offset + layout.inner), computeWeightOffset(selectedLayout, output, input));
    }
  const sizes = layout.hasInputsFirst ? [columns.length, rows.length] : [rows.length, columns.length];
  return { ...layer, layout: selectedLayout, weights: selected, shape: [...sizes, ...shape.slice(2)] };
}

function listIndices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
