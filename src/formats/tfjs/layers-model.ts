import type { ValueFacts } from '#core/model/model-facts.ts';
import { asArray, asNonNegativeInteger, asObject, asString, asObjectArray, type JsonObject } from '../json.ts';
import type { Topology } from './topology.ts';

/** Reads a Keras model: nested layers by class name. The file specifies no output shapes. */
export function readLayersModel(topology: JsonObject): Topology {
  const root = asObject(topology.model_config) ?? topology;
  const config = asObject(root.config);
  const layers = listLayers(root);
  const operators = new Map<string, number>();
  for (const layer of flatten(layers)) {
    const type = asString(layer.class_name);
    if (type !== null) operators.set(type, (operators.get(type) ?? 0) + 1);
  }
  const outputNames = readNames(config?.output_layers);
  const last = layers.at(-1);
  const names = outputNames.length > 0 ? outputNames : [asString(asObject(last?.config)?.name)];
  return {
    operators: Object.fromEntries(operators),
    inputs: readInputs(root),
    outputs: names.flatMap((name) => (name === null ? [] : { name, dtype: 'float32', shape: null })),
    opsets: {},
  };
}

/**
 * Reads the layers that specify their input shape. A Sequential has one input, although Keras writes the shape to both
 * its `InputLayer` and the next layer; in other models `input_layers` lists the inputs.
 */
function readInputs(model: JsonObject): ValueFacts[] {
  const declared = listLayers(model).flatMap(readDeclaredInput);
  if (model.class_name === 'Sequential') return declared.slice(0, 1);
  const inputNames = new Set(readNames(asObject(model.config)?.input_layers));
  const inputs = declared.filter(({ name }) => inputNames.has(name));
  return inputs.length > 0 ? inputs : declared;
}

function readDeclaredInput(layer: JsonObject): ValueFacts[] {
  const settings = asObject(layer.config);
  const shape = settings?.batch_input_shape ?? settings?.batch_shape;
  if (!settings || !Array.isArray(shape)) return [];
  const name = asString(settings.name) ?? asString(layer.name) ?? '';
  return [{ name, dtype: asString(settings.dtype) ?? 'float32', shape: shape.map(asNonNegativeInteger) }];
}

/** Reads layer names from one reference `[name, call, tensor]` of Keras, or from a list of them. */
function readNames(value: unknown): string[] {
  const references = asArray(value);
  const onlyName = asString(references[0]);
  return onlyName === null ? references.flatMap((reference) => asString(asArray(reference)[0]) ?? []) : [onlyName];
}

export function listLayers(model: JsonObject): JsonObject[] {
  const config = model.config;
  // In Keras 1 and early tfjs, the config of a Sequential is the list of layers.
  return asObjectArray(Array.isArray(config) ? config : asObject(config)?.layers);
}

/** Replaces nested models by their layers. `parseJson` limits the depth. */
function flatten(layers: readonly JsonObject[]): JsonObject[] {
  return layers.flatMap((layer) => {
    const inner = listLayers(layer);
    return inner.length > 0 ? flatten(inner) : [layer];
  });
}
