import type { ValueFacts } from '#core/facts.ts';
import { asArray, asCount, asObject, asString, objectsIn, type JsonObject } from '../json.ts';
import type { Topology } from './topology.ts';

/** A Keras model: nested layers by class name. The file states no output shapes. */
export function readLayersModel(topology: JsonObject): Topology {
  const root = asObject(topology.model_config) ?? topology;
  const config = asObject(root.config);
  const layers = layersOf(root);
  const operators = new Map<string, number>();
  const inputs: ValueFacts[] = [];
  for (const layer of flatten(layers)) {
    const type = asString(layer.class_name);
    if (type !== null) operators.set(type, (operators.get(type) ?? 0) + 1);
  }
  for (const layer of layers) {
    const settings = asObject(layer.config);
    const shape = settings?.batch_input_shape ?? settings?.batch_shape;
    if (!settings || !Array.isArray(shape)) continue;
    inputs.push({
      name: asString(settings.name) ?? asString(layer.name) ?? '',
      dtype: asString(settings.dtype) ?? 'float32',
      shape: shape.map(asCount),
    });
  }
  const ends = asArray(config?.output_layers).map((end) => asString(asArray(end)[0]) ?? asString(end));
  const last = layers.at(-1);
  const names = ends.length > 0 ? ends : [asString(asObject(last?.config)?.name)];
  return {
    operators: Object.fromEntries(operators),
    inputs,
    outputs: names.flatMap((name) => (name === null ? [] : { name, dtype: 'float32', shape: null })),
    opsets: {},
  };
}

export function layersOf(model: JsonObject): JsonObject[] {
  const config = model.config;
  // Keras 1 and early tfjs wrote a Sequential's config as the bare list of layers.
  return objectsIn(Array.isArray(config) ? config : asObject(config)?.layers);
}

/** Layers of nested models in place of the models. The depth is bounded by what `parseJson` lets through. */
function flatten(layers: readonly JsonObject[]): JsonObject[] {
  return layers.flatMap((layer) => {
    const inner = layersOf(layer);
    return inner.length > 0 ? flatten(inner) : [layer];
  });
}
