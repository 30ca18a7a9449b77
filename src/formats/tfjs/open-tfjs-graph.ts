import { AppError } from '#core/errors/error.ts';
import type { ValueFacts } from '#core/model/model-facts.ts';
import type { GraphAttribute, GraphNode, GraphValue } from '#graph/model-graph.ts';
import { splitScopes, findScopeSeparator } from '#graph/module-tree.ts';
import type { Shape } from '#graph/value.ts';
import { countElements } from '#graph/weight-counts.ts';
import { FileSlice } from '../file-slice.ts';
import type { OpenGraph, Siblings } from '../format.ts';
import { JoinedSource } from '../joined-source.ts';
import { asArray, asObjectArray, asString, type JsonObject } from '../json.ts';
import { openStoredValues } from '../stored-values.ts';
import { formatAttributes } from './tfjs-attributes.ts';
import type { Costs } from './tfjs-costs.ts';
import { parseInputReference } from './graph-costs.ts';
import type { StoredWeight } from './tfjs-weights.ts';

/** Facts of a graph model beyond its topology. */
interface GraphModelFacts {
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** Costs for the sizes that the caller chose. */
  readonly costs: Costs;
  /** Shapes of the values that do not depend on free sizes. */
  readonly shapes: ReadonlyMap<string, Shape | null>;
  readonly stored: ReadonlyMap<string, StoredWeight>;
  readonly siblings: Siblings;
}

/** Opens a frozen TensorFlow graph: constants are stored values, placeholders are inputs. */
export function openTfjsGraph(topology: JsonObject, facts: GraphModelFacts): OpenGraph {
  const { inputs, outputs, costs, shapes, stored, siblings } = facts;
  const graphNodes = asObjectArray(topology.node).filter(({ op }) => op !== 'NoOp');
  const separator = findScopeSeparator(graphNodes.map(({ name }) => asString(name) ?? ''));
  const costByName = new Map(costs.nodes.map((node) => [node.name, node]));
  const dtypes = new Map(inputs.map(({ name, dtype }) => [name, dtype]));
  const values: GraphValue[] = [];
  const indices = new Map<string, number>();
  const findValueIndex = (name: string): number => {
    const nodeIndex = indices.get(name);
    if (nodeIndex !== undefined) return nodeIndex;
    const weight = stored.get(name);
    const size = weight && { parameters: countElements(weight.shape, 'tfjs'), bytes: weight.bytes };
    const dtype = weight?.dtype ?? dtypes.get(name) ?? 'unknown';
    const index =
      values.push({ name, dtype, shape: weight?.shape ?? shapes.get(name) ?? null, constant: size ?? null }) - 1;
    indices.set(name, index);
    return index;
  };
  /** Additional outputs are named `node:1` and so on; the file does not list those that no node reads. */
  const outputsByNode = new Map<string, string[]>();
  for (const node of graphNodes) {
    for (const reference of asArray(node.input).flatMap(parseInputReference)) {
      const [owner = ''] = reference.split(':');
      if (reference === owner) continue;
      const others = outputsByNode.get(owner) ?? [];
      if (!others.includes(reference)) outputsByNode.set(owner, [...others, reference]);
    }
  }
  const operatorNodes = graphNodes.filter(({ op }) => op !== 'Const' && op !== 'Placeholder');
  const nodes = operatorNodes.map((node): GraphNode => {
    const name = asString(node.name) ?? '';
    const cost = costByName.get(name);
    return {
      name,
      operator: asString(node.op) ?? '',
      scope: splitScopes(name, separator),
      inputs: asArray(node.input).flatMap(parseInputReference).map(findValueIndex),
      outputs: [name, ...(outputsByNode.get(name) ?? [])].map(findValueIndex),
      flops: cost?.flops ?? null,
      activationBytes: cost?.activationBytes ?? null,
    };
  });
  return {
    graph: {
      nodes,
      inputs: inputs.map(({ name }) => findValueIndex(name)),
      outputs: outputs.map(({ name }) => findValueIndex(name)),
      values,
    },
    formatAttributes: (node): readonly GraphAttribute[] => formatAttributes(operatorNodes[node]!),
    async openWeight(value) {
      const weight = stored.get(values[value]?.name ?? '');
      if (!weight) return null;
      const files = weight.files.map((file) => {
        const source = siblings.get(file);
        if (!source) throw new AppError('model-corrupt', { format: 'tfjs', reason: 'file-missing', file });
        return source;
      });
      const slice = new FileSlice(new JoinedSource(files), weight.offset, weight.bytes);
      return openStoredValues(weight.dtype, countElements(weight.shape, 'tfjs'), slice);
    },
  };
}
