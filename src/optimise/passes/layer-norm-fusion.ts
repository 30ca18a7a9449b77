import type { Node } from '#formats/onnx/onnx-model.ts';
import { createFloats } from '#formats/onnx/graph-builder.ts';
import { isStandard, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten, type Step } from '../optimisation-step.ts';
import { findSquare, hasOtherReaders, isOverLastAxis, findConsumerWithVector } from '../normalisation.ts';
import { readStoredScalar } from '../stored-scalar.ts';

const minOpset = 17;

/**
 * Replaces (x - mean) / sqrt(variance + epsilon) * scale + bias over the last axis, as frameworks export it, by
 * LayerNormalization (Ba et al. 2016).
 *
 * Facts: `nodes`, the number of new operators.
 */
export const layerNormFusion: Step = {
  id: 'layer-norm-fusion',
  async apply(graph) {
    if (graph.opset < minOpset) {
      const isCandidate = graph.findNodes('ReduceMean').length > 1 && graph.findNodes('Sqrt').length > 0;
      return isCandidate
        ? reportNotApplicable('opset-too-old', { opset: graph.opset, min: minOpset })
        : reportRewritten({});
    }
    let nodes = 0;
    for (const division of graph.findNodes('Div')) {
      const layerNorm = await findLayerNorm(division, graph);
      if (!layerNorm) continue;
      const { inputs, epsilon, members, last: shifted } = layerNorm;
      for (const member of members) graph.replace(member, []);
      const attributes = { axis: -1, epsilon: createFloats(epsilon) };
      const { name, outputs } = shifted;
      graph.replace(shifted, [createNode({ name, opType: 'LayerNormalization', inputs, outputs, attributes })]);
      nodes++;
    }
    return reportRewritten({ nodes });
  },
};

interface LayerNorm {
  readonly inputs: readonly [x: string, scale: string, bias: string];
  readonly epsilon: number;
  readonly last: Node;
  /** The nodes before the last. */
  readonly members: readonly Node[];
}

async function findLayerNorm(division: Node, graph: Rewriter): Promise<LayerNorm | null> {
  const members = new Set<Node>([division]);
  const findProducer = (value: string | undefined, ...operators: readonly string[]): Node | null => {
    const node = graph.findProducer(value ?? '');
    if (!node || !isStandard(node) || !operators.includes(node.opType)) return null;
    members.add(node);
    return node;
  };
  const root = findProducer(division.inputs[1], 'Sqrt');
  const sum = root && findProducer(root.inputs[0], 'Add');
  const variance = sum && findProducer(sum.inputs[0], 'ReduceMean');
  const square = variance && (await findSquare(variance.inputs[0] ?? '', graph));
  if (!square) return null;
  members.add(square.node);
  const differences = [findProducer(division.inputs[0], 'Sub'), findProducer(square.operand, 'Sub')];
  const [x = ''] = differences[0]?.inputs ?? [];
  const means = differences.map((difference) => difference && findProducer(difference.inputs[1], 'ReduceMean'));
  const epsilon = await readStoredScalar(sum.inputs[1] ?? '', graph);
  if (epsilon === null || epsilon <= 0 || x === '') return null;
  if (differences.some((difference) => difference?.inputs[0] !== x) || means.some((mean) => mean?.inputs[0] !== x))
    return null;
  const { dtype, shape } = graph.inferValue(x);
  const width = shape?.at(-1);
  if (dtype !== 'float32' || !shape || typeof width !== 'number') return null;
  for (const mean of [variance, ...means]) if (!mean || !(await isOverLastAxis(mean, shape.length, graph))) return null;
  const product = findConsumerWithVector(division, 'Mul', width, graph);
  const shifted = product && findConsumerWithVector(product.node, 'Add', width, graph);
  if (!shifted) return null;
  members.add(product.node);
  return hasOtherReaders(members, shifted.node, graph)
    ? null
    : { inputs: [x, product.vector, shifted.vector], epsilon, last: shifted.node, members: [...members] };
}
