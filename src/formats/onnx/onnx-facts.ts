import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type { ExternalFile, ModelFacts, NodeFacts, NodeValue, ValueFacts } from '#core/model/model-facts.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { sumCosts } from '#graph/cost.ts';
import { findPeakActivations } from '#graph/peak-activations.ts';
import { WeightCounts } from '#graph/weight-counts.ts';
import { countBytes, unknownValue, type Value } from '#graph/value.ts';
import { checkFileName } from '../file-name.ts';
import { maxTextLength, type ChooseSizes, type Siblings } from '../format.ts';
import { sumSizes } from '../external-files.ts';
import { resolveImageInputSizes, type ImageSize } from '../image-size.ts';
import { inferArchitecture } from './onnx-architecture.ts';
import { describeConvolution, countFlops, hasCostRule } from './onnx-cost.ts';
import { createMessage, type Graph, type OnnxModel, type TensorProto, type ValueInfo } from './onnx-model.ts';
import { nameFreeInputs } from './free-inputs.ts';
import { detectQuantisation } from './onnx-quantisation.ts';
import {
  toValue,
  hasShapeRule,
  inferShapes,
  getOperatorName,
  type InferredGraph,
  type InferredNode,
} from './infer-shapes.ts';
import { findConstant, countStoredBytes, listStoredTensors, countStoredTensors, listGraphs } from './stored-tensors.ts';

/**
 * Maximum characters of a metadata value, which lists all characters of a text recogniser. Heuristic, not measured.
 */
const maxMetadataLength = 256 * 1024;
/** Default graph names of exporters, which do not describe the model. */
const defaultNames = /^(main_?graph|torch[-_]jit(-export)?|graph|tf2onnx|onnx-model|model|g|)$/i;
/**
 * The maximum number of nodes, several times that of the largest graphs in use. Shapes and costs of larger graphs are
 * not inferred.
 */
const maxNodes = 60_000;

interface Sizes {
  /** The image size if the model leaves it free; `null` if unknown. */
  readonly image?: ImageSize | null;
  readonly chooseSizes?: ChooseSizes;
}

/**
 * Derives the facts of a model from its header.
 * @param sizeBytes the size of the file without external data
 * @throws AppError model-corrupt if tensors have invalid sizes or an external file has an unsafe name
 */
export function readModelFacts(
  model: OnnxModel,
  sizeBytes: number,
  siblings: Siblings = new Map(),
  { image = null, chooseSizes = () => ({}) }: Sizes = {},
): ModelFacts {
  const graph = model.graph ?? createMessage('Graph');
  const tensors = listStoredTensors(graph);
  const tally = new WeightCounts('onnx');
  countStoredTensors(tensors, tally);
  const externalFiles = listExternalFiles(tensors, siblings);
  const allNodes = listGraphs(graph).flatMap(({ nodes }) => nodes);
  const operators = countByName(allNodes.map(getOperatorName));
  const opsets = Object.fromEntries(model.opsetImports.map(({ domain, version }) => [domain || 'ai.onnx', version]));
  const opset = opsets['ai.onnx'] ?? 1;
  const isAnalysed = allNodes.length <= maxNodes;
  const unbound = inferShapes(isAnalysed ? graph : createMessage('Graph', { ...graph, nodes: [] }), { opset });
  const stored = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !stored.has(name)).map(toValueFacts);
  const outputs = graph.outputs.map((output) => toOutputFacts(output, unbound.values.get(output.name)));
  const metadata = readMetadata(model);
  const imageSizes = resolveImageInputSizes(inputs, image);
  const sizes = chooseSizes({ inputs, outputs }, imageSizes);
  return {
    format: 'onnx',
    formatVersion: String(model.irVersion),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' ') || null,
    name: defaultNames.test(graph.name) ? null : graph.name,
    sizeBytes: sumSizes(sizeBytes, externalFiles),
    parameters: tally.parameters,
    weights: tally.weights,
    weightBytes: tally.bytes,
    inputs,
    outputs,
    operators,
    opsets,
    localFunctions: model.functions.map(({ domain, name }) => getOperatorName({ domain, opType: name })),
    bfloat16Users: listBfloat16Users(unbound.nodes),
    unknownOperators: Object.keys(operators).filter((name) => !hasShapeRule(name) || !hasCostRule(name)),
    quantisation: detectQuantisation(model, allNodes, operators, tally),
    architecture: inferArchitecture({ inputs, outputs, nodes: unbound.nodes, operators, stored }),
    tokenizer: null,
    chatTemplate: null,
    licence: metadata.license ?? metadata.licence ?? null,
    externalFiles,
    ...(isAnalysed
      ? computeCosts(graph, inputs, unbound, { opset, imageSizes, chosen: sizes })
      : createUnanalysedCosts(allNodes.length)),
    metadata: { ...metadata, ...(model.docString && { docString: model.docString.slice(0, maxTextLength) }) },
  };
}

type Costs = Pick<ModelFacts, 'flops' | 'flopsBasis' | 'peakActivationBytes' | 'nodes'>;

const createUnanalysedCosts = (count: number): Costs => ({
  flops: null,
  flopsBasis: { code: 'too-many-nodes', nodes: count },
  peakActivationBytes: null,
  nodes: [],
});

/**
 * Computes the costs of one run per node. Free dimensions have the chosen size, otherwise the image size, otherwise 1.
 * @param inputs the inputs of the graph, without its initializers
 * @param unbound the graph inferred with its free dimensions
 */
function computeCosts(
  graph: Graph,
  inputs: readonly ValueFacts[],
  unbound: InferredGraph,
  {
    opset,
    imageSizes,
    chosen,
  }: { readonly opset: number; readonly imageSizes: Dimensions; readonly chosen: Dimensions },
): Costs {
  const stored = new Set(graph.initializers.map(({ name }) => name));
  const freeInputs = nameFreeInputs(
    graph.inputs.filter(({ name }) => !stored.has(name)),
    imageSizes,
    chosen,
  );
  const sizes = new Map(Object.entries({ ...freeInputs.imageSizes, ...freeInputs.chosen }));
  const bind = (name: string | null) =>
    name === null ? 1 : (sizes.get(name) ?? (freeInputs.unsized.includes(name) ? name : 1));
  const sized = createMessage('Graph', {
    ...graph,
    inputs: [...freeInputs.inputs, ...graph.inputs.filter(({ name }) => stored.has(name))],
  });
  const isFree = inputs.some(({ shape }) => shape?.some((size) => typeof size !== 'number'));
  const bound = isFree ? inferShapes(sized, { opset, bind }) : unbound;
  const weights = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const constants = listConstantNames(graph);
  const nodes = bound.nodes.map((node, index) => toNodeFacts(node, unbound.nodes[index], weights, constants));
  const unknownNodes = nodes.filter(({ flops }) => flops === null).length;
  // The sum of the other nodes is not the cost of a run if the main nodes have unknown costs.
  const unknownWork = nodes.filter(
    ({ flops, operator, weightBytes }, index) =>
      flops === null && ((weightBytes > 0 && hasCostRule(operator)) || bound.nodes[index]!.branches.length > 0),
  );
  const isKnown = nodes.length > unknownNodes && unknownWork.length === 0 && freeInputs.unsized.length === 0;
  return {
    flops: isKnown ? nodes.reduce((sum, { flops }) => sum + (flops ?? 0), 0) : null,
    flopsBasis:
      unknownWork.length > 0 && freeInputs.unsized.length === 0
        ? { code: 'nodes-unknown', operators: [...new Set(unknownWork.map(({ operator }) => operator))] }
        : describeBasis(freeInputs, unknownNodes, nodes.length),
    peakActivationBytes: findPeakActivations(
      bound.nodes.map(({ node }) => node),
      {
        start: inputs.map(({ name }) => name),
        end: graph.outputs.map(({ name }) => name),
        countTensorBytes: (name) =>
          name === '' || constants.has(name) ? 0 : countBytes(bound.values.get(name) ?? unknownValue),
      },
    ),
    nodes,
  };
}

function listBfloat16Users(nodes: readonly InferredNode[]): string[] {
  const users = nodes.filter(({ inputs }) => inputs.some((input) => input?.dtype === 'bfloat16'));
  const inner = nodes.flatMap(({ branches }) => branches.flatMap((branch) => listBfloat16Users(branch.nodes)));
  return [...new Set([...users.map(({ operator }) => operator), ...inner])];
}

function readMetadata({ metadata }: OnnxModel): Record<string, string> {
  return Object.fromEntries(metadata.map(({ key, value }) => [key.slice(0, 256), value.slice(0, maxMetadataLength)]));
}

function listExternalFiles(tensors: readonly TensorProto[], siblings: Siblings): ExternalFile[] {
  const names = tensors.flatMap(({ dataLocation, externalData }) => {
    const location = externalData.find(({ key }) => key === 'location');
    return dataLocation === 1 && location ? [location.value] : [];
  });
  // Some exporters prepend `./`, which engines accept.
  const fileNames = names.map((name) => checkFileName(name.replace(/^\.\//, ''), 'onnx'));
  return [...new Set(fileNames)].map((name) => ({ name, sizeBytes: siblings.get(name)?.size ?? null }));
}

function countByName(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Lists the values stored in the file, which are not activations. */
function listConstantNames({ initializers, sparseInitializers, nodes }: Graph): ReadonlySet<string> {
  return new Set([
    ...initializers.map(({ name }) => name),
    ...sparseInitializers.map(({ values }) => values?.name ?? ''),
    ...nodes.filter(({ opType }) => opType === 'Constant').flatMap(({ outputs }) => outputs),
  ]);
}

function toNodeFacts(
  inferred: InferredNode,
  unbound: InferredNode | undefined,
  weights: ReadonlyMap<string, TensorProto>,
  constants: ReadonlySet<string>,
): NodeFacts {
  const { node, operator, inputs, outputs } = inferred;
  const constant = findConstant(node);
  const stored = [...node.inputs.flatMap((name) => weights.get(name) ?? []), ...(constant ? [constant] : [])];
  const activations = [
    ...inputs.filter((_, index) => !constants.has(node.inputs[index] ?? '')),
    ...outputs.filter((_, index) => node.outputs[index] !== '' && !constants.has(node.outputs[index] ?? '')),
  ];
  const bytes = activations.map((value) => (value ? countBytes(value) : 0));
  const convolution = describeConvolution(inferred);
  return {
    name: node.name || (node.outputs[0] ?? ''),
    operator,
    flops: countFlops(inferred),
    weightBytes: stored.reduce((sum, tensor) => sum + countStoredBytes(tensor), 0),
    activationBytes: sumCosts(bytes),
    outputShape: unbound?.outputs[0]?.shape ?? null,
    ...(convolution && { convolution }),
    values: {
      inputs: node.inputs.map((name, index) => toNodeValue(name, inputs[index], constants)),
      outputs: node.outputs.map((name, index) => toNodeValue(name, outputs[index], constants)),
    },
  };
}

function toNodeValue(name: string, value: Value | undefined, constants: ReadonlySet<string>): NodeValue {
  return { name, dtype: (value ?? unknownValue).dtype, ...(constants.has(name) && { isStored: true }) };
}

function toValueFacts(valueInfo: ValueInfo): ValueFacts {
  const { dtype, shape } = toValue(valueInfo);
  return { name: valueInfo.name, dtype, shape };
}

/** Completes the declared sizes of an output with inferred ones. */
function toOutputFacts(valueInfo: ValueInfo, inferred: Value | undefined): ValueFacts {
  const { name, dtype, shape } = toValueFacts(valueInfo);
  if (!inferred?.shape || (shape && shape.length !== inferred.shape.length)) return { name, dtype, shape };
  return { name, dtype, shape: inferred.shape.map((size, axis) => shape?.[axis] ?? size) };
}

function describeBasis(
  { chosen, imageSizes, ones, unsized }: ReturnType<typeof nameFreeInputs>,
  unknownNodes: number,
  count: number,
): FlopsBasis {
  if (unsized.length > 0) return { code: 'image-size-free', dimensions: unsized };
  return {
    code: 'per-run',
    ...(Object.keys(chosen).length > 0 && { chosen }),
    ...(Object.keys(imageSizes).length > 0 && { imageSizes }),
    ...(ones.length > 0 && { ones }),
    ...(unknownNodes > 0 && { leftOut: { nodes: unknownNodes, of: count } }),
  };
}
