import type { NodeFacts, ValueFacts } from '#core/model/model-facts.ts';
import { sumCosts } from '#graph/cost.ts';
import { countElements, createValue, type Shape } from '#graph/value.ts';
import { asArray, asObject, asString, type JsonObject } from '../json.ts';
import { noCosts, type Costs } from './tfjs-costs.ts';
import { listLayers } from './layers-model.ts';
import { layers as rules } from './rules/layer-rules.ts';
import type { StoredWeight } from './tfjs-weights.ts';

/** The maximum number of layer calls, including those of nested models; real models have far fewer. */
const maxSteps = 60_000;
/** The maximum number of calls of one layer. Heuristic, not measured. */
const maxCalls = 64;

export const hasLayerRule = (type: string): boolean => Object.hasOwn(rules, type);

/**
 * Computes the output shape and cost of every layer of a Keras model, in which all values are float32. Does not compute
 * the peak memory.
 */
export function computeLayersCosts(
  topology: JsonObject,
  inputs: readonly ValueFacts[],
  stored: ReadonlyMap<string, StoredWeight>,
): Costs {
  const weightBytes = new Map<string, number>();
  for (const [name, weight] of stored) {
    const layer = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    weightBytes.set(layer, (weightBytes.get(layer) ?? 0) + weight.bytes);
  }
  const nodes: NodeFacts[] = [];
  const shapes = new Map<string, Shape | null>();
  const inputShapes = inputs.map(({ dtype, shape }) => createValue(dtype, shape).shape);
  visitModel(asObject(topology.model_config) ?? topology, inputShapes, { nodes, shapes, weightBytes, steps: 0 });
  return { ...noCosts, nodes, shapes };
}

interface ModelVisit {
  steps: number;
  readonly nodes: NodeFacts[];
  readonly shapes: Map<string, Shape | null>;
  readonly weightBytes: ReadonlyMap<string, number>;
}

/**
 * Computes the output shape of a model. Each layer of a Sequential reads the previous one; layers of other models read
 * those in `inbound_nodes`.
 */
function visitModel(model: JsonObject, inputShapes: readonly (Shape | null)[], visit: ModelVisit): Shape | null {
  const outputShapes = new Map<string, Shape | null>();
  let last: Shape | null = inputShapes[0] ?? null;
  let inputs = 0;
  for (const layer of listLayers(model)) {
    const config = asObject(layer.config) ?? {};
    const name = asString(layer.name) ?? asString(config.name) ?? '';
    // A layer may be called more than once, as in Siamese networks.
    for (const read of readCalls(layer)) {
      if (++visit.steps > maxSteps) return null;
      const isInput = layer.class_name === 'InputLayer';
      const sources = isInput
        ? [inputShapes[inputs++] ?? null]
        : read
          ? read.map((from) => outputShapes.get(from) ?? null)
          : [last];
      last = listLayers(layer).length > 0 ? visitModel(layer, sources, visit) : visitLayer(name, layer, sources, visit);
      outputShapes.set(name, last);
      visit.shapes.set(name, last);
    }
  }
  const [output] = asArray(asObject(model.config)?.output_layers);
  const outputName = asString(asArray(output)[0]) ?? asString(output);
  return outputName === null ? last : (outputShapes.get(outputName) ?? null);
}

function visitLayer(
  name: string,
  layer: JsonObject,
  sources: readonly (Shape | null)[],
  visit: ModelVisit,
): Shape | null {
  const type = asString(layer.class_name) ?? '';
  const knownShapes = sources.filter((shape) => shape !== null);
  const rule = hasLayerRule(type) && knownShapes.length === sources.length ? rules[type] : undefined;
  const result = rule?.(asObject(layer.config) ?? {}, knownShapes) ?? null;
  const shape = result ? createValue('float32', result.shape).shape : null;
  if (type === 'InputLayer') return shape;
  const activations = sumCosts([...knownShapes, shape].map((shape) => countElements(shape)));
  visit.nodes.push({
    name,
    operator: type,
    flops: result?.flops ?? null,
    weightBytes: visit.weightBytes.get(name) ?? 0,
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
