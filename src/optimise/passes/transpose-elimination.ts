import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isStandard, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/** Operators that change each value by itself, whatever its place. */
const elementwise = new Set(
  'Abs Ceil Clip Elu Erf Exp Floor HardSigmoid HardSwish LeakyRelu Log Mish Neg Reciprocal Relu Round Selu Sigmoid Sign Softplus Softsign Sqrt Tanh ThresholdedRelu'.split(
    ' ',
  ),
);

/**
 * Joins a transposition with the one before it, and removes both if they cancel. Operators between them that change each
 * value by itself are computed on the values before the first.
 *
 * Facts: `joined` and `cancelled`, numbers of pairs.
 */
export const transposeElimination: Step = {
  id: 'transpose-elimination',
  apply(graph) {
    let [joined, cancelled] = [0, 0];
    for (const node of graph.findNodes('Transpose')) {
      moveTransposePast(node, graph);
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
        graph.replace(node, [
          createNode({ name, opType: 'Transpose', inputs: [x], outputs: [y], attributes: { perm } }),
        ]);
        joined++;
      }
      const isUnread = graph.findConsumers(middle).length === 0 && !graph.isOutput(middle);
      if (isUnread && graph.findProducer(middle) === before) graph.replace(before, []);
    }
    return Promise.resolve(reportRewritten({ joined, cancelled }));
  },
};

/** The axes in their new order; by default, reversed. `null` if the rank is not known. */
function readPermutation(node: Node, graph: Rewriter): readonly number[] | null {
  const perm = new Attributes(node).ints('perm');
  if (perm) return perm;
  const rank = graph.inferValue(node.inputs[0] ?? '').shape?.length;
  return rank === undefined ? null : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** Moves the transposition before a chain of elementwise operators to its end, if only the chain reads it. */
function moveTransposePast(node: Node, graph: Rewriter): void {
  const chain: Node[] = [];
  let [value = ''] = node.inputs;
  let reader = node;
  for (;;) {
    const producer = graph.findProducer(value);
    if (!producer || !isStandard(producer) || graph.findOnlyConsumer(value) !== reader) return;
    if (producer.opType === 'Transpose') break;
    if (!elementwise.has(producer.opType) || producer.outputs.length !== 1) return;
    chain.unshift(producer);
    [value = ''] = producer.inputs;
    reader = producer;
  }
  const firstTranspose = graph.findProducer(value)!;
  if (chain.length === 0) return;
  // New names: what the file declares of the old ones no longer holds.
  let [moved = ''] = firstTranspose.inputs;
  for (const { name, opType, inputs, outputs, attributes } of chain) {
    const output = graph.name(`${outputs[0]}/before`);
    const made = createNode({ name, opType, inputs: [moved, ...inputs.slice(1)], outputs: [output], from: attributes });
    graph.insertBefore(node, [made]);
    moved = output;
  }
  const lastValue = graph.name(`${value}/after`);
  const { name, opType, attributes } = firstTranspose;
  graph.insertBefore(node, [createNode({ name, opType, inputs: [moved], outputs: [lastValue], from: attributes })]);
  graph.setInput(node, 0, lastValue);
  for (const old of [...chain.toReversed(), firstTranspose]) graph.replace(old, []);
}
