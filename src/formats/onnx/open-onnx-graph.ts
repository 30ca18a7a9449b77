import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { NodeFacts } from '#core/model/model-facts.ts';
import { getBitsPerElement } from '#graph/element-types.ts';
import type { GraphNode, GraphValue } from '#graph/model-graph.ts';
import { splitScopes, findScopeSeparator } from '#graph/module-tree.ts';
import type { StoredValues } from '#graph/tensor-statistics.ts';
import { countElements } from '#graph/weight-counts.ts';
import { unknownValue, type Value } from '#graph/value.ts';
import { toByteSource } from '../byte-source.ts';
import type { OpenGraph, Siblings } from '../format.ts';
import { openStoredValues, toStoredValues } from '../stored-values.ts';
import { formatAttributes } from './attribute-texts.ts';
import { openExternalSlice } from './external-data.ts';
import {
  createMessage,
  getDataTypeName,
  type Graph,
  type Node,
  type OnnxModel,
  type TensorProto,
} from './onnx-model.ts';
import { inferShapes, getOperatorName, toValue } from './infer-shapes.ts';
import { findConstant, countStoredBytes } from './stored-tensors.ts';
import { decodeTensorProto } from './tensor-proto.ts';

/**
 * Opens the graph of a model. Constant nodes are stored values. The nodes of a subgraph are in a module of the node
 * that runs them, whose inputs include the subgraph's outputs.
 * @param facts the facts about the nodes of the main graph, in its order; empty if they are unknown
 */
export function openOnnxGraph(model: OnnxModel, facts: readonly NodeFacts[], siblings: Siblings): OpenGraph {
  const graph = model.graph ?? createMessage('Graph');
  const opset = model.opsetImports.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
  // A graph without facts is too large to infer shapes.
  const inferred = facts.length > 0 ? inferShapes(graph, { opset }).values : new Map<string, Value>();
  const names = graph.nodes.map(({ name }) => name);
  const reader = new GraphReader(inferred, findScopeSeparator(names));
  const scope = reader.addGraph(graph, [], facts, null);
  const stored = new Set(graph.initializers.map(({ name }) => name));
  return {
    graph: {
      nodes: reader.nodes,
      values: reader.values,
      inputs: graph.inputs.filter(({ name }) => !stored.has(name)).map(({ name }) => scope.find(name)),
      outputs: graph.outputs.map(({ name }) => scope.find(name)),
    },
    formatAttributes: (node) => formatAttributes(reader.protos[node]!),
    openWeight: (value) => openWeightValues(reader.tensors.get(value), siblings),
  };
}

/** Values by name, including those of enclosing graphs. */
class Scope {
  readonly #values = new Map<string, number>();
  readonly #outer: Scope | null;
  readonly #add: (name: string) => number;

  constructor(outer: Scope | null, add: (name: string) => number) {
    [this.#outer, this.#add] = [outer, add];
  }

  declareValue(name: string): number {
    const value = this.#add(name);
    if (name !== '') this.#values.set(name, value);
    return value;
  }

  /**
   * Returns the index of a value. Adds undeclared values, which occur in corrupt files and in files whose nodes are not
   * in order of execution.
   */
  find(name: string): number {
    if (name === '') return -1;
    return this.#lookUp(name) ?? this.declareValue(name);
  }

  #lookUp(name: string): number | undefined {
    const value = this.#values.get(name);
    return value === undefined && this.#outer ? this.#outer.#lookUp(name) : value;
  }
}

class GraphReader {
  readonly nodes: GraphNode[] = [];
  /** The NodeProto of each node, by its index in `nodes`. */
  readonly protos: Node[] = [];
  readonly values: GraphValue[] = [];
  readonly tensors = new Map<number, TensorProto>();
  readonly #inferred: ReadonlyMap<string, Value>;
  readonly #separator: string | null;

  constructor(inferred: ReadonlyMap<string, Value>, separator: string | null) {
    [this.#inferred, this.#separator] = [inferred, separator];
  }

  /**
   * Adds a graph to `nodes` and `values`.
   * @param enclosing names of the enclosing modules, outermost first
   * @returns the scope that contains the values of the graph
   */
  addGraph(graph: Graph, enclosing: readonly string[], facts: readonly NodeFacts[], outer: Scope | null): Scope {
    const declared = new Map([...graph.inputs, ...graph.outputs, ...graph.valueInfos].map((info) => [info.name, info]));
    const scope = new Scope(outer, (name) => {
      const info = declared.get(name);
      const inferred = outer ? undefined : this.#inferred.get(name);
      const { dtype, shape } = inferred?.shape ? inferred : info ? toValue(info) : (inferred ?? unknownValue);
      return this.values.push({ name, dtype, shape, constant: null }) - 1;
    });
    for (const { name } of graph.inputs) scope.declareValue(name);
    for (const tensor of graph.initializers) this.#store(scope.find(tensor.name), tensor);
    for (const { values: tensor } of graph.sparseInitializers) if (tensor) this.#store(scope.find(tensor.name), tensor);
    // Outputs of all nodes are added before any inputs, because some files do not list nodes in order of execution.
    for (const node of graph.nodes) {
      for (const name of node.outputs) {
        const value = scope.find(name);
        const constant = findConstant(node);
        if (constant && value >= 0) this.#store(value, { ...constant, name });
      }
    }
    for (const [index, node] of graph.nodes.entries()) {
      if (findConstant(node)) continue;
      const moduleNames = [...enclosing, ...splitScopes(node.name, this.#separator)];
      const subgraphOutputs = this.#addSubgraphs(node, moduleNames, scope);
      this.protos.push(node);
      this.nodes.push({
        name: node.name,
        operator: getOperatorName(node),
        scope: moduleNames,
        inputs: [...node.inputs.map((name) => scope.find(name)), ...subgraphOutputs],
        outputs: node.outputs.map((name) => scope.find(name)),
        flops: facts[index]?.flops ?? null,
        activationBytes: facts[index]?.activationBytes ?? null,
      });
    }
    return scope;
  }

  /** Adds the subgraphs of a node. @returns indices of their outputs in `values` */
  #addSubgraphs(node: Node, enclosing: readonly string[], scope: Scope): number[] {
    return node.attributes.flatMap(({ name, graph, graphs }) =>
      [...(graph ? [graph] : []), ...graphs].flatMap((subgraph) => {
        const title = node.name.slice(node.name.lastIndexOf('/') + 1) || node.opType;
        const inner = this.addGraph(subgraph, [...enclosing, title, name], [], scope);
        return subgraph.outputs.map((output) => inner.find(output.name));
      }),
    );
  }

  #store(value: number, tensor: TensorProto): void {
    const { name, dims, dataType } = tensor;
    const dtype = getDataTypeName(dataType) ?? `type ${dataType}`;
    const size = { parameters: countElements(dims, 'onnx'), bytes: countStoredBytes(tensor) };
    this.values[value] = { name, dtype, shape: dims, constant: size };
    this.tensors.set(value, tensor);
  }
}

/** @throws AppError model-corrupt if the file of the values is missing or too short */
async function openWeightValues(tensor: TensorProto | undefined, siblings: Siblings): Promise<StoredValues | null> {
  if (!tensor) return null;
  const dtype = getDataTypeName(tensor.dataType) ?? '';
  const elements = countElements(tensor.dims, 'onnx');
  const raw = openExternalSlice(tensor, (name) => siblings.get(name)) ?? tensor.rawData;
  if (!raw) {
    const data = decodeTensorProto(tensor)?.data;
    return data && dtype !== 'string'
      ? toStoredValues(Array.from<bigint | number | string, number>(data, Number))
      : null;
  }
  const source = raw instanceof Uint8Array ? toByteSource(new Uint8Array(raw)) : raw;
  const expectedBytes = Math.ceil((elements * getBitsPerElement(dtype)) / 8);
  if (source.size < expectedBytes)
    throw createCorruptModelError('onnx', { reason: 'weights-cut-off', sizeBytes: source.size, expectedBytes });
  return openStoredValues(dtype, elements, source);
}
