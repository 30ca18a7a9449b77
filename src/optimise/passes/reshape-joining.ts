import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isStandard, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/** Operators that change only the shape of their first input. */
const reshapingOperators = new Set(['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);

/**
 * Removes reshaping operators directly before a Reshape, and merges consecutive Slices of different axes.
 *
 * Facts: `joined`, the number of merged pairs.
 */
export const reshapeJoining: Step = {
  id: 'reshape-joining',
  async apply(graph) {
    let joinedCount = 0;
    for (const node of graph.findNodes('Reshape')) {
      const before = findSkippable(node, graph);
      if (!before || !(await hasIndependentShape(node, graph))) continue;
      const { name, outputs, attributes, inputs } = node;
      const [x = ''] = before.inputs;
      graph.replace(node, [
        createNode({ name, opType: 'Reshape', inputs: [x, inputs[1]!], outputs, from: attributes }),
      ]);
      graph.replace(before, []);
      joinedCount++;
    }
    for (const node of graph.findNodes('Slice')) if (await joinSlices(node, graph)) joinedCount++;
    return reportRewritten({ joined: joinedCount });
  },
};

/** Finds the reshaping operator before a node, if only this node reads its result. */
function findSkippable(node: Node, graph: Rewriter): Node | null {
  const [value = ''] = node.inputs;
  const before = graph.findProducer(value);
  const isRead = before && isStandard(before) && graph.findOnlyConsumer(value) === node && node.inputs.length === 2;
  return isRead && reshapingOperators.has(before.opType) && node.inputs[1] !== value ? before : null;
}

/** Whether the target shape is independent of the input shape. A size of 0 copies that of the input. */
async function hasIndependentShape(node: Node, graph: Rewriter): Promise<boolean> {
  const sizes = await graph.readNumbers(node.inputs[1] ?? '', 'int64');
  return sizes !== null && !sizes.includes(0) && (new Attributes(node).int('allowzero') ?? 0) === 0;
}

async function joinSlices(node: Node, graph: Rewriter): Promise<boolean> {
  const [value = ''] = node.inputs;
  const before = graph.findProducer(value);
  if (!before || before.opType !== 'Slice' || !isStandard(before)) return false;
  if (graph.findOnlyConsumer(value) !== node || graph.opset < 10) return false;
  const rank = graph.inferValue(before.inputs[0] ?? '').shape?.length;
  if (rank === undefined) return false;
  const [first, second] = [await readSliceBounds(before, graph, rank), await readSliceBounds(node, graph, rank)];
  if (!first || !second || second.axes.some((axis) => first.axes.includes(axis))) return false;
  const add = (field: keyof SliceBounds) => {
    const data = BigInt64Array.from([...first[field], ...second[field]], BigInt);
    return graph.addInitializer(`${node.outputs[0] ?? ''}/${field}`, { dtype: 'int64', shape: [data.length], data });
  };
  const inputs = [before.inputs[0] ?? '', add('starts'), add('ends'), add('axes'), add('steps')];
  graph.replace(node, [createNode({ name: node.name, opType: 'Slice', inputs, outputs: node.outputs })]);
  graph.replace(before, []);
  return true;
}

interface SliceBounds {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[];
  readonly steps: readonly number[];
}

/** Reads stored int64 bounds and fills in defaults. Returns `null` if they are computed. */
async function readSliceBounds({ inputs }: Node, graph: Rewriter, rank: number): Promise<SliceBounds | null> {
  const readInput = async (index: number) => {
    const name = inputs[index] ?? '';
    return name === '' ? undefined : graph.readNumbers(name, 'int64');
  };
  const [starts, ends, axes, steps] = [await readInput(1), await readInput(2), await readInput(3), await readInput(4)];
  if (!starts || !ends || axes === null || steps === null || starts.length !== ends.length) return null;
  const normalised = (axes ?? starts.map((_, axis) => axis)).map((axis) => (axis < 0 ? axis + rank : axis));
  const allSteps = steps ?? starts.map(() => 1);
  const isValid = [normalised, allSteps].every(({ length }) => length === starts.length);
  // Ends beyond 2^53 mean the end of an axis, and are not exact as numbers.
  const isExact = [...starts, ...ends].every((value) => Number.isSafeInteger(value));
  return isValid && isExact && new Set(normalised).size === starts.length
    ? { starts, ends, axes: normalised, steps: allSteps }
    : null;
}
