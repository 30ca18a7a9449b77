import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isStandard, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

const elementwiseOperators = new Set(
  'Abs Ceil Clip Elu Erf Exp Floor HardSigmoid HardSwish LeakyRelu Log Mish Neg Reciprocal Relu Round Selu Sigmoid Sign Softplus Softsign Sqrt Tanh ThresholdedRelu'.split(
    ' ',
  ),
);

/**
 * Merges consecutive transposes, and removes both if they cancel. Elementwise operators between them are moved before
 * the first.
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

/** Returns the permutation of a Transpose, by default reversed axes, or `null` if the rank is unknown. */
function readPermutation(node: Node, graph: Rewriter): readonly number[] | null {
  const perm = new Attributes(node).ints('perm');
  if (perm) return perm;
  const rank = graph.inferValue(node.inputs[0] ?? '').shape?.length;
  return rank === undefined ? null : Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** Moves a transpose past the chain of elementwise operators after it, if only the chain reads it. */
function moveTransposePast(node: Node, graph: Rewriter): void {
  const chain: Node[] = [];
  let [value = ''] = node.inputs;
  let reader = node;
  for (;;) {
    const producer = graph.findProducer(value);
    if (!producer || !isStandard(producer) || graph.findOnlyConsumer(value) !== reader) return;
    if (producer.opType === 'Transpose') break;
    if (!elementwiseOperators.has(producer.opType) || producer.outputs.length !== 1) return;
    chain.unshift(producer);
    [value = ''] = producer.inputs;
    reader = producer;
  }
  const firstTranspose = graph.findProducer(value)!;
  if (chain.length === 0) return;
  // New names, because declared shapes of the old ones no longer apply.
  let [movedValue = ''] = firstTranspose.inputs;
  for (const { name, opType, inputs, outputs, attributes } of chain) {
    const output = graph.reserveName(`${outputs[0]}/before`);
    const moved = createNode({
      name,
      opType,
      inputs: [movedValue, ...inputs.slice(1)],
      outputs: [output],
      from: attributes,
    });
    graph.insertBefore(node, [moved]);
    movedValue = output;
  }
  const lastValue = graph.reserveName(`${value}/after`);
  const { name, opType, attributes } = firstTranspose;
  graph.insertBefore(node, [
    createNode({ name, opType, inputs: [movedValue], outputs: [lastValue], from: attributes }),
  ]);
  graph.setInput(node, 0, lastValue);
  for (const original of [...chain.toReversed(), firstTranspose]) graph.replace(original, []);
}
