import type { DataType, Tensor } from '#core/tensor.ts';
import type { Graph, Node, TensorProto } from '#formats/onnx/model.ts';
import { withSubgraphs } from '#formats/onnx/stored-tensors.ts';
import { readTensor, tensorProto } from '#formats/onnx/tensor-proto.ts';

/**
 * One graph while a pass rewrites it: the readers and the producer of each value, unused names, and nodes and
 * initializers to add or replace. The graph is changed in place only by {@link commit}, except for added initializers.
 * Subgraphs are seen as readers, and are not rewritten.
 */
export class Rewriter {
  readonly #graph: Graph;
  readonly #stored: Map<string, TensorProto>;
  readonly #readers = new Map<string, Set<Node>>();
  readonly #makers = new Map<string, Node>();
  readonly #outputs: ReadonlySet<string>;
  /** Every name in use: of values, nodes and initializers, subgraphs included. */
  readonly #names = new Set<string>();
  readonly #replacements = new Map<Node, readonly Node[]>();
  /** Initializers that were read by a removed node. */
  readonly #orphans = new Set<string>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    for (const { name } of graph.inputs) this.#names.add(name);
    for (const name of this.#stored.keys()) this.#names.add(name);
    for (const node of graph.nodes) this.#link(node);
  }

  /** In file order, which is one of execution; nodes that were replaced are still there. */
  get nodes(): readonly Node[] {
    return this.#graph.nodes;
  }

  /** Nodes that read a value, themselves or in a subgraph. */
  readersOf(value: string): readonly Node[] {
    return [...(this.#readers.get(value) ?? [])];
  }

  /** undefined: the value is an input or stored. */
  makerOf(value: string): Node | undefined {
    return this.#makers.get(value);
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  /**
   * The stored tensor of this name, whose values may be in another file; undefined: the value is computed or an input.
   */
  stored(name: string): TensorProto | undefined {
    return this.#stored.get(name);
  }

  /** The values of the stored tensor of this name; null where it is computed, or its values are in another file. */
  async constant(name: string): Promise<Tensor | null> {
    const stored = this.#stored.get(name);
    return stored ? readTensor(stored) : null;
  }

  /** The values as numbers; null where they are not stored, or of another type. */
  async numbers(name: string, dtype: DataType): Promise<readonly number[] | null> {
    const tensor = await this.constant(name);
    if (tensor?.dtype !== dtype) return null;
    return Array.from<number | bigint | string, number>(tensor.data, Number);
  }

  /** `wanted`, with a number appended where the graph has that name. The name is then in use. */
  name(wanted: string): string {
    let name = wanted;
    for (let count = 1; this.#names.has(name); count++) name = `${wanted}_${count}`;
    this.#names.add(name);
    return name;
  }

  /** Stores a tensor; its buffer is shared, not copied. @returns its name */
  add(wanted: string, tensor: Tensor): string {
    const name = this.name(wanted);
    const proto = tensorProto(name, tensor);
    this.#stored.set(name, proto);
    this.#graph.initializers.push(proto);
    return name;
  }

  /** Replaces one node by others, or removes it. They must produce every output of it that is read elsewhere. */
  replace(node: Node, by: readonly Node[]): void {
    for (const value of valuesReadBy(node)) {
      this.#readers.get(value)?.delete(node);
      if (this.#stored.has(value)) this.#orphans.add(value);
    }
    for (const output of node.outputs) if (this.#makers.get(output) === node) this.#makers.delete(output);
    this.#replacements.set(node, by);
    for (const added of by) this.#link(added);
  }

  /** Carries out the replacements, and removes the initializers that no node reads since: engines warn of those. */
  commit(): void {
    const graph = this.#graph;
    const resolve = (node: Node): readonly Node[] => this.#replacements.get(node)?.flatMap(resolve) ?? [node];
    if (this.#replacements.size > 0) graph.nodes = graph.nodes.flatMap(resolve);
    // An initializer with an input of its name is that input's default, and part of the graph's interface.
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    const isUnread = (name: string) =>
      this.#orphans.has(name) && !this.#readers.get(name)?.size && !this.#outputs.has(name) && !inputs.has(name);
    graph.initializers = graph.initializers.filter(({ name }) => !isUnread(name));
    this.#replacements.clear();
    this.#orphans.clear();
  }

  #link(node: Node): void {
    this.#names.add(node.name);
    for (const value of valuesReadBy(node)) {
      this.#names.add(value);
      const readers = this.#readers.get(value);
      if (readers) readers.add(node);
      else this.#readers.set(value, new Set([node]));
    }
    for (const name of namesInside(node)) this.#names.add(name);
    for (const output of node.outputs) {
      this.#names.add(output);
      if (output !== '') this.#makers.set(output, node);
    }
  }
}

/** The graphs in a node's attributes, and those in them. */
function subgraphsOf(node: Node): Graph[] {
  return node.attributes
    .flatMap(({ graph, graphs }) => (graph ? [graph, ...graphs] : graphs))
    .flatMap((graph) => withSubgraphs(graph));
}

/** The inputs of a node and of its subgraphs, whose values share one namespace with the outer graph. */
function valuesReadBy(node: Node): string[] {
  const read = [...node.inputs];
  for (const { nodes, outputs } of subgraphsOf(node)) {
    for (const { inputs } of nodes) read.push(...inputs);
    for (const { name } of outputs) read.push(name);
  }
  return read.filter((name) => name !== '');
}

/** Names that the subgraphs of a node declare. */
function namesInside(node: Node): string[] {
  const declared: string[] = [];
  for (const { nodes, inputs, initializers } of subgraphsOf(node)) {
    for (const { name, outputs } of nodes) declared.push(name, ...outputs);
    for (const { name } of [...inputs, ...initializers]) declared.push(name);
  }
  return declared;
}
