import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isStandard, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/** Operators that return the values of their first input in the same order, in another shape. */
const reshaping = new Set(['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);

/**
 * Makes a Reshape read the value before another reshaping operator, whose shape it replaces, and joins a Slice with the
 * one before it if they cut other axes.
 *
 * Facts: `joined`, the number of pairs.
 */
export const reshapeJoining: Step = {
  id: 'reshape-joining',
  async apply(graph) {
    let joined = 0;
    for (const node of graph.findNodes('Reshape')) {
      const before = findSkippable(node, graph);
      if (!before || !(await isFullShape(node, graph))) continue;
      const { name, outputs, attributes, inputs } = node;
      const [x = ''] = before.inputs;
      graph.replace(node, [
        createNode({ name, opType: 'Reshape', inputs: [x, inputs[1]!], outputs, from: attributes }),
      ]);
      graph.replace(before, []);
      joined++;
    }
    for (const node of graph.findNodes('Slice')) if (await joinSlices(node, graph)) joined++;
    return reportRewritten({ joined });
  },
};

/** The reshaping operator before a node, if only this node reads its result. */
function findSkippable(node: Node, graph: Rewriter): Node | null {
  const [value = ''] = node.inputs;
  const before = graph.findProducer(value);
  const isRead = before && isStandard(before) && graph.findOnlyConsumer(value) === node && node.inputs.length === 2;
  return isRead && reshaping.has(before.opType) && node.inputs[1] !== value ? before : null;
}

/** Whether the new shape does not depend on the old one: a size of 0 copies the size before. */
async function isFullShape(node: Node, graph: Rewriter): Promise<boolean> {
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
  const [first, second] = [await readCuts(before, graph, rank), await readCuts(node, graph, rank)];
  if (!first || !second || second.axes.some((axis) => first.axes.includes(axis))) return false;
  const add = (part: keyof Cuts) => {
    const data = BigInt64Array.from([...first[part], ...second[part]], BigInt);
    return graph.add(`${node.outputs[0] ?? ''}/${part}`, { dtype: 'int64', shape: [data.length], data });
  };
  const inputs = [before.inputs[0] ?? '', add('starts'), add('ends'), add('axes'), add('steps')];
  graph.replace(node, [createNode({ name: node.name, opType: 'Slice', inputs, outputs: node.outputs })]);
  graph.replace(before, []);
  return true;
}

interface Cuts {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[];
  readonly steps: readonly number[];
}

/** Stored int64 cuts with all defaults filled in; `null` if they are computed. */
async function readCuts({ inputs }: Node, graph: Rewriter, rank: number): Promise<Cuts | null> {
  const read = async (index: number) => {
    const name = inputs[index] ?? '';
    return name === '' ? undefined : graph.readNumbers(name, 'int64');
  };
  const [starts, ends, axes, steps] = [await read(1), await read(2), await read(3), await read(4)];
  if (!starts || !ends || axes === null || steps === null || starts.length !== ends.length) return null;
  const normalised = (axes ?? starts.map((_, axis) => axis)).map((axis) => (axis < 0 ? axis + rank : axis));
  const allSteps = steps ?? starts.map(() => 1);
  const isValid = [normalised, allSteps].every(({ length }) => length === starts.length);
  // Ends beyond 2^53 mark the end of an axis, and would not survive as numbers.
  const isExact = [...starts, ...ends].every((value) => Number.isSafeInteger(value));
  return isValid && isExact && new Set(normalised).size === starts.length
    ? { starts, ends, axes: normalised, steps: allSteps }
    : null;
}
