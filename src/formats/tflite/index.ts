import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { countElements, WeightCounts } from '#graph/weight-counts.ts';
import type { ChooseSizes, Format } from '../format.ts';
import { detectArchitecture } from '../operator-architecture.ts';
import { countTensorBytes, findWeights, computeNodeCosts, hasRule, computePeakActivations } from './tflite-cost.ts';
import { readModel, type Subgraph, type TfliteModel } from './tflite-model.ts';
import { openTfliteGraph } from './open-tflite-graph.ts';
import { detectQuantisation } from './tflite-quantisation.ts';
import { parseSparse } from './sparse-bytes.ts';

/** TFLite / LiteRT: a FlatBuffer with the file identifier `TFL3`. */
export const tflite: Format = {
  id: 'tflite',
  matches: (head) => head[4] === 0x54 && head[5] === 0x46 && head[6] === 0x4c && head[7] === 0x33,
  readFacts: (source, _name, _siblings, chooseSizes) =>
    parseSparse(source, (bytes) => describe(readModel(bytes), source.size, chooseSizes)),
  readGraph: (source) => parseSparse(source, (bytes) => openTfliteGraph(readModel(bytes), source)),
};

function describe(model: TfliteModel, sizeBytes: number, chooseSizes: ChooseSizes = () => ({})): ModelFacts {
  const tally = new WeightCounts('tflite');
  const constants = model.subgraphs.map((subgraph) => findWeights(subgraph, model));
  const counted = new Set<number>();
  for (const [index, subgraph] of model.subgraphs.entries()) {
    for (const tensorIndex of constants[index] ?? []) {
      const tensor = subgraph.tensors[tensorIndex];
      // Subgraphs and tied weights share buffers: each is stored once.
      if (!tensor || counted.has(tensor.buffer)) continue;
      counted.add(tensor.buffer);
      tally.add(tensor.dtype, countElements(tensor.shape, 'tflite'), countTensorBytes(tensor));
    }
  }
  const main = model.subgraphs[0] as Subgraph;
  const mainConstants = constants[0] ?? new Set();
  const operators = countOperators(model.subgraphs);
  const unknownOperators = Object.keys(operators).filter((type) => !hasRule(type));
  const nodes = computeNodeCosts(main, mainConstants);
  const unknownNodes = nodes.filter((node) => node.flops === null).length;
  const inputs = main.inputs.map((index) => toValueFacts(model, main, index));
  const outputs = main.outputs.map((index) => toValueFacts(model, main, index));
  // Free dimensions have size 1 in the shapes of the file.
  const sizes = chooseSizes({ inputs, outputs }, {});
  const freeDimensions = listFreeDimensions(inputs).filter((name) => sizes[name] !== 1);
  return {
    format: 'tflite',
    formatVersion: String(model.version),
    producer: model.description,
    name: model.texts.get('name') ?? null,
    sizeBytes,
    parameters: tally.parameters,
    weights: tally.weights,
    weightBytes: tally.bytes,
    inputs,
    outputs,
    operators,
    opsets: {},
    variableTensors: model.subgraphs.flatMap(({ tensors }) => tensors).filter(({ isVariable }) => isVariable).length,
    unknownOperators,
    quantisation: detectQuantisation(main, mainConstants, tally),
    architecture: detectArchitecture(operators),
    tokenizer: null,
    chatTemplate: null,
    licence: model.texts.get('license') ?? null,
    externalFiles: [],
    ...(freeDimensions.length > 0
      ? { flops: null, flopsBasis: { code: 'input-size-free', dimensions: freeDimensions }, peakActivationBytes: null }
      : {
          flops: nodes.length > unknownNodes ? nodes.reduce((sum, node) => sum + (node.flops ?? 0), 0) : null,
          flopsBasis: {
            code: 'per-run',
            ...(unknownNodes > 0 && { leftOut: { nodes: unknownNodes, of: nodes.length } }),
          },
          peakActivationBytes: computePeakActivations(main, mainConstants),
        }),
    nodes,
    metadata: Object.fromEntries(model.texts),
  };
}

function countOperators(subgraphs: readonly Subgraph[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of subgraphs.flatMap(({ operators }) => operators)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function toValueFacts(model: TfliteModel, subgraph: Subgraph, index: number): ValueFacts {
  const tensor = subgraph.tensors[index];
  if (!tensor) return { name: '', dtype: 'unknown', shape: null };
  return {
    name: tensor.name || (model.signatureNames.get(index) ?? ''),
    dtype: tensor.dtype,
    shape: tensor.signature.map((size) => (size < 0 ? null : size)),
  };
}
