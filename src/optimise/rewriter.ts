import type { DataType, Tensor } from '#core/engine/tensor.ts';
import type { Graph, Node, TensorProto } from '#formats/onnx/model.ts';
import { withSubgraphs } from '#formats/onnx/stored-tensors.ts';
import { readTensor, tensorProto } from '#formats/onnx/tensor-proto.ts';

/**
 * A graph being rewritten by a pass: the readers and the producer of each value, unused names, and nodes and
 * initializers to add or replace. Only {@link commit} changes the graph in place, except for added initializers.
 * Subgraphs count as readers, but are not rewritten.
 */
export class Rewriter {
  readonly #graph: Graph;
  readonly #stored: Map<string, TensorProto>;
  readonly #readers = new Map<string, Set<Node>>();
  readonly #producers = new Map<string, Node>();
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

  /** In file order, which is a valid execution order; replaced nodes are still included. */
  get nodes(): readonly Node[] {
    return this.#graph.nodes;
  }

  /** Nodes that read a value, directly or in a subgraph. */
  readersOf(value: string): readonly Node[] {
    return [...(this.#readers.get(value) ?? [])];
  }

  /** `undefined` if the value is an input or stored. */
  producerOf(value: string): Node | undefined {
    return this.#producers.get(value);
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  /**
   * The stored tensor of this name, whose values may be in another file; `undefined` if the value is computed or an
   * input.
   */
  stored(name: string): TensorProto | undefined {
    return this.#stored.get(name);
  }

  /** The values of the stored tensor of this name; `null` if it is computed, or its values are in another file. */
  async constant(name: string): Promise<Tensor | null> {
    const stored = this.#stored.get(name);
    return stored ? readTensor(stored) : null;
  }

  /** The values as numbers; `null` if they are not stored or have another type. */
  async numbers(name: string, dtype: DataType): Promise<readonly number[] | null> {
    const tensor = await this.constant(name);
    if (tensor?.dtype !== dtype) return null;
    return Array.from<number | bigint | string, number>(tensor.data, Number);
  }

  /** Reserves `preferred` as a name, with a number appended if it is taken. @returns the reserved name */
  name(preferred: string): string {
    let name = preferred;
    for (let count = 1; this.#names.has(name); count++) name = `${preferred}_${count}`;
    this.#names.add(name);
    return name;
  }

  /** Stores a tensor; its buffer is shared, not copied. @returns its name */
  add(preferred: string, tensor: Tensor): string {
    const name = this.name(preferred);
    const proto = tensorProto(name, tensor);
    this.#stored.set(name, proto);
    this.#graph.initializers.push(proto);
    return name;
  }

  /** Replaces one node by others, or removes it. The others must produce every output of it that is read elsewhere. */
  replace(node: Node, by: readonly Node[]): void {
    for (const value of valuesReadBy(node)) {
      this.#readers.get(value)?.delete(node);
      if (this.#stored.has(value)) this.#orphans.add(value);
    }
    for (const output of node.outputs) if (this.#producers.get(output) === node) this.#producers.delete(output);
    this.#replacements.set(node, by);
    for (const added of by) this.#link(added);
  }

  /** Applies the replacements, and removes initializers that are no longer read, because engines warn about them. */
  commit(): void {
    const graph = this.#graph;
    const resolve = (node: Node): readonly Node[] => this.#replacements.get(node)?.flatMap(resolve) ?? [node];
    if (this.#replacements.size > 0) graph.nodes = graph.nodes.flatMap(resolve);
    // An initializer with the name of an input is that input's default, and part of the graph's interface.
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
      if (output !== '') this.#producers.set(output, node);
    }
  }
}

/** The graphs in a node's attributes, including nested ones. */
function subgraphsOf(node: Node): Graph[] {
  return node.attributes
    .flatMap(({ graph, graphs }) => (graph ? [graph, ...graphs] : graphs))
    .flatMap((graph) => withSubgraphs(graph));
}

/** The inputs of a node and of its subgraphs, whose values share the namespace of the outer graph. */
function valuesReadBy(node: Node): string[] {
  const read = [...node.inputs];
  for (const { nodes, outputs } of subgraphsOf(node)) {
    for (const { inputs } of nodes) read.push(...inputs);
    for (const { name } of outputs) read.push(name);
  }
  return read.filter((name) => name !== '');
}

/** Names declared in the subgraphs of a node. */
function namesInside(node: Node): string[] {
  const declared: string[] = [];
  for (const { nodes, inputs, initializers } of subgraphsOf(node)) {
    for (const { name, outputs } of nodes) declared.push(name, ...outputs);
    for (const { name } of [...inputs, ...initializers]) declared.push(name);
  }
  return declared;
}
