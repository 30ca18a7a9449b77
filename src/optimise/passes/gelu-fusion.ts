import type { Node } from '#formats/onnx/onnx-model.ts';
import { importDomain, isStandard, microsoft, createNode } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';
import { isStoredScalar } from '../stored-scalar.ts';

/** From this version on, Gelu is a standard operator; before, it is onnxruntime's own, which also runs in a page. */
const standardFrom = 20;

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
      const domain = graph.opset < standardFrom ? microsoft : '';
      const { name, outputs } = last;
      for (const member of members) graph.replace(member, []);
      graph.replace(last, [createNode({ name, opType: 'Gelu', domain, inputs: [x], outputs })]);
      nodes++;
    }
    if (nodes > 0 && graph.opset < standardFrom) importDomain(graph.model, microsoft, 1);
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
  const sum = await findReaderWith(erf, 'Add', 1, graph);
  const product = sum && findNextProduct(sum, graph);
  if (!product) return null;
  const { node, other } = product;
  const members = [scaled, erf, sum];
  if (other === x) {
    const last = await findReaderWith(node, 'Mul', 0.5, graph);
    return last && { x, last, members: [...members, node] };
  }
  if (await isStoredScalar(other, 0.5, graph)) {
    const last = findNextProduct(node, graph);
    return last?.other === x ? { x, last: last.node, members: [...members, node] } : null;
  }
  const half = graph.findProducer(other);
  const isHalf =
    half?.opType === 'Mul' &&
    isStandard(half) &&
    graph.findOnlyConsumer(other) === node &&
    (await hasOtherOperand(half, x, 0.5, graph));
  return isHalf ? { x, last: node, members: [...members, half] } : null;
}

/** The value that a node divides by the root of 2. */
async function findUnscaled({ opType, inputs }: Node, graph: Rewriter): Promise<string | null> {
  const [x = '', factor = ''] = inputs;
  if (opType === 'Div') return (await isStoredScalar(factor, Math.SQRT2, graph)) ? x : null;
  if (opType !== 'Mul') return null;
  if (await isStoredScalar(factor, Math.SQRT1_2, graph)) return x;
  return (await isStoredScalar(x, Math.SQRT1_2, graph)) ? factor : null;
}

/** The only node that reads the result of another, if it is this operator with a constant. */
async function findReaderWith(node: Node, operator: string, constant: number, graph: Rewriter): Promise<Node | null> {
  const [value = ''] = node.outputs;
  const reader = graph.findOnlyConsumer(value);
  if (reader?.opType !== operator || !isStandard(reader)) return null;
  return (await hasOtherOperand(reader, value, constant, graph)) ? reader : null;
}

/** Whether a node with two operands has a value and a constant. */
async function hasOtherOperand({ inputs }: Node, value: string, constant: number, graph: Rewriter): Promise<boolean> {
  const other = inputs[0] === value ? inputs[1] : inputs[1] === value ? inputs[0] : undefined;
  return other !== undefined && isStoredScalar(other, constant, graph);
}

/** The product that alone reads the result of a node, with its other operand. */
function findNextProduct({ outputs: [value = ''] }: Node, graph: Rewriter): { node: Node; other: string } | null {
  const node = graph.findOnlyConsumer(value);
  if (node?.opType !== 'Mul' || !isStandard(node)) return null;
  const [a = '', b = ''] = node.inputs;
  return a === b ? null : { node, other: a === value ? b : a };
}
