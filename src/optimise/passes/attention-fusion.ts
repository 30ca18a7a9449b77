import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { createFloats } from '#formats/onnx/graph-builder.ts';
import type { Node } from '#formats/onnx/onnx-model.ts';
import type { Shape } from '#graph/value.ts';
import { createNode, importDomain, isStandard, microsoft } from '../nodes.ts';
import { hasOtherReaders } from '../normalisation.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportNotApplicable, reportRewritten, type Step } from '../optimisation-step.ts';
import { readStoredScalar } from '../stored-scalar.ts';

/** The first opset whose Softmax does not flatten its input. */
const minOpset = 13;

/**
 * Replaces scaled dot-product attention with several heads, as frameworks export it (Vaswani et al. 2017, section 3.2),
 * by onnxruntime's operator MultiHeadAttention, which has kernels for WebAssembly and WebGPU. Other engines lack this
 * operator. Attention with a key-value cache is left unchanged.
 *
 * Facts: `nodes`, the number of new operators.
 */
export const attentionFusion: Step = {
  id: 'attention-fusion',
  async apply(graph) {
    if (graph.opset < minOpset) return reportNotApplicable('opset-too-old', { opset: graph.opset, min: minOpset });
    const biases = new FullBiases(graph);
    let nodes = 0;
    for (const softmax of graph.findNodes('Softmax')) {
      const attention = await findAttention(softmax, graph);
      const bias = attention && biases.add(attention);
      if (!attention || bias === null) continue;
      const { query, key, value, heads, scale, members, last } = attention;
      for (const member of members) graph.replace(member, []);
      const inputs = [query.input, key.input, value.input, ...(bias.name === '' ? [] : ['', '', bias.name])];
      const attributes = { num_heads: heads, scale: createFloats(scale) };
      const { name, outputs } = last;
      const fused = createNode({ name, opType: 'MultiHeadAttention', domain: microsoft, inputs, outputs, attributes });
      graph.replace(last, [...bias.nodes, fused]);
      nodes++;
    }
    if (nodes > 0) importDomain(graph.model, microsoft, 1);
    return reportRewritten({ nodes });
  },
};

/** A value [batch, length, width] that is split into heads. */
interface SplitValue {
  readonly input: string;
  /** The shape of the input; the length may be unknown. */
  readonly shape: Shape;
  readonly heads: number;
  /** Size of one head. */
  readonly size: number;
  readonly members: readonly Node[];
}

interface AttentionPattern {
  readonly query: SplitValue;
  readonly key: SplitValue;
  readonly value: SplitValue;
  /** Added to the scores; `null` if nothing is. */
  readonly bias: string | null;
  readonly heads: number;
  readonly scale: number;
  readonly last: Node;
  /** The nodes before the last. */
  readonly members: readonly Node[];
}

async function findAttention(softmax: Node, graph: Rewriter): Promise<AttentionPattern | null> {
  if (![-1, 3].includes(new Attributes(softmax).int('axis', -1))) return null;
  const product = findNext(softmax, 'MatMul', graph);
  if (!product || product.inputs[0] !== softmax.outputs[0]) return null;
  const transposed = findNext(product, 'Transpose', graph);
  const last = transposed && hasPermutation(transposed, [0, 2, 1, 3]) ? findNext(transposed, 'Reshape', graph) : null;
  const scores = await findScores(softmax, graph);
  const query = await findSplit(scores?.product.inputs[0], graph);
  const key = await findTransposedSplit(scores?.product.inputs[1], graph);
  const value = await findSplit(product.inputs[1], graph);
  if (!scores || !last || !transposed || !query || !key || !value) return null;
  const { heads, size } = query;
  if ([key, value].some((split) => split.heads !== heads || split.size !== size)) return null;
  const joinedSizes = await graph.readNumbers(last.inputs[1] ?? '', 'int64');
  const joinedShape = graph.inferValue(last.outputs[0] ?? '').shape;
  const isJoined =
    (joinedSizes?.length === 3 && keepsFirstTwo(joinedSizes, last) && [heads * size, -1].includes(joinedSizes[2]!)) ||
    areEqual(joinedShape, [...query.shape.slice(0, 2), heads * size]);
  if (!isJoined) return null;
  const { product: scoreProduct, bias, scale, members: scoreMembers } = scores;
  const splits = [query, key, value].flatMap(({ members }) => members);
  const members = new Set([...splits, scoreProduct, ...scoreMembers, softmax, product, transposed]);
  if (hasOtherReaders(members, last, graph)) return null;
  return { query, key, value, bias, heads, scale, last, members: [...members] };
}

/** Finds the only consumer of a node's result, if it is this operator. */
function findNext({ outputs: [value = ''] }: Node, operator: string, graph: Rewriter): Node | null {
  const node = graph.findOnlyConsumer(value);
  return node?.opType === operator && isStandard(node) ? node : null;
}

interface Scores {
  readonly product: Node;
  readonly bias: string | null;
  readonly scale: number;
  readonly members: readonly Node[];
}

/** Finds the product of queries and keys before a Softmax, its constant factor, and the bias that is added. */
async function findScores(softmax: Node, graph: Rewriter): Promise<Scores | null> {
  const producer = findProducer(softmax.inputs[0], graph);
  if (producer?.opType !== 'Add') return producer && findScaledProduct(producer, null, [], graph);
  const [a = '', b = ''] = producer.inputs;
  for (const [scores, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const scaled = findProducer(scores, graph);
    const scaledScores = scaled && (await findScaledProduct(scaled, bias, [producer], graph));
    if (scaledScores) return scaledScores;
  }
  return null;
}

/** MultiHeadAttention replaces a scale of 0 by its default, so scores with that scale are not found. */
async function findScaledProduct(
  node: Node,
  bias: string | null,
  members: readonly Node[],
  graph: Rewriter,
): Promise<Scores | null> {
  if (node.opType === 'MatMul') return { product: node, bias, scale: 1, members };
  const [a = '', b = ''] = node.inputs;
  const factor = await readStoredScalar(b, graph);
  const product = findProducer(a, graph);
  if (factor === null || product?.opType !== 'MatMul' || (node.opType !== 'Mul' && node.opType !== 'Div')) return null;
  const scale = Math.fround(node.opType === 'Mul' ? factor : 1 / factor);
  return scale !== 0 && Number.isFinite(scale) ? { product, bias, scale, members: [...members, node] } : null;
}

function findProducer(value: string | undefined, graph: Rewriter): Node | null {
  const node = graph.findProducer(value ?? '');
  return node && isStandard(node) ? node : null;
}

/** Finds the value that a Reshape and a Transpose split into [batch, heads, length, size]. */
async function findSplit(
  name: string | undefined,
  graph: Rewriter,
  permutation = [0, 2, 1, 3],
): Promise<SplitValue | null> {
  const transposed = findProducer(name, graph);
  if (transposed?.opType !== 'Transpose' || !hasPermutation(transposed, permutation)) return null;
  const reshaped = findProducer(transposed.inputs[0], graph);
  if (reshaped?.opType !== 'Reshape') return null;
  const [input = '', target = ''] = reshaped.inputs;
  const { dtype, shape } = graph.inferValue(input);
  const split = graph.inferValue(reshaped.outputs[0] ?? '').shape;
  if (dtype !== 'float32' || shape?.length !== 3 || split?.length !== 4) return null;
  const [, , heads, size] = split;
  if (typeof heads !== 'number' || typeof size !== 'number') return null;
  const sizes = await graph.readNumbers(target, 'int64');
  const isSplit = (sizes && keepsFirstTwo(sizes, reshaped)) || areEqual(shape.slice(0, 2), split.slice(0, 2));
  return isSplit ? { input, shape, heads, size, members: [reshaped, transposed] } : null;
}

/** Whether a Reshape to these sizes keeps the sizes of the first two axes, even if they are unknown. */
function keepsFirstTwo(sizes: readonly number[], reshape: Node): boolean {
  return sizes[0] === 0 && sizes[1] === 0 && new Attributes(reshape).int('allowzero', 0) === 0;
}

/** Finds the value that is split into [batch, heads, size, length], in one Transpose or in two. */
async function findTransposedSplit(name: string | undefined, graph: Rewriter): Promise<SplitValue | null> {
  const single = await findSplit(name, graph, [0, 2, 3, 1]);
  if (single) return single;
  const second = findProducer(name, graph);
  if (second?.opType !== 'Transpose' || !hasPermutation(second, [0, 1, 3, 2])) return null;
  const split = await findSplit(second.inputs[0], graph);
  return split && { ...split, members: [...split.members, second] };
}

function hasPermutation(node: Node, expected: readonly number[]): boolean {
  const permutation = new Attributes(node).ints('perm');
  return permutation?.length === expected.length && expected.every((axis, index) => permutation[index] === axis);
}

/** Whether two shapes have equal sizes, all of them known by number or name. */
function areEqual(a: Shape | null, b: Shape): boolean {
  return a?.length === b.length && b.every((size, index) => size !== null && size === a[index]);
}

/** A bias for MultiHeadAttention, and the nodes that compute it. */
interface FullBias {
  /** Empty without a bias. */
  readonly name: string;
  readonly nodes: readonly Node[];
}

/** Biases with a value for each query and key, as MultiHeadAttention requires. */
class FullBiases {
  readonly #graph: Rewriter;
  /** Expanded biases by the original and the sizes. */
  readonly #expanded = new Map<string, string>();

  constructor(graph: Rewriter) {
    this.#graph = graph;
  }

  /** @returns null if the bias is not known to have the batch, heads and queries of the scores, or 1 */
  add({ bias, query, key, heads }: AttentionPattern): FullBias | null {
    if (bias === null) return { name: '', nodes: [] };
    const { dtype, shape } = this.#graph.inferValue(bias);
    if (dtype !== 'float32' || !shape || shape.length > 4 || shape.length < 2) return null;
    const [batch, length, keys] = [query.shape[0], query.shape[1], key.shape[1]];
    const [biasBatch, biasHeads, rows, columns] = [...Array<number>(4 - shape.length).fill(1), ...shape];
    const isBroadcast = (size: unknown, full: unknown) => size === 1 || (size !== null && size === full);
    if (!isBroadcast(biasBatch, batch) || !isBroadcast(biasHeads, heads) || !isBroadcast(rows, length)) return null;
    const isFull = (size: unknown, full: unknown) => size !== null && size === full;
    if (shape.length === 4 && isFull(rows, length) && isFull(columns, keys)) return { name: bias, nodes: [] };
    const id = [bias, length ?? query.input, keys ?? key.input].join(' ');
    const existingBias = this.#expanded.get(id);
    if (existingBias !== undefined) return { name: existingBias, nodes: [] };
    const name = this.#graph.reserveName(`${bias}/expanded`);
    this.#expanded.set(id, name);
    return { name, nodes: this.#createExpansion(bias, name, [query.input, key.input]) };
  }

  /** Creates the nodes that expand a bias to [batch or 1, heads or 1, queries, keys]. */
  #createExpansion(bias: string, output: string, [query, key]: readonly [query: string, key: string]): readonly Node[] {
    const graph = this.#graph;
    const one = graph.addInitializer(`${output}/one`, { dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) });
    const nameValue = (suffix: string) => graph.reserveName(`${output}/${suffix}`);
    const createOutputNode = (opType: string, inputs: readonly string[], result: string, attributes = {}) =>
      createNode({ name: graph.reserveName(`${result}/${opType}`), opType, inputs, outputs: [result], attributes });
    const nodes: Node[] = [];
    const addLength = (value: string, suffix: string) => {
      const [sizes, length] = [nameValue(`${suffix}-sizes`), nameValue(suffix)];
      // The constant 1 is also the axis of the length.
      nodes.push(createOutputNode('Shape', [value], sizes), createOutputNode('Gather', [sizes, one], length));
      return length;
    };
    const shape = nameValue('shape');
    const lengths = [addLength(query, 'queries'), addLength(key, 'keys')];
    nodes.push(
      createOutputNode('Concat', [one, one, ...lengths], shape, { axis: 0 }),
      createOutputNode('Expand', [bias, shape], output),
    );
    return nodes;
  }
}
