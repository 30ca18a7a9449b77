import type { Tensor } from '#core/engine/tensor.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { maxFloat16, minFloat16 } from '#core/encoding/float16.ts';
import { changePrecision } from '../precision/change-precision.ts';
import type { OptionSpecs } from '../option-specs.ts';
import { precisionOperators } from '../precision/precision-operators.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten, type StepContext } from '../optimisation-step.ts';
import { calibrate } from './calibration.ts';
import { defineScheme } from './define-scheme.ts';
import { getDisplayName, createSelectionSpecs, findSharedWeight } from './node-selection.ts';

const specs = {
  headroom: { kind: 'number', min: 1, max: 65_504, default: 2 },
  ...createSelectionSpecs([...precisionOperators]),
} as const satisfies OptionSpecs;

/**
 * Converts computations and weights to float16. Nodes that float16 cannot represent stay in float32: those with a
 * constant beyond 65504 or one that would mostly underflow to 0, such as an epsilon, and those that read or compute a
 * value beyond 65504 / `headroom` on the calibration inputs, if there are any. Inputs and outputs of the graph keep
 * their type. Options: `headroom` (the factor by which values may exceed those of the calibration inputs), `operators`,
 * `excludedNodes`.
 *
 * Facts: `nodes`, `casts` and `kept`, as in `ChangedCounts`, and `outOfRange`, the nodes kept because of their values.
 */
export const float16 = defineScheme('float16', specs, async (graph, context, options) => {
  const excludedNames = new Set(options.excludedNodes);
  const operators = new Set(options.operators);
  const isSelected = (node: Node) => operators.has(node.opType) && !excludedNames.has(getDisplayName(node));
  const outOfRange = await findNodesWithLargeValues(graph.nodes.filter(isSelected), graph, context, options.headroom);
  for (const node of graph.nodes) {
    context.signal?.throwIfAborted();
    if (!(await hasRepresentableConstants(node, graph))) outOfRange.add(node);
  }
  const { nodes, casts, kept } = changePrecision(
    graph,
    { from: 'float32', to: 'float16' },
    (node) => outOfRange.has(node) || !isSelected(node) || findSharedWeight(node, graph) !== null,
  );
  const unrepresentableCount = [...outOfRange].filter(isSelected).length;
  if (nodes === 0 && unrepresentableCount > 0)
    return reportNotApplicable('beyond-float16', { nodes: unrepresentableCount });
  return reportRewritten(nodes === 0 ? {} : { nodes, casts, kept, outOfRange: outOfRange.size });
});

/** Finds nodes whose computed operands or results are too large on the calibration inputs; none without inputs. */
async function findNodesWithLargeValues(
  nodes: readonly Node[],
  graph: Rewriter,
  { engine, calibrationInputs, ...context }: StepContext,
  headroom: number,
): Promise<Set<Node>> {
  if (!engine || !calibrationInputs) return new Set();
  const listFloat32Values = ({ inputs, outputs }: Node) =>
    [...inputs, ...outputs].filter(
      (name) => name !== '' && !graph.findStored(name) && graph.inferDtype(name) === 'float32',
    );
  const values = [...new Set(nodes.flatMap(listFloat32Values))];
  const minMax = { calibration: 'min-max', percentile: 100 } as const;
  const ranges = await calibrate(graph.model, values, minMax, { ...context, engine, calibrationInputs });
  const isLarge = (name: string) => {
    const { min = 0, max = 0 } = ranges.get(name) ?? {};
    return Math.max(-min, max) * headroom > maxFloat16;
  };
  return new Set(nodes.filter((node) => listFloat32Values(node).some(isLarge)));
}

async function hasRepresentableConstants({ inputs }: Node, graph: Rewriter): Promise<boolean> {
  for (const name of inputs) {
    const tensor = await graph.readConstant(name);
    if (tensor && !isRepresentable(tensor)) return false;
  }
  return true;
}

function isRepresentable(tensor: Tensor): boolean {
  if (tensor.dtype !== 'float32') return true;
  let [underflowing, representable] = [0, 0];
  for (const value of tensor.data) {
    const magnitude = Math.abs(value);
    if (!(magnitude <= maxFloat16)) return false;
    if (magnitude >= minFloat16) representable++;
    else if (magnitude > 0) underflowing++;
  }
  return underflowing <= representable;
}
