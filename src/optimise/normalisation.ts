import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import { isStandard } from './nodes.ts';
import type { Rewriter } from './rewriter.ts';
import { isStoredScalar } from './stored-scalar.ts';

// Helpers that match the patterns in which frameworks export normalisations over the last axis.

/** Finds the node that computes a value as the square of another value, its `operand`. */
export async function findSquare(
  value: string,
  graph: Rewriter,
): Promise<{ readonly node: Node; readonly operand: string } | null> {
  const node = graph.findProducer(value);
  if (!node || !isStandard(node)) return null;
  const [operand = '', other = ''] = node.inputs;
  const isSquare =
    node.opType === 'Mul' ? operand === other : node.opType === 'Pow' && (await isStoredScalar(other, 2, graph));
  return isSquare ? { node, operand } : null;
}

/** Whether a reduction is over the last axis only and keeps its dimension. */
export async function isOverLastAxis(node: Node, rank: number, graph: Rewriter): Promise<boolean> {
  const attributes = new Attributes(node);
  const axes = attributes.ints('axes') ?? (await graph.readNumbers(node.inputs[1] ?? '', 'int64'));
  const isLast = axes?.length === 1 && (axes[0] === -1 || axes[0] === rank - 1);
  return isLast && attributes.int('keepdims', 1) === 1;
}

/** Finds the only consumer of a node's result, if it is this operator with a stored vector for the last axis. */
export function findConsumerWithVector(
  { outputs: [value = ''] }: Node,
  operator: string,
  width: number,
  graph: Rewriter,
): { readonly node: Node; readonly vector: string } | null {
  const node = graph.findOnlyConsumer(value);
  if (node?.opType !== operator || !isStandard(node)) return null;
  const [a = '', b = ''] = node.inputs;
  const vector = a === value ? b : a;
  const dims = graph.findStored(vector)?.dims;
  return dims?.length === 1 && dims[0] === width && graph.inferDtype(vector) === 'float32' ? { node, vector } : null;
}

/** Whether a value of these nodes is an output of the graph, or is read by a node outside the pattern. */
export function hasOtherReaders(members: ReadonlySet<Node>, last: Node, graph: Rewriter): boolean {
  const isMember = (node: Node) => node === last || members.has(node);
  return [...members].some(({ outputs }) =>
    outputs.some((value) => graph.isOutput(value) || !graph.findConsumers(value).every(isMember)),
  );
}
