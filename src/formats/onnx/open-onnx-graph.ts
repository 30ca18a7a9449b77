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
 * The graph of a model. Constant nodes are stored values, and the nodes of a subgraph are in a module of the node that
 * runs them, which reads its results.
 * @param facts of the nodes of the main graph, in its order; empty if they are not known
 */
export function openOnnxGraph(model: OnnxModel, facts: readonly NodeFacts[], siblings: Siblings): OpenGraph {
  const graph = model.graph ?? createMessage('Graph');
  const opset = model.opsetImports.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
  // A graph without facts is too large to infer shapes.
  const inferred = facts.length > 0 ? inferShapes(graph, { opset }).values : new Map<string, Value>();
  const names = graph.nodes.map(({ name }) => name);
  const reading = new GraphReading(inferred, findScopeSeparator(names));
  const scope = reading.open(graph, [], facts, null);
  const stored = new Set(graph.initializers.map(({ name }) => name));
  return {
    graph: {
      nodes: reading.nodes,
      values: reading.values,
      inputs: graph.inputs.filter(({ name }) => !stored.has(name)).map(({ name }) => scope.find(name)),
      outputs: graph.outputs.map(({ name }) => scope.find(name)),
    },
    attributes: (node) => formatAttributes(reading.protos[node]!),
    weight: (value) => openWeightValues(reading.tensors.get(value), siblings),
  };
}

/** Values by name; a subgraph also sees the values of the graphs around it. */
class Scope {
  readonly #own = new Map<string, number>();
  readonly #outer: Scope | null;
  readonly #add: (name: string) => number;

  constructor(outer: Scope | null, add: (name: string) => number) {
    [this.#outer, this.#add] = [outer, add];
  }

  declareValue(name: string): number {
    const value = this.#add(name);
    if (name !== '') this.#own.set(name, value);
    return value;
  }

  /** Adds a value that nothing declares, as files in the wrong order and damaged ones have. */
  find(name: string): number {
    if (name === '') return -1;
    return this.#known(name) ?? this.declareValue(name);
  }

  #known(name: string): number | undefined {
    const own = this.#own.get(name);
    return own === undefined && this.#outer ? this.#outer.#known(name) : own;
  }
}

class GraphReading {
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
   * @param within names of the enclosing modules, outermost first
   * @returns the scope that contains the values of the graph
   */
  open(graph: Graph, within: readonly string[], facts: readonly NodeFacts[], outer: Scope | null): Scope {
    const declared = new Map([...graph.inputs, ...graph.outputs, ...graph.valueInfos].map((info) => [info.name, info]));
    const scope = new Scope(outer, (name) => {
      const info = declared.get(name);
      const known = outer ? undefined : this.#inferred.get(name);
      const { dtype, shape } = known?.shape ? known : info ? toValue(info) : (known ?? unknownValue);
      return this.values.push({ name, dtype, shape, constant: null }) - 1;
    });
    for (const { name } of graph.inputs) scope.declareValue(name);
    for (const tensor of graph.initializers) this.#store(scope.find(tensor.name), tensor);
    for (const { values: tensor } of graph.sparseInitializers) if (tensor) this.#store(scope.find(tensor.name), tensor);
    // The outputs of all nodes come before their inputs, since not every file lists its nodes in execution order.
    for (const node of graph.nodes) {
      for (const name of node.outputs) {
        const value = scope.find(name);
        const constant = findConstant(node);
        if (constant && value >= 0) this.#store(value, { ...constant, name });
      }
    }
    for (const [index, node] of graph.nodes.entries()) {
      if (findConstant(node)) continue;
      const own = [...within, ...splitScopes(node.name, this.#separator)];
      const results = this.#subgraphs(node, own, scope);
      this.protos.push(node);
      this.nodes.push({
        name: node.name,
        operator: getOperatorName(node),
        scope: own,
        inputs: [...node.inputs.map((name) => scope.find(name)), ...results],
        outputs: node.outputs.map((name) => scope.find(name)),
        flops: facts[index]?.flops ?? null,
        activationBytes: facts[index]?.activationBytes ?? null,
      });
    }
    return scope;
  }

  /** Adds the subgraphs of a node. @returns indices of their outputs in `values` */
  #subgraphs(node: Node, within: readonly string[], scope: Scope): number[] {
    return node.attributes.flatMap(({ name, graph, graphs }) =>
      [...(graph ? [graph] : []), ...graphs].flatMap((subgraph) => {
        const title = node.name.slice(node.name.lastIndexOf('/') + 1) || node.opType;
        const inner = this.open(subgraph, [...within, title, name], [], scope);
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

/** @throws AppError model-corrupt if the values are in a file that is missing or too short */
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
