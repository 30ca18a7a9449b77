import type { Node } from '#formats/onnx/onnx-model.ts';
import { importDomain, microsoft, createNode } from '../nodes.ts';
import type { OptionSpecs, OptionValues } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten, type StepContext } from '../optimisation-step.ts';
import { searchActivationFactors, scaleChannels } from './activation-factors.ts';
import { replaceByBlockProduct, replaceGather } from './block-nodes.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import { quantiseWithGptq, computeInverseFactor } from './gptq.ts';
import { measureInputStatistics, type InputStatistics } from './input-statistics.ts';
import { areFinite } from './int8-weights.ts';
import { readMatrix, transpose, type Matrix } from './matrix-algebra.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  bits: { kind: 'choice', values: [2, 4, 8], default: 4 },
  blockSize: { kind: 'choice', values: [32, 64, 128], default: 32 },
  symmetric: { kind: 'flag', default: true },
  scales: { kind: 'choice', values: ['range', 'mse', 'hqq'], default: 'mse' },
  rounding: { kind: 'choice', values: ['nearest', 'gptq'], default: 'nearest' },
  activationAware: { kind: 'flag', default: false },
  accuracyLevel: { kind: 'choice', values: [0, 1, 2, 3, 4], default: 0 },
  ...createSelectionSpecs(['MatMul', 'Gemm', 'Gather']),
} as const satisfies OptionSpecs;
type Options = OptionValues<typeof specs>;

/**
 * Stores the weights of matrix products and embeddings in blocks of a few bits, each with a scale, for onnxruntime's
 * operators `MatMulNBits` and `GatherBlockQuantized`. Activations stay float32. Options: `bits` (2, only for products;
 * 4; 8; onnxruntime has no kernel for 3), `blockSize`, `symmetric`, `scales` (`BlockOptions`; `hqq` for engines on the
 * CPU), `rounding` (`gptq` needs calibration inputs, and minimises the change of the products), `activationAware` (AWQ,
 * which needs calibration inputs: weights of channels with large inputs are scaled up, and the inputs down),
 * `accuracyLevel` (0: the engine's default; 4: it may compute with int8 activations), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the number quantised, `scaledInputs`, and `skipped`, those whose weights are computed or not finite.
 */
export const weightOnly = defineScheme('weight-only', specs, async (graph, context, options) => {
  const selectedProducts = selectNodes(graph, options);
  const tables = selectedProducts.filter(({ opType }) => opType === 'Gather');
  const products = selectedProducts.filter(({ opType }) => opType !== 'Gather');
  const isCalibrated = options.rounding === 'gptq' || options.activationAware;
  if (isCalibrated && products.length > 0) {
    if (!context.engine) return reportNotApplicable('no-engine');
    if (!context.calibrationInputs) return reportNotApplicable('no-samples');
  }
  const facts = { nodes: 0, scaledInputs: 0 };
  const countNode = () => {
    facts.nodes++;
    context.onProgress?.(facts.nodes / selectedProducts.length);
  };
  for (const node of tables) {
    context.signal?.throwIfAborted();
    if (await replaceGather(node, graph, options)) countNode();
  }
  for await (const { nodes, statistics } of groupByInput(products, graph, context, options)) {
    context.signal?.throwIfAborted();
    const isScaled = await quantiseProducts(nodes, statistics, graph, options, countNode);
    if (isScaled) facts.scaledInputs++;
  }
  if (facts.nodes > 0) importDomain(graph.model, microsoft, 1);
  return reportRewritten(facts.nodes === 0 ? {} : { ...facts, skipped: selectedProducts.length - facts.nodes });
});

interface InputGroup {
  /** Products that read the same input; a single product if there are no statistics. */
  readonly nodes: readonly Node[];
  readonly statistics: InputStatistics | null;
}

/** Groups products by their input, with its calibration statistics if an option needs them. */
async function* groupByInput(
  products: readonly Node[],
  graph: Rewriter,
  { engine, calibrationInputs, ...context }: StepContext,
  { rounding, activationAware }: Options,
): AsyncGenerator<InputGroup> {
  const remainingProducts = new Set(products);
  if (engine && calibrationInputs && products.length > 0 && (rounding === 'gptq' || activationAware)) {
    context.signal?.throwIfAborted();
    const consumers = Map.groupBy(products, ({ inputs }) => inputs[0] ?? '');
    const sizes = new Map<string, number>();
    for (const [input, nodes] of consumers) {
      const [first] = await Promise.all(nodes.slice(0, 1).map((node) => readMatrix(node, graph)));
      if (first && !graph.findStored(input)) sizes.set(input, first.rows);
    }
    const calibration = { ...context, engine, calibrationInputs };
    for await (const group of measureInputStatistics(graph.model, sizes, rounding === 'gptq', calibration))
      for (const [input, statistics] of group) {
        const nodes = consumers.get(input) ?? [];
        for (const node of nodes) remainingProducts.delete(node);
        yield { nodes, statistics };
      }
  }
  for (const node of remainingProducts) yield { nodes: [node], statistics: null };
}

/** @returns whether the input is scaled */
async function quantiseProducts(
  nodes: readonly Node[],
  statistics: InputStatistics | null,
  graph: Rewriter,
  options: Options,
  countNode: () => void,
): Promise<boolean> {
  const quantisable: {
    readonly node: Node;
    readonly matrix: Matrix;
    readonly weights: Float32Array<ArrayBuffer>;
  }[] = [];
  for (const node of nodes) {
    const matrix = await readMatrix(node, graph);
    if (!matrix || matrix.data.length === 0 || !areFinite(matrix.data)) continue;
    // MatMulNBits stores the matrix column by column.
    quantisable.push({ node, matrix, weights: transpose(matrix.data, matrix.rows, matrix.columns) });
  }
  const [first] = quantisable;
  if (!first) return false;
  const allWeights = quantisable.map(({ weights }) => weights);
  const factors =
    options.activationAware && statistics ? searchActivationFactors(allWeights, statistics, options) : null;
  const moments = statistics?.secondMoments ?? null;
  const inverse = moments && computeInverseFactor(scaleMoments(moments, factors), first.matrix.rows);
  const input = factors ? scaleInput(first.node, factors, graph) : null;
  for (const { node, matrix, weights } of quantisable) {
    const scaled = factors ? scaleChannels(weights, factors) : weights;
    const blocks = inverse
      ? quantiseWithGptq(scaled, matrix.rows, options, inverse)
      : quantiseBlocks(scaled, matrix.rows, options);
    replaceByBlockProduct(
      node,
      graph,
      { matrix, blocks, input: input?.value ?? null },
      options,
      node === first.node ? input?.added : undefined,
    );
    countNode();
  }
  return input !== null;
}

/** Returns the second moments of inputs divided by factors. Changes `moments`. */
function scaleMoments(moments: Float64Array, factors: Float32Array | null): Float64Array {
  if (!factors) return moments;
  const size = factors.length;
  for (let index = 0; index < moments.length; index++)
    moments[index]! /= factors[Math.floor(index / size)]! * factors[index % size]!;
  return moments;
}

/** Returns the input divided by the factor of each channel, and the node that computes it. */
function scaleInput({ inputs: [input = ''] }: Node, factors: Float32Array, graph: Rewriter) {
  const value = graph.reserveName(`${input}/scaled`);
  const data = factors.map((factor) => 1 / factor);
  const reciprocals = graph.addInitializer(`${input}/factors`, { dtype: 'float32', shape: [data.length], data });
  const name = graph.reserveName(`${value}/Mul`);
  return { value, added: createNode({ name, opType: 'Mul', inputs: [input, reciprocals], outputs: [value] }) };
}
