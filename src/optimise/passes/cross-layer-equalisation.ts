import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';
import { isDepthwise, computeWeightOffset, readLayer, type Layer } from '../weighted-layer.ts';

/** Positively homogeneous operators: they commute with a positive factor per channel. */
const homogeneousOperators = new Set(['Relu', 'LeakyRelu', 'MaxPool', 'AveragePool', 'GlobalAveragePool']);
/**
 * Iteration stops once all factors are this close to 1. Each round halves their logarithms. Heuristic, not measured.
 */
const convergenceTolerance = 0.01;
const maxRounds = 20;

/** A layer in float64, so that repeated scaling adds no rounding errors. */
interface ScaledLayer extends Omit<Layer, 'weights' | 'bias'> {
  readonly weights: Float64Array;
  readonly bias: Float64Array | null;
}

/**
 * Scales the channels between neighbouring layers so that the weights on both sides span equal ranges, which improves
 * per-tensor quantisation: Nagel et al., “Data-Free Quantization Through Weight Equalization and Bias Correction”
 * (ICCV 2019), section 4.1. Layers are Gemm and convolutions; the second convolution may be depthwise but not grouped.
 * Only positively homogeneous operators may be between them, so not Clip.
 *
 * Facts: `layers`, the number whose weights changed.
 */
export const crossLayerEqualisation: Step = {
  id: 'cross-layer-equalisation',
  async apply(graph, { signal }) {
    const layers = new Map<Node, ScaledLayer>();
    for (const node of graph.findNodes('Conv', 'Gemm')) {
      const layer = await readLayer(node, graph);
      if (layer) layers.set(node, toFloat64(layer));
    }
    const pairs = [...layers.values()].flatMap((first): [ScaledLayer, ScaledLayer][] => {
      const nextLayer = findNextLayer(first.node, graph);
      const second = nextLayer && layers.get(nextLayer);
      return second && areEqualisable(first, second) ? [[first, second]] : [];
    });
    const changedLayers = new Set<ScaledLayer>();
    for (let round = 0, maxChange = Infinity; round < maxRounds && maxChange > convergenceTolerance; round++) {
      signal?.throwIfAborted();
      maxChange = 0;
      for (const [first, second] of pairs) {
        const change = equalise(first, second);
        if (change > convergenceTolerance) changedLayers.add(first).add(second);
        maxChange = Math.max(maxChange, change);
      }
    }
    for (const layer of changedLayers) storeLayer(layer, graph);
    return reportRewritten({ layers: changedLayers.size });
  },
};

function toFloat64(layer: Layer): ScaledLayer {
  const { weights, bias } = layer;
  return { ...layer, weights: Float64Array.from(weights), bias: bias && Float64Array.from(bias) };
}

function findNextLayer({ outputs: [output = ''] }: Node, graph: Rewriter): Node | undefined {
  const consumer = graph.findOnlyConsumer(output);
  if (!consumer || consumer.inputs[0] !== output) return undefined;
  return homogeneousOperators.has(consumer.opType) && consumer.outputs.length === 1
    ? findNextLayer(consumer, graph)
    : consumer;
}

function areEqualisable({ layout: first, node }: ScaledLayer, { layout: second, node: next }: ScaledLayer): boolean {
  if (node.opType !== next.opType) return false;
  return first.outputs === second.inputs * second.groups && (second.groups === 1 || isDepthwise(second));
}

/** @returns the maximum deviation of a scaling factor from 1 */
function equalise(first: ScaledLayer, second: ScaledLayer): number {
  let maxDeviation = 0;
  for (let channel = 0; channel < first.layout.outputs; channel++) {
    const outgoing = Array.from({ length: first.layout.inputs }, (_, input) =>
      computeWeightOffset(first.layout, channel, input),
    );
    const incoming = isDepthwise(second.layout)
      ? [computeWeightOffset(second.layout, channel, 0)]
      : Array.from({ length: second.layout.outputs }, (_, output) =>
          computeWeightOffset(second.layout, output, channel),
        );
    const ranges = [findMaxMagnitude(first, outgoing), findMaxMagnitude(second, incoming)] as const;
    if (ranges[0] === 0 || ranges[1] === 0) continue;
    const factor = Math.sqrt(ranges[0] / ranges[1]);
    scale(first, outgoing, 1 / factor);
    scale(second, incoming, factor);
    if (first.bias) first.bias[channel]! /= factor;
    maxDeviation = Math.max(maxDeviation, Math.abs(factor - 1));
  }
  return maxDeviation;
}

function findMaxMagnitude({ weights, layout: { inner } }: ScaledLayer, offsets: readonly number[]): number {
  let range = 0;
  for (const offset of offsets)
    for (let index = offset; index < offset + inner; index++) range = Math.max(range, Math.abs(weights[index]!));
  return range;
}

function scale({ weights, layout: { inner } }: ScaledLayer, offsets: readonly number[], factor: number): void {
  for (const offset of offsets) for (let index = offset; index < offset + inner; index++) weights[index]! *= factor;
}

function storeLayer({ node, weights, bias }: ScaledLayer, graph: Rewriter): void {
  for (const [index, values] of [weights, bias].entries()) {
    const name = node.inputs[index + 1] ?? '';
    const storedTensor = graph.findStored(name);
    if (!values || !storedTensor) continue;
    const data = Float32Array.from(values);
    graph.setInput(
      node,
      index + 1,
      graph.addInitializer(`${name}/equalised`, { dtype: 'float32', shape: storedTensor.dims, data }),
    );
  }
}
