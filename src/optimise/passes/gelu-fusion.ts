import type { Node } from '#formats/onnx/onnx-model.ts';
import { importDomain, isStandard, microsoft, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';
import { isStoredScalar } from '../stored-scalar.ts';

/**
 * The opset in which Gelu became a standard operator. Before it, onnxruntime has an operator of its own, also in the
 * browser.
 */
const minStandardOpset = 20;

/**
 * Replaces x / 2 * (1 + erf(x / sqrt 2)), as frameworks export it, by Gelu (Hendrycks and Gimpel 2016).
 *
 * Facts: `nodes`, the number of new operators.
 */
export const geluFusion: Step = {
  id: 'gelu-fusion',
  async apply(graph) {
    let nodes = 0;
    for (const erf of graph.findNodes('Erf')) {
      const gelu = await findGelu(erf, graph);
      if (!gelu) continue;
      const { x, last, members } = gelu;
      const domain = graph.opset < minStandardOpset ? microsoft : '';
      const { name, outputs } = last;
      for (const member of members) graph.replace(member, []);
      graph.replace(last, [createNode({ name, opType: 'Gelu', domain, inputs: [x], outputs })]);
      nodes++;
    }
    if (nodes > 0 && graph.opset < minStandardOpset) importDomain(graph.model, microsoft, 1);
    return reportRewritten({ nodes });
  },
};

interface Gelu {
  readonly x: string;
  readonly last: Node;
  /** The nodes before the last. */
  readonly members: readonly Node[];
}

async function findGelu(erf: Node, graph: Rewriter): Promise<Gelu | null> {
  const scaled = graph.findProducer(erf.inputs[0] ?? '');
  if (!scaled || !isStandard(scaled) || graph.findOnlyConsumer(scaled.outputs[0] ?? '') !== erf) return null;
  const x = await findUnscaled(scaled, graph);
  if (x === null || graph.inferDtype(x) !== 'float32') return null;
  const sum = await findConsumerWithConstant(erf, 'Add', 1, graph);
  const product = sum && findConsumerProduct(sum, graph);
  if (!product) return null;
  const { node, other } = product;
  const members = [scaled, erf, sum];
  if (other === x) {
    const last = await findConsumerWithConstant(node, 'Mul', 0.5, graph);
    return last && { x, last, members: [...members, node] };
  }
  if (await isStoredScalar(other, 0.5, graph)) {
    const last = findConsumerProduct(node, graph);
    return last?.other === x ? { x, last: last.node, members: [...members, node] } : null;
  }
  const half = graph.findProducer(other);
  const isHalf =
    half?.opType === 'Mul' &&
    isStandard(half) &&
    graph.findOnlyConsumer(other) === node &&
    (await hasConstantOperand(half, x, 0.5, graph));
  return isHalf ? { x, last: node, members: [...members, half] } : null;
}

/** Returns the value that a node divides by the square root of 2. */
async function findUnscaled({ opType, inputs }: Node, graph: Rewriter): Promise<string | null> {
  const [x = '', factor = ''] = inputs;
  if (opType === 'Div') return (await isStoredScalar(factor, Math.SQRT2, graph)) ? x : null;
  if (opType !== 'Mul') return null;
  if (await isStoredScalar(factor, Math.SQRT1_2, graph)) return x;
  return (await isStoredScalar(x, Math.SQRT1_2, graph)) ? factor : null;
}

/** Finds the only consumer of a node's result, if it is this operator with a constant operand. */
async function findConsumerWithConstant(
  node: Node,
  operator: string,
  constant: number,
  graph: Rewriter,
): Promise<Node | null> {
  const [value = ''] = node.outputs;
  const reader = graph.findOnlyConsumer(value);
  if (reader?.opType !== operator || !isStandard(reader)) return null;
  return (await hasConstantOperand(reader, value, constant, graph)) ? reader : null;
}

/** Whether one operand of a binary node is `value` and the other a constant. */
async function hasConstantOperand(
  { inputs }: Node,
  value: string,
  constant: number,
  graph: Rewriter,
): Promise<boolean> {
  const other = inputs[0] === value ? inputs[1] : inputs[1] === value ? inputs[0] : undefined;
  return other !== undefined && isStoredScalar(other, constant, graph);
}

/** Finds the only consumer of a node's result, if it is a product, and its other operand. */
function findConsumerProduct({ outputs: [value = ''] }: Node, graph: Rewriter): { node: Node; other: string } | null {
  const node = graph.findOnlyConsumer(value);
  if (node?.opType !== 'Mul' || !isStandard(node)) return null;
  const [a = '', b = ''] = node.inputs;
  return a === b ? null : { node, other: a === value ? b : a };
}
