import { AppError } from '#core/error.ts';
import type { ModelFacts, ValueFacts } from '#core/facts.ts';
import type { ByteSource } from '#core/model.ts';
import type { Format, Siblings } from '../format.ts';
import { architectureOfOperators } from '../family.ts';
import { asArray, asObject, asString, readJson, type JsonObject } from '../json.ts';
import { sizedShape, typicalPicture } from '../picture-size.ts';
import { sizeWith } from '../weight-tally.ts';
import { flopsOf, noCosts, type Costs } from './costs.ts';
import { graphCosts, hasGraphRule } from './graph-costs.ts';
import { readGraphModel } from './graph-model.ts';
import { hasLayerRule, layersCosts } from './layers-costs.ts';
import { readLayersModel } from './layers-model.ts';
import { readSmallIntegers } from './small-integers.ts';
import type { Topology } from './topology.ts';
import { readWeights, type StoredWeight } from './weights.ts';

/** TensorFlow.js: a `model.json` (graph or layers model), or a bare weights manifest, with weights in other files. */
export const tfjs: Format = {
  id: 'tfjs',
  matches(head) {
    const text = new TextDecoder().decode(head);
    if (/^\s*\{/.test(text)) return /"(modelTopology|weightsManifest)"\s*:/.test(text);
    return /^\s*\[\s*\{\s*"(weights|paths)"\s*:/.test(text);
  },
  readFacts,
};

async function readFacts(source: ByteSource, _name: string, siblings: Siblings = new Map()): Promise<ModelFacts> {
  const json = await readJson(source, 'tfjs');
  const model: JsonObject = Array.isArray(json) ? { weightsManifest: json } : (asObject(json) ?? fail('no object'));
  const topology = asObject(model.modelTopology);
  const { operators, inputs, outputs, opsets } = readTopology(model, topology);
  const weights = Array.isArray(model.weightsManifest) ? readWeights(asArray(model.weightsManifest), siblings) : null;
  const files = weights?.files ?? [];
  const isGraph = topology !== null && kindOf(model, topology) === 'graph-model';
  const picture = await typicalPicture(siblings);
  const bound = inputs.map((input) => ({
    ...input,
    shape: sizedShape(input, picture)?.map((size, axis) => (axis === 0 ? (size ?? 1) : size)) ?? null,
  }));
  const contents = isGraph ? await readSmallIntegers(weights?.stored ?? new Map(), siblings) : new Map();
  const costs = costsOf(bound);
  const { shapes } = costsOf(inputs);
  return {
    format: 'tfjs',
    formatVersion: topology ? kindOf(model, topology) : 'weights-manifest',
    producer: asString(model.convertedBy) ?? asString(model.generatedBy),
    name: null,
    sizeBytes: sizeWith(source.size, files),
    parameters: weights?.tally.parameters ?? null,
    weights: weights?.tally.weights ?? [],
    weightBytes: weights?.tally.bytes ?? null,
    inputs,
    outputs: outputs.map((output) => ({ ...output, shape: output.shape ?? shapes.get(output.name) ?? null })),
    operators,
    opsets,
    unknownOperators: Object.keys(operators).filter((type) => !(isGraph ? hasGraphRule(type) : hasLayerRule(type))),
    quantisation: weights?.quantisation ?? {
      kind: 'unknown',
      name: null,
      blockSize: null,
      bitsPerWeight: null,
      quantisationAware: null,
      evidence: 'no weights manifest',
    },
    architecture: architectureOfOperators(operators),
    tokenizer: null,
    chatTemplate: null,
    licence: null,
    externalFiles: files,
    ...flopsOf(costs, inputs, bound),
    peakActivationBytes: costs.peakActivationBytes,
    nodes: costs.nodes,
    metadata: Object.fromEntries(
      ['generatedBy', 'convertedBy'].flatMap((key) => {
        const value = asString(model[key]);
        return value === null ? [] : [[key, value.slice(0, 4096)]];
      }),
    ),
  };

  function costsOf(given: readonly ValueFacts[]): Costs {
    if (!topology) return noCosts;
    const stored: ReadonlyMap<string, StoredWeight> = weights?.stored ?? new Map();
    if (!isGraph) return layersCosts(topology, given, stored);
    const ends = outputs.map(({ name }) => name);
    return graphCosts(topology, given, ends, { stored, contents });
  }
}

function readTopology(model: JsonObject, topology: JsonObject | null): Topology {
  if (!topology) return { operators: {}, inputs: [], outputs: [], opsets: {} };
  return kindOf(model, topology) === 'graph-model' ? readGraphModel(model, topology) : readLayersModel(topology);
}

const kindOf = (model: JsonObject, topology: JsonObject): string =>
  asString(model.format) ?? (Array.isArray(topology.node) ? 'graph-model' : 'layers-model');

function fail(why: string): never {
  throw new AppError('model-corrupt', { format: 'tfjs', why });
}
