import type { ValueFacts } from '#core/model/model-facts.ts';
import { asArray, asNonNegativeInteger, asObject, asString, asObjectArray, type JsonObject } from '../json.ts';
import type { Topology } from './topology.ts';

/** A Keras model: nested layers by class name. The file specifies no output shapes. */
export function readLayersModel(topology: JsonObject): Topology {
  const root = asObject(topology.model_config) ?? topology;
  const config = asObject(root.config);
  const layers = listLayers(root);
  const operators = new Map<string, number>();
  for (const layer of flatten(layers)) {
    const type = asString(layer.class_name);
    if (type !== null) operators.set(type, (operators.get(type) ?? 0) + 1);
  }
  const ends = readNames(config?.output_layers);
  const last = layers.at(-1);
  const names = ends.length > 0 ? ends : [asString(asObject(last?.config)?.name)];
  return {
    operators: Object.fromEntries(operators),
    inputs: readInputs(root),
    outputs: names.flatMap((name) => (name === null ? [] : { name, dtype: 'float32', shape: null })),
    opsets: {},
  };
}

/**
 * The layers that specify their input shape. A Sequential has one input, even if its `InputLayer` and the next layer
 * both specify the shape, as Keras writes them; in other models `input_layers` lists the inputs.
 */
function readInputs(model: JsonObject): ValueFacts[] {
  const declared = listLayers(model).flatMap(readDeclaredInput);
  if (model.class_name === 'Sequential') return declared.slice(0, 1);
  const named = new Set(readNames(asObject(model.config)?.input_layers));
  const inputs = declared.filter(({ name }) => named.has(name));
  return inputs.length > 0 ? inputs : declared;
}

function readDeclaredInput(layer: JsonObject): ValueFacts[] {
  const settings = asObject(layer.config);
  const shape = settings?.batch_input_shape ?? settings?.batch_shape;
  if (!settings || !Array.isArray(shape)) return [];
  const name = asString(settings.name) ?? asString(layer.name) ?? '';
  return [{ name, dtype: asString(settings.dtype) ?? 'float32', shape: shape.map(asNonNegativeInteger) }];
}

/** Keras names the input and output layers of a model as `[name, call, tensor]`, several in a list. */
function readNames(ends: unknown): string[] {
  const listed = asArray(ends);
  const single = asString(listed[0]);
  return single === null ? listed.flatMap((end) => asString(asArray(end)[0]) ?? []) : [single];
}

export function listLayers(model: JsonObject): JsonObject[] {
  const config = model.config;
  // Keras 1 and early tfjs wrote a Sequential's config as just the list of layers.
  return asObjectArray(Array.isArray(config) ? config : asObject(config)?.layers);
}

/** Layers of nested models in place of the models. `parseJson` limits the depth. */
function flatten(layers: readonly JsonObject[]): JsonObject[] {
  return layers.flatMap((layer) => {
    const inner = listLayers(layer);
    return inner.length > 0 ? flatten(inner) : [layer];
  });
}
