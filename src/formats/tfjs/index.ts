import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFacts, Quantisation, ValueFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { setSizes } from '#core/engine/tensor.ts';
import { maxTextLength, type ChooseSizes, type Format, type OpenGraph, type Siblings } from '../format.ts';
import { detectArchitecture } from '../operator-architecture.ts';
import { asArray, asObject, asString, readJson, type JsonObject } from '../json.ts';
import { resolveImageInputSizes, readProcessorImageSize } from '../image-size.ts';
import { sumSizes } from '../external-files.ts';
import { countFlops, noCosts, type Costs } from './tfjs-costs.ts';
import { computeGraphCosts, hasGraphRule } from './graph-costs.ts';
import { readGraphModel } from './graph-model.ts';
import { hasLayerRule, computeLayersCosts } from './layers-costs.ts';
import { openTfjsGraph } from './open-tfjs-graph.ts';
import { readLayersModel } from './layers-model.ts';
import { readSmallIntegers } from './small-integers.ts';
import type { Topology } from './topology.ts';
import { readWeights, type StoredWeight } from './tfjs-weights.ts';

/** TensorFlow.js: a `model.json` (graph or layers model) or a weights manifest, with weights in separate files. */
export const tfjs: Format = {
  id: 'tfjs',
  matches(head) {
    const text = new TextDecoder().decode(head);
    if (/^\s*\{/.test(text)) return /"(modelTopology|weightsManifest)"\s*:/.test(text);
    return /^\s*\[\s*\{\s*"(weights|paths)"\s*:/.test(text);
  },
  readFacts,
  readGraph,
};

async function readFacts(
  source: ByteSource,
  _name: string,
  siblings: Siblings = new Map(),
  chooseSizes: ChooseSizes = () => ({}),
): Promise<ModelFacts> {
  const { model, topology, kind, weights, ...topologyFacts } = await readSections(source, siblings);
  const { operators, inputs, outputs, opsets } = topologyFacts;
  const files = weights?.files ?? [];
  const computeCosts = await createCostFunction(kind, topology, outputs, weights?.stored ?? new Map(), siblings);
  const imageSizes = resolveImageInputSizes(inputs, await readProcessorImageSize(siblings));
  const bound = bindSizes(inputs, { ...imageSizes, ...chooseSizes({ inputs, outputs }, imageSizes) });
  const costs = computeCosts(bound);
  const hasRule = kind === 'graph-model' ? hasGraphRule : hasLayerRule;
  return {
    format: 'tfjs',
    formatVersion: kind,
    producer: asString(model.convertedBy) ?? asString(model.generatedBy),
    name: null,
    sizeBytes: sumSizes(source.size, files),
    parameters: weights?.tally.parameters ?? null,
    weights: weights?.tally.weights ?? [],
    weightBytes: weights?.tally.bytes ?? null,
    inputs,
    outputs: addShapes(outputs, computeCosts(inputs).shapes),
    operators,
    opsets,
    unknownOperators: Object.keys(operators).filter((type) => !hasRule(type)),
    quantisation: weights?.quantisation ?? unknownQuantisation,
    architecture: detectArchitecture(operators),
    tokenizer: null,
    chatTemplate: null,
    licence: null,
    externalFiles: files,
    ...countFlops(costs, inputs, bound),
    peakActivationBytes: costs.peakActivationBytes,
    nodes: costs.nodes,
    metadata: readMetadata(model),
  };
}

/** Reads the sections of a model file. */
async function readSections(source: ByteSource, siblings: Siblings) {
  const json = await readJson(source, 'tfjs');
  const model: JsonObject = Array.isArray(json) ? { weightsManifest: json } : (asObject(json) ?? fail());
  const topology = asObject(model.modelTopology);
  const kind = topology ? describeModelKind(model, topology) : 'weights-manifest';
  const weights = Array.isArray(model.weightsManifest) ? readWeights(asArray(model.weightsManifest), siblings) : null;
  return { model, topology, kind, weights, ...readTopology(model, topology) };
}

async function readGraph(
  source: ByteSource,
  name: string,
  siblings: Siblings,
  chooseSizes: ChooseSizes,
): Promise<OpenGraph> {
  const { topology, kind, weights, inputs, outputs } = await readSections(source, siblings);
  if (!topology) throw new AppError('graph-unavailable', { model: name, reason: 'format-without-graph' });
  if (kind !== 'graph-model') throw new AppError('graph-unavailable', { model: name, reason: 'keras-layers-model' });
  const stored = weights?.stored ?? new Map<string, StoredWeight>();
  const computeCosts = await createCostFunction(kind, topology, outputs, stored, siblings);
  const imageSizes = resolveImageInputSizes(inputs, await readProcessorImageSize(siblings));
  const bound = bindSizes(inputs, { ...imageSizes, ...chooseSizes({ inputs, outputs }, imageSizes) });
  return openTfjsGraph(topology, {
    inputs,
    outputs,
    costs: computeCosts(bound),
    shapes: computeCosts(inputs).shapes,
    stored,
    siblings,
  });
}

const unknownQuantisation: Quantisation = {
  kind: 'unknown',
  name: null,
  blockSize: null,
  bitsPerWeight: null,
  quantisationAware: null,
  evidence: [{ code: 'no-weights' }],
};

/** Sets the free dimensions of inputs to `sizes`, and a free batch dimension to 1. */
function bindSizes(inputs: readonly ValueFacts[], sizes: Dimensions): readonly ValueFacts[] {
  return setSizes(inputs, sizes).map(({ name, dtype, shape }) => ({
    name,
    dtype,
    shape: shape?.map((size, axis) => (axis === 0 ? (size ?? 1) : size)) ?? null,
  }));
}

/** Creates a function from input shapes to costs. Reads only the small integer weights that shapes depend on. */
async function createCostFunction(
  kind: string,
  topology: JsonObject | null,
  outputs: readonly ValueFacts[],
  stored: ReadonlyMap<string, StoredWeight>,
  siblings: Siblings,
): Promise<(inputs: readonly ValueFacts[]) => Costs> {
  if (!topology) return () => noCosts;
  if (kind !== 'graph-model') return (inputs) => computeLayersCosts(topology, inputs, stored);
  const contents = await readSmallIntegers(stored, siblings);
  const outputNames = outputs.map(({ name }) => name);
  return (inputs) => computeGraphCosts(topology, inputs, outputNames, { stored, contents });
}

/** Adds inferred shapes to outputs whose shapes the file does not specify. */
function addShapes(outputs: readonly ValueFacts[], shapes: Costs['shapes']): ValueFacts[] {
  return outputs.map((output) => ({ ...output, shape: output.shape ?? shapes.get(output.name) ?? null }));
}

function readMetadata(model: JsonObject): Record<string, string> {
  const texts = ['generatedBy', 'convertedBy'].flatMap((key) => {
    const value = asString(model[key]);
    return value === null ? [] : [[key, value.slice(0, maxTextLength)] as const];
  });
  return Object.fromEntries(texts);
}

function readTopology(model: JsonObject, topology: JsonObject | null): Topology {
  if (!topology) return { operators: {}, inputs: [], outputs: [], opsets: {} };
  return describeModelKind(model, topology) === 'graph-model'
    ? readGraphModel(model, topology)
    : readLayersModel(topology);
}

const describeModelKind = (model: JsonObject, topology: JsonObject): string =>
  asString(model.format) ?? (Array.isArray(topology.node) ? 'graph-model' : 'layers-model');

function fail(): never {
  throw createCorruptModelError('tfjs', { reason: 'json-not-object' });
}
