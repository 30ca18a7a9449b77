import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { newNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { rewrittenIf, type Step } from '../optimisation-step.ts';

/**
 * Joins a transposition with the one before it, and removes both if they cancel.
 *
 * Facts: `joined` and `cancelled`, numbers of pairs.
 */
export const transposeElimination: Step = {
  id: 'transpose-elimination',
  apply(graph) {
    let [joined, cancelled] = [0, 0];
    for (const node of graph.findNodes('Transpose')) {
      const [middle = ''] = node.inputs;
      const before = graph.findProducer(middle);
      if (before?.opType !== 'Transpose') continue;
      const [first, second] = [readPermutation(before, graph), readPermutation(node, graph)];
      const [x = '', y = ''] = [before.inputs[0], node.outputs[0]];
      if (!first || second?.length !== first.length) continue;
      const perm = second.map((axis) => first[axis] ?? 0);
      if (perm.every((axis, index) => axis === index)) {
        if (!graph.eliminate(node, x, y)) continue;
        cancelled++;
      } else {
        const { name } = node;
        graph.replace(node, [newNode({ name, opType: 'Transpose', inputs: [x], outputs: [y], attributes: { perm } })]);
        joined++;
      }
      const isUnread = graph.findConsumers(middle).length === 0 && !graph.isOutput(middle);
      if (isUnread && graph.findProducer(middle) === before) graph.replace(before, []);
    }
    return Promise.resolve(rewrittenIf({ joined, cancelled }));
  },
};

/** The axes in their new order; by default, reversed. `null` if the rank is not known. */
function readPermutation(node: Node, graph: Rewriter): readonly number[] | null {
  const perm = new Attributes(node).ints('perm');
  if (perm) return perm;
  const rank = graph.inferValue(node.inputs[0] ?? '').shape?.length;
  return rank === undefined ? null : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}
