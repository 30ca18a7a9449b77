import type { NodeFacts, ValueFacts } from '#core/model/model-facts.ts';
import { sumCosts } from '#graph/cost.ts';
import { countElements, createValue, type Shape } from '#graph/value.ts';
import { asArray, asObject, asString, type JsonObject } from '../json.ts';
import { noCosts, type Costs } from './tfjs-costs.ts';
import { listLayers } from './layers-model.ts';
import { layers as rules } from './rules/layer-rules.ts';
import type { StoredWeight } from './tfjs-weights.ts';

/** The maximum number of layer calls, nested models included: many times what real models have. */
const maxSteps = 60_000;
/** The maximum number of calls of one layer. Heuristic, not measured. */
const maxCalls = 64;

export const hasLayerRule = (type: string): boolean => Object.hasOwn(rules, type);

/** Output shapes and costs of every layer of a Keras model, all float32. Peak memory is not computed. */
export function computeLayersCosts(
  topology: JsonObject,
  inputs: readonly ValueFacts[],
  stored: ReadonlyMap<string, StoredWeight>,
): Costs {
  const bytes = new Map<string, number>();
  for (const [name, weight] of stored) {
    const layer = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    bytes.set(layer, (bytes.get(layer) ?? 0) + weight.bytes);
  }
  const nodes: NodeFacts[] = [];
  const shapes = new Map<string, Shape | null>();
  const given = inputs.map(({ dtype, shape }) => createValue(dtype, shape).shape);
  follow(asObject(topology.model_config) ?? topology, given, { nodes, shapes, bytes, steps: 0 });
  return { ...noCosts, nodes, shapes };
}

interface Walk {
  steps: number;
  readonly nodes: NodeFacts[];
  readonly shapes: Map<string, Shape | null>;
  readonly bytes: ReadonlyMap<string, number>;
}

/**
 * The output shape of a model for the input shapes `given`. Each layer of a Sequential reads the previous one; layers
 * of other models read the ones in `inbound_nodes`.
 */
function follow(model: JsonObject, given: readonly (Shape | null)[], walk: Walk): Shape | null {
  const made = new Map<string, Shape | null>();
  let last: Shape | null = given[0] ?? null;
  let inputs = 0;
  for (const layer of listLayers(model)) {
    const config = asObject(layer.config) ?? {};
    const name = asString(layer.name) ?? asString(config.name) ?? '';
    // A layer may be called more than once, as in Siamese networks.
    for (const read of readCalls(layer)) {
      if (++walk.steps > maxSteps) return null;
      const isInput = layer.class_name === 'InputLayer';
      const sources = isInput ? [given[inputs++] ?? null] : read ? read.map((from) => made.get(from) ?? null) : [last];
      last = listLayers(layer).length > 0 ? follow(layer, sources, walk) : visit(name, layer, sources, walk);
      made.set(name, last);
      walk.shapes.set(name, last);
    }
  }
  const [end] = asArray(asObject(model.config)?.output_layers);
  const named = asString(asArray(end)[0]) ?? asString(end);
  return named === null ? last : (made.get(named) ?? null);
}

function visit(name: string, layer: JsonObject, sources: readonly (Shape | null)[], walk: Walk): Shape | null {
  const type = asString(layer.class_name) ?? '';
  const known = sources.filter((shape) => shape !== null);
  const rule = hasLayerRule(type) && known.length === sources.length ? rules[type] : undefined;
  const outcome = rule?.(asObject(layer.config) ?? {}, known) ?? null;
  const shape = outcome ? createValue('float32', outcome.shape).shape : null;
  if (type === 'InputLayer') return shape;
  const activations = sumCosts([...known, shape].map((shape) => countElements(shape)));
  walk.nodes.push({
    name,
    operator: type,
    flops: outcome?.flops ?? null,
    weightBytes: walk.bytes.get(name) ?? 0,
    activationBytes: activations && 4 * activations,
    outputShape: shape,
  });
  return shape;
}

/** The names of the layers that each call of a layer reads; `null` means the previous layer. */
function readCalls(layer: JsonObject): readonly (readonly string[] | null)[] {
  const calls = asArray(layer.inbound_nodes).map((call) =>
    asArray(call).flatMap((from) => asString(asArray(from)[0]) ?? []),
  );
  return calls.length > 0 ? calls.slice(0, maxCalls) : [null];
}
