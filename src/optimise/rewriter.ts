import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { message, type Graph, type Node, type OnnxModel, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { inferShapes, toValue } from '#formats/onnx/infer-shapes.ts';
import { readTensor, createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { unknownValue, type Value } from '#graph/value.ts';
import { readConstantTensor } from './constant-node.ts';
import { isStandard, rename, getStandardOpset, listSubgraphs, listReadValues } from './nodes.ts';

/** From this IR version on, an initializer that is also an input is the default of that input. */
const irWithDefaults = 4;

/**
 * A graph being rewritten: the consumers and the producer of each value, unused names, and nodes and initializers to
 * add, replace or remove. Only {@link commit}, {@link reroute}, {@link eliminate} and {@link setInput} change the model.
 * Subgraphs count as consumers; their own nodes are not rewritten.
 */
export class Rewriter {
  readonly model: OnnxModel;
  readonly #graph: Graph;
  readonly #stored = new Map<string, TensorProto>();
  readonly #consumers = new Map<string, Set<Node>>();
  readonly #producers = new Map<string, Node>();
  readonly #outputs: ReadonlySet<string>;
  /** Every name in use: of values, nodes and initializers, subgraphs included. */
  readonly #names = new Set<string>();
  readonly #replacements = new Map<Node, readonly Node[]>();
  readonly #inserted = new Map<Node, Node[]>();
  readonly #added: TensorProto[] = [];
  /** Initializers and constants that were read by a removed node. */
  readonly #orphans = new Set<string>();
  #values: ReadonlyMap<string, Value> | undefined;
  #declared: ReadonlyMap<string, string> | undefined;

  constructor(model: OnnxModel) {
    this.model = model;
    model.graph ??= message('Graph');
    const graph = (this.#graph = model.graph);
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    for (const name of inputs) this.#names.add(name);
    for (const tensor of graph.initializers) {
      this.#names.add(tensor.name);
      if (model.irVersion < irWithDefaults || !inputs.has(tensor.name)) this.#stored.set(tensor.name, tensor);
    }
    for (const node of graph.nodes) {
      this.#link(node);
      const constant = readConstantTensor(node);
      if (constant) this.#stored.set(node.outputs[0] ?? '', constant);
    }
  }

  /** Version of the standard opset (`ai.onnx`). */
  get opset(): number {
    return getStandardOpset(this.model);
  }

  /** In file order, which is a valid execution order; replaced nodes are still included. */
  get nodes(): readonly Node[] {
    return this.#graph.nodes;
  }

  get inputs(): Graph['inputs'] {
    return this.#graph.inputs;
  }

  get outputs(): Graph['outputs'] {
    return this.#graph.outputs;
  }

  get initializers(): readonly TensorProto[] {
    return this.#graph.initializers;
  }

  /** The nodes of a standard operator that are still in the graph. */
  findNodes(...operators: readonly string[]): Node[] {
    return this.nodes.filter(
      (node) => operators.includes(node.opType) && isStandard(node) && !this.#replacements.has(node),
    );
  }

  /**
   * What follows for a value from inputs and initializers, in the graph as it was before this rewrite. What the file
   * declares of inner values is not used, because engines do not check it.
   * @throws AppError model-corrupt
   */
  inferValue(name: string): Value {
    this.#values ??= inferShapes({ ...this.#graph, valueInfos: [], outputs: [] }, { opset: this.opset }).values;
    return this.#values.get(name) ?? unknownValue;
  }

  /** The element type of a value, also if only the file declares it; `unknown` if nothing does. */
  inferDtype(name: string): string {
    const { dtype } = this.inferValue(name);
    if (dtype !== 'unknown') return dtype;
    const { valueInfos, outputs } = this.#graph;
    this.#declared ??= new Map([...valueInfos, ...outputs].map((info) => [info.name, toValue(info).dtype]));
    return this.#declared.get(name) ?? 'unknown';
  }

  /** Nodes that read a value, directly or in a subgraph. */
  findConsumers(value: string): readonly Node[] {
    return [...(this.#consumers.get(value) ?? [])];
  }

  /** The node that reads a value, if it is the only consumer and the value is no output of the graph. */
  findOnlyConsumer(value: string): Node | undefined {
    const [consumer, ...others] = this.findConsumers(value);
    return others.length === 0 && !this.isOutput(value) ? consumer : undefined;
  }

  /** `undefined` if the value is an input or an initializer. */
  findProducer(value: string): Node | undefined {
    return this.#producers.get(value);
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  /**
   * The stored tensor of this name, from an initializer or a Constant node; its values may be in another file.
   * `undefined` if the value is computed, or an input, which can replace its default.
   */
  findStored(name: string): TensorProto | undefined {
    return this.#stored.get(name);
  }

  /** The values of the stored tensor of this name; `null` if it is computed, or its values are in another file. */
  async readConstant(name: string): Promise<Tensor | null> {
    const stored = this.#stored.get(name);
    return stored ? readTensor(stored) : null;
  }

  /** The values as numbers; `null` if they are not stored or have another type. */
  async readNumbers(name: string, dtype: DataType): Promise<readonly number[] | null> {
    const tensor = await this.readConstant(name);
    if (tensor?.dtype !== dtype) return null;
    return Array.from<number | bigint | string, number>(tensor.data, Number);
  }

  /**
   * Reserves `preferred` as a name, with a number appended if it is taken.
   * @returns the reserved name
   */
  name(preferred: string): string {
    let name = preferred;
    for (let count = 1; this.#names.has(name); count++) name = `${preferred}_${count}`;
    this.#names.add(name);
    return name;
  }

  /**
   * Stores a tensor; its buffer is shared, not copied.
   * @returns its name
   */
  add(preferred: string, tensor: Tensor): string {
    return this.addStored(createTensorProto(preferred, tensor));
  }

  /**
   * Stores a tensor of any type, under its name if that is not taken.
   * @returns its name
   */
  addStored(tensor: TensorProto): string {
    const addedTensor = { ...tensor, name: this.name(tensor.name) };
    this.#stored.set(addedTensor.name, addedTensor);
    this.#added.push(addedTensor);
    return addedTensor.name;
  }

  /** Replaces one node by others, or removes it. The others must produce every output of it that is read elsewhere. */
  replace(node: Node, by: readonly Node[]): void {
    for (const value of listReadValues(node)) {
      this.#consumers.get(value)?.delete(node);
      if (this.#stored.has(value)) this.#orphans.add(value);
    }
    for (const output of node.outputs) if (this.#producers.get(output) === node) this.#producers.delete(output);
    this.#replacements.set(node, by);
    for (const addedTensor of by) this.#link(addedTensor);
  }

  /** Adds nodes directly before one that stays. */
  insertBefore(node: Node, added: readonly Node[]): void {
    this.#inserted.set(node, [...(this.#inserted.get(node) ?? []), ...added]);
    for (const addition of added) this.#link(addition);
  }

  /**
   * Makes every consumer of a value read another one, also in subgraphs. An output of the graph keeps its value.
   * @returns whether it was possible: not if a subgraph has another value of the new name
   */
  reroute(value: string, to: string): boolean {
    if (this.#isShadowed(value, to)) return false;
    for (const node of this.findConsumers(value)) {
      rename(node, value, to);
      this.#consumers.get(value)?.delete(node);
      this.#linkConsumer(to, node);
    }
    if (this.#stored.has(value)) this.#orphans.add(value);
    return true;
  }

  /** Makes one input of a node read another value; an optional input is added. */
  setInput(node: Node, index: number, value: string): void {
    const before = node.inputs[index] ?? '';
    const inputs = [...node.inputs];
    while (inputs.length <= index) inputs.push('');
    node.inputs = inputs.with(index, value);
    this.#linkConsumer(value, node);
    if (before === '' || listReadValues(node).includes(before)) return;
    this.#consumers.get(before)?.delete(node);
    if (this.#stored.has(before)) this.#orphans.add(before);
  }

  /**
   * Removes a node whose output always equals one of its inputs. If the output is one of the graph, the node that
   * computes the input takes over its name.
   * @returns whether it was possible: an output of the graph that equals an input or initializer keeps its node
   */
  eliminate(node: Node, input: string, output: string): boolean {
    if (!this.isOutput(output)) {
      if (!this.reroute(output, input)) return false;
      this.replace(node, []);
      return true;
    }
    const producer = this.findProducer(input);
    if (!producer || this.isOutput(input) || this.#stored.has(input) || this.#isShadowed(input, output)) return false;
    this.replace(node, []);
    this.reroute(input, output);
    producer.outputs = producer.outputs.map((name) => (name === input ? output : name));
    this.#producers.delete(input);
    this.#producers.set(output, producer);
    return true;
  }

  /** Removes an initializer when committing, if nothing reads it then. */
  dropUnread(name: string): void {
    this.#orphans.add(name);
  }

  /** Applies the changes, and removes initializers and constants that are no longer read: engines warn about them. */
  commit(): void {
    const { model } = this;
    const graph = this.#graph;
    const resolve = (node: Node): readonly Node[] => [
      ...(this.#inserted.get(node)?.flatMap(resolve) ?? []),
      ...(this.#replacements.get(node)?.flatMap(resolve) ?? [node]),
    ];
    if (this.#replacements.size > 0 || this.#inserted.size > 0) graph.nodes = graph.nodes.flatMap(resolve);
    const isUnread = (name: string) =>
      this.#orphans.has(name) && !this.#consumers.get(name)?.size && !this.#outputs.has(name) && this.#stored.has(name);
    if (this.#orphans.size > 0 || this.#added.length > 0) {
      graph.initializers = [...graph.initializers, ...this.#added].filter(({ name }) => !isUnread(name));
      graph.nodes = graph.nodes.filter((node) => !(node.opType === 'Constant' && node.outputs.every(isUnread)));
    }
    if (model.irVersion < irWithDefaults) {
      // In this version, initializers must be listed as inputs although they are constants; later versions do not need
      // this.
      const stored = new Set(graph.initializers.map(({ name }) => name));
      const isInput = ({ name }: { name: string }) => !stored.has(name) && !isUnread(name);
      graph.inputs = graph.inputs.filter(isInput);
      model.irVersion = irWithDefaults;
    }
    this.#replacements.clear();
    this.#inserted.clear();
    this.#added.length = 0;
    this.#orphans.clear();
  }

  #link(node: Node): void {
    this.#names.add(node.name);
    for (const value of listReadValues(node)) {
      this.#names.add(value);
      this.#linkConsumer(value, node);
    }
    for (const graph of listSubgraphs(node)) for (const name of listDeclaredNames(graph)) this.#names.add(name);
    for (const output of node.outputs) {
      this.#names.add(output);
      if (output !== '') this.#producers.set(output, node);
    }
  }

  /** Whether a subgraph that reads a value has its own value of that or of the other name. */
  #isShadowed(value: string, other: string): boolean {
    const declared = new Set(this.findConsumers(value).flatMap(listSubgraphs).flatMap(listDeclaredNames));
    return declared.has(value) || declared.has(other);
  }

  #linkConsumer(value: string, node: Node): void {
    const consumers = this.#consumers.get(value);
    if (consumers) consumers.add(node);
    else this.#consumers.set(value, new Set([node]));
  }
}

/** Names declared in a subgraph, without the graphs inside it. */
function listDeclaredNames({ nodes, inputs, initializers }: Graph): string[] {
  return [
    ...nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
    ...[...inputs, ...initializers].map(({ name }) => name),
  ].filter((name) => name !== '');
}
