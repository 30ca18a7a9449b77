import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { createMessage, type Graph, type Node, type OnnxModel, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { inferShapes, toValue } from '#formats/onnx/infer-shapes.ts';
import { readTensor, createTensorProto } from '#formats/onnx/tensor-proto.ts';
import { unknownValue, type Value } from '#graph/value.ts';
import { readConstantTensor } from './constant-node.ts';
import { isStandard, renameInput, getStandardOpset, listSubgraphs, listReadValues } from './nodes.ts';

/** The first IR version in which an initializer can be the default value of an input of the same name. */
const minIrWithDefaults = 4;

/**
 * Rewrites a graph: finds producers and consumers of values, reserves names, and adds, replaces and removes nodes and
 * initializers. Only {@link commit}, {@link reroute}, {@link eliminate} and {@link setInput} change the model. A node
 * counts as a consumer of the values that its subgraphs read; nodes of subgraphs are not rewritten.
 */
export class Rewriter {
  readonly model: OnnxModel;
  readonly #graph: Graph;
  readonly #stored = new Map<string, TensorProto>();
  readonly #consumers = new Map<string, Set<Node>>();
  readonly #producers = new Map<string, Node>();
  readonly #outputs: ReadonlySet<string>;
  /** Names of all values, nodes and initializers, subgraphs included. */
  readonly #names = new Set<string>();
  readonly #replacements = new Map<Node, readonly Node[]>();
  readonly #inserted = new Map<Node, Node[]>();
  readonly #added: TensorProto[] = [];
  /** Initializers and constants that lost a consumer. */
  readonly #orphanCandidates = new Set<string>();
  #values: ReadonlyMap<string, Value> | undefined;
  #declared: ReadonlyMap<string, string> | undefined;

  constructor(model: OnnxModel) {
    this.model = model;
    model.graph ??= createMessage('Graph');
    const graph = (this.#graph = model.graph);
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    for (const name of inputs) this.#names.add(name);
    for (const tensor of graph.initializers) {
      this.#names.add(tensor.name);
      if (model.irVersion < minIrWithDefaults || !inputs.has(tensor.name)) this.#stored.set(tensor.name, tensor);
    }
    for (const node of graph.nodes) {
      this.#link(node);
      const constant = readConstantTensor(node);
      if (constant) this.#stored.set(node.outputs[0] ?? '', constant);
    }
  }

  /** The version of the standard opset (`ai.onnx`). */
  get opset(): number {
    return getStandardOpset(this.model);
  }

  /** Nodes in file order, which is a valid execution order. Replaced nodes are included until {@link commit}. */
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

  /** Returns the nodes of these standard operators, without replaced ones. */
  findNodes(...operators: readonly string[]): Node[] {
    return this.nodes.filter(
      (node) => operators.includes(node.opType) && isStandard(node) && !this.#replacements.has(node),
    );
  }

  /**
   * Infers type, shape and content of a value from inputs and initializers, in the graph before this rewrite. Declared
   * shapes of inner values are ignored, because engines do not check them.
   * @throws AppError model-corrupt
   */
  inferValue(name: string): Value {
    this.#values ??= inferShapes({ ...this.#graph, valueInfos: [], outputs: [] }, { opset: this.opset }).values;
    return this.#values.get(name) ?? unknownValue;
  }

  /** Returns the element type of a value, inferred or declared in the file, or `unknown`. */
  inferDtype(name: string): string {
    const { dtype } = this.inferValue(name);
    if (dtype !== 'unknown') return dtype;
    const { valueInfos, outputs } = this.#graph;
    this.#declared ??= new Map([...valueInfos, ...outputs].map((info) => [info.name, toValue(info).dtype]));
    return this.#declared.get(name) ?? 'unknown';
  }

  /** Returns the nodes that read a value, directly or in a subgraph. */
  findConsumers(value: string): readonly Node[] {
    return [...(this.#consumers.get(value) ?? [])];
  }

  /** Returns the only consumer of a value, or `undefined` if it has several or is an output of the graph. */
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
   * Returns the initializer or Constant of this name; its values may be in another file. `undefined` if the value is
   * computed, or is an input that could override the initializer.
   */
  findStored(name: string): TensorProto | undefined {
    return this.#stored.get(name);
  }

  /** Returns the values of a stored tensor, or `null` if it is computed or its values are in another file. */
  async readConstant(name: string): Promise<Tensor | null> {
    const storedTensor = this.#stored.get(name);
    return storedTensor ? readTensor(storedTensor) : null;
  }

  /** Returns the values of a stored tensor as numbers, or `null` if it is not stored or has another type. */
  async readNumbers(name: string, dtype: DataType): Promise<readonly number[] | null> {
    const tensor = await this.readConstant(name);
    if (tensor?.dtype !== dtype) return null;
    return Array.from<number | bigint | string, number>(tensor.data, Number);
  }

  /**
   * Reserves a name, with a number appended if `preferred` is taken.
   * @returns the reserved name
   */
  reserveName(preferred: string): string {
    let name = preferred;
    for (let count = 1; this.#names.has(name); count++) name = `${preferred}_${count}`;
    this.#names.add(name);
    return name;
  }

  /**
   * Adds an initializer. The tensor's buffer is shared, not copied.
   * @returns the name of the initializer
   */
  addInitializer(preferred: string, tensor: Tensor): string {
    return this.addTensorProto(createTensorProto(preferred, tensor));
  }

  /**
   * Adds an initializer of any type, under its own name if that is not taken.
   * @returns the name of the initializer
   */
  addTensorProto(tensor: TensorProto): string {
    const addedTensor = { ...tensor, name: this.reserveName(tensor.name) };
    this.#stored.set(addedTensor.name, addedTensor);
    this.#added.push(addedTensor);
    return addedTensor.name;
  }

  /** Replaces a node, or removes it. The replacements must produce every output of it that is still read. */
  replace(node: Node, replacements: readonly Node[]): void {
    for (const value of listReadValues(node)) {
      this.#consumers.get(value)?.delete(node);
      if (this.#stored.has(value)) this.#orphanCandidates.add(value);
    }
    for (const output of node.outputs) if (this.#producers.get(output) === node) this.#producers.delete(output);
    this.#replacements.set(node, replacements);
    for (const replacement of replacements) this.#link(replacement);
  }

  /** Inserts nodes directly before a node. */
  insertBefore(node: Node, added: readonly Node[]): void {
    this.#inserted.set(node, [...(this.#inserted.get(node) ?? []), ...added]);
    for (const insertion of added) this.#link(insertion);
  }

  /**
   * Makes every consumer of a value, also in subgraphs, read the value `to` instead. Outputs of the graph are
   * unaffected.
   * @returns whether it succeeded; it fails if a subgraph has another value of the new name
   */
  reroute(value: string, to: string): boolean {
    if (this.#isShadowed(value, to)) return false;
    for (const node of this.findConsumers(value)) {
      renameInput(node, value, to);
      this.#consumers.get(value)?.delete(node);
      this.#linkConsumer(to, node);
    }
    if (this.#stored.has(value)) this.#orphanCandidates.add(value);
    return true;
  }

  /** Sets an input of a node, adding missing optional inputs. */
  setInput(node: Node, index: number, value: string): void {
    const before = node.inputs[index] ?? '';
    const inputs = [...node.inputs];
    while (inputs.length <= index) inputs.push('');
    node.inputs = inputs.with(index, value);
    this.#linkConsumer(value, node);
    if (before === '' || listReadValues(node).includes(before)) return;
    this.#consumers.get(before)?.delete(node);
    if (this.#stored.has(before)) this.#orphanCandidates.add(before);
  }

  /**
   * Removes a node whose output always equals one of its inputs. If it is an output of the graph, the producer of the
   * input takes over its name.
   * @returns whether it succeeded; it fails if an output of the graph would equal an input or initializer
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

  /** Removes an initializer on {@link commit} if nothing reads it by then. */
  removeIfUnread(name: string): void {
    this.#orphanCandidates.add(name);
  }

  /** Applies the changes, and removes initializers and constants that are no longer read, about which engines warn. */
  commit(): void {
    const { model } = this;
    const graph = this.#graph;
    const resolve = (node: Node): readonly Node[] => [
      ...(this.#inserted.get(node)?.flatMap(resolve) ?? []),
      ...(this.#replacements.get(node)?.flatMap(resolve) ?? [node]),
    ];
    if (this.#replacements.size > 0 || this.#inserted.size > 0) graph.nodes = graph.nodes.flatMap(resolve);
    const isUnread = (name: string) =>
      this.#orphanCandidates.has(name) &&
      !this.#consumers.get(name)?.size &&
      !this.#outputs.has(name) &&
      this.#stored.has(name);
    if (this.#orphanCandidates.size > 0 || this.#added.length > 0) {
      graph.initializers = [...graph.initializers, ...this.#added].filter(({ name }) => !isUnread(name));
      graph.nodes = graph.nodes.filter((node) => !(node.opType === 'Constant' && node.outputs.every(isUnread)));
    }
    if (model.irVersion < minIrWithDefaults) {
      // Before IR version 4, initializers must also be listed as inputs.
      const storedNames = new Set(graph.initializers.map(({ name }) => name));
      const isInput = ({ name }: { name: string }) => !storedNames.has(name) && !isUnread(name);
      graph.inputs = graph.inputs.filter(isInput);
      model.irVersion = minIrWithDefaults;
    }
    this.#replacements.clear();
    this.#inserted.clear();
    this.#added.length = 0;
    this.#orphanCandidates.clear();
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

  /** Whether a subgraph that reads `value` declares a value of that name or of the name `other`. */
  #isShadowed(value: string, other: string): boolean {
    const declaredNames = new Set(this.findConsumers(value).flatMap(listSubgraphs).flatMap(listDeclaredNames));
    return declaredNames.has(value) || declaredNames.has(other);
  }

  #linkConsumer(value: string, node: Node): void {
    const consumers = this.#consumers.get(value);
    if (consumers) consumers.add(node);
    else this.#consumers.set(value, new Set([node]));
  }
}

/** Returns the names declared in a subgraph, without nested graphs. */
function listDeclaredNames({ nodes, inputs, initializers }: Graph): string[] {
  return [
    ...nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
    ...[...inputs, ...initializers].map(({ name }) => name),
  ].filter((name) => name !== '');
}
