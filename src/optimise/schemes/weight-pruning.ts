import type { OptionSpecs } from '../option-specs.ts';
import { reportRewritten } from '../optimisation-step.ts';
import { computeWeightOffset, findWeightLayout, type WeightLayout } from '../weighted-layer.ts';
import { areFinite } from './int8-weights.ts';
import { defineScheme } from './define-scheme.ts';
import { selectNodes, createSelectionSpecs } from './node-selection.ts';

const specs = {
  pattern: { kind: 'choice', values: ['unstructured', '2:4', '4:8'], default: 'unstructured' },
  sparsity: { kind: 'number', min: 0, max: 0.99, default: 0.5 },
  ...createSelectionSpecs(['Conv', 'Gemm', 'MatMul']),
} as const satisfies OptionSpecs;

/**
 * Sets the weights of the smallest magnitudes to 0. The file keeps its size but compresses better, and only engines
 * with sparse kernels become faster. Options: `pattern` (`unstructured`: the smallest weights of each node; `2:4` or
 * `4:8`: half of every 4 or 8 neighbouring inputs of an output, as in A. Mishra et al., “Accelerating Sparse Deep
 * Neural Networks”, 2021), `sparsity` (the pruned fraction for `unstructured`), `operators`, `excludedNodes`.
 *
 * Facts: `nodes`, the number pruned, `zeros` and `weights`, their zero weights and all their weights, and `skipped`,
 * nodes whose weights are computed, shared or not finite.
 */
export const weightPruning = defineScheme('weight-pruning', specs, async (graph, { signal, onProgress }, options) => {
  const selectedNodes = selectNodes(graph, options);
  const facts = { nodes: 0, zeros: 0, weights: 0 };
  for (const [index, node] of selectedNodes.entries()) {
    signal?.throwIfAborted();
    onProgress?.(index / selectedNodes.length);
    const [, name = ''] = node.inputs;
    const tensor = await graph.readConstant(name);
    const layout = tensor && findWeightLayout(node, tensor.shape);
    if (tensor?.dtype !== 'float32' || !layout || !areFinite(tensor.data) || graph.findConsumers(name).length > 1)
      continue;
    const data = tensor.data as Float32Array<ArrayBuffer>;
    const before = countZeros(data);
    if (options.pattern === 'unstructured') pruneSmallest(data, options.sparsity);
    else pruneGroups(data, layout, Number(options.pattern.split(':')[1]));
    const zeros = countZeros(data);
    facts.zeros += zeros;
    facts.weights += data.length;
    if (zeros === before) continue;
    graph.setInput(node, 1, graph.addInitializer(`${name}/pruned`, { dtype: 'float32', shape: tensor.shape, data }));
    facts.nodes++;
  }
  return reportRewritten(facts.nodes === 0 ? {} : { ...facts, skipped: selectedNodes.length - facts.nodes });
});

function countZeros(values: Float32Array): number {
  return values.reduce((count, value) => (value === 0 ? count + 1 : count), 0);
}

/** Sets the smallest magnitudes to 0; of equal ones, the first. */
function pruneSmallest(values: Float32Array, sparsity: number): void {
  let remainingCount = Math.round(values.length * sparsity);
  const limit = values.map(Math.abs).sort()[remainingCount - 1] ?? -1;
  remainingCount -= values.reduce((count, value) => (Math.abs(value) < limit ? count + 1 : count), 0);
  for (const [index, value] of values.entries()) {
    if (Math.abs(value) < limit) values[index] = 0;
    else if (Math.abs(value) === limit && remainingCount-- > 0) values[index] = 0;
  }
}

/** Keeps the larger half of every group of `size` inputs of an output, and all inputs of an incomplete group. */
function pruneGroups(values: Float32Array, layout: WeightLayout, size: number): void {
  const { outputs, inputs, inner } = layout;
  for (let output = 0; output < outputs; output++)
    for (let first = 0; first + size <= inputs; first += size)
      for (let offset = 0; offset < inner; offset++) {
        const group = Array.from(
          { length: size },
          (_, input) => computeWeightOffset(layout, output, first + input) + offset,
        );
        const pruned = group.toSorted((a, b) => Math.abs(values[a]!) - Math.abs(values[b]!)).slice(0, size / 2);
        for (const index of pruned) values[index] = 0;
      }
}
