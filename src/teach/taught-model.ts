import { AppError } from '#core/errors/error.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { createMessage, createTensorValueInfo, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { createNode } from '#optimise/nodes.ts';
import { deadCodeElimination } from '#optimise/passes/dead-code-elimination.ts';
import { Rewriter } from '#optimise/rewriter.ts';
import { runSteps } from '#optimise/run-steps.ts';
import type { Classifier } from '#tasks/image-classification/classifier-families.ts';
import { readLabels, writeLabels } from '#tasks/image-classification/model-labels.ts';
import { addFeatures } from './backbone-graph.ts';
import { findPenultimateTensor } from './find-features.ts';
import type { Head } from './head.ts';

/**
 * Makes a backbone a classifier of its own: normalisation of the pixels, backbone, head and softmax in one graph, whose
 * input is red, green and blue from 0 to 255 and whose output is float32 [n, labels]. The labels are in the metadata.
 * @param model the backbone, changed in place
 * @throws AppError model-unsupported if its input is of another type than float16, float32 and uint8
 */
export async function attachHead(model: OnnxModel, classifier: Classifier, head: Head): Promise<void> {
  const { name: features } = addFeatures(model);
  const graph = new Rewriter(model);
  normaliseInput(graph, classifier);
  const { labels, length, weights, bias } = head;
  const w = graph.addInitializer('head.weight', { dtype: 'float32', shape: [labels.length, length], data: weights });
  const b = graph.addInitializer('head.bias', { dtype: 'float32', shape: [labels.length], data: bias });
  const [scores, probabilities] = [graph.reserveName('head.scores'), graph.reserveName('probabilities')];
  graph.commit();
  const { nodes } = model.graph!;
  nodes.push(
    createNode({
      opType: 'Gemm',
      name: scores,
      inputs: [features, w, b],
      outputs: [scores],
      attributes: { transB: 1 },
    }),
    createNode({
      opType: 'Softmax',
      name: probabilities,
      inputs: [scores],
      outputs: [probabilities],
      attributes: { axis: 1 },
    }),
  );
  const [batch = null] = classifier.input.shape;
  model.graph!.outputs = [createTensorValueInfo(probabilities, 'float32', [batch, labels.length])];
  setMetadata(model, writeLabels({ labels, cropRatio: classifier.cropRatio }));
  await runSteps(model, [deadCodeElimination]);
}

/** Makes the graph read the bytes of pixels, unless it does. */
function normaliseInput(graph: Rewriter, { input, channels, layout }: Classifier): void {
  const { order, mean, std } = channels;
  const isRaw = order === 'rgb' && mean.every((value) => value === 0) && std.every((value) => value === 1);
  if (isRaw) return;
  const constant = (name: string, values: readonly number[]) => {
    const shape = layout === 'channels-last' ? [1, 1, 1, 3] : [1, 3, 1, 1];
    return graph.addInitializer(`pixels.${name}`, floatTensor(input, shape, values));
  };
  const nodes: Node[] = [];
  let value = input.name;
  const add = (opType: string, other: string, attributes = {}) => {
    const result = graph.reserveName(`pixels.${opType}`);
    nodes.push(createNode({ opType, name: result, inputs: [value, other], outputs: [result], attributes }));
    value = result;
  };
  const factors = std.map((deviation) => 1 / deviation);
  if (order === 'bgr') {
    const indices = { dtype: 'int64', shape: [3], data: BigInt64Array.of(2n, 1n, 0n) } as const;
    add('Gather', graph.addInitializer('pixels.order', indices), { axis: layout === 'channels-last' ? 3 : 1 });
  }
  add('Sub', constant('mean', mean));
  add('Mul', constant('factor', factors));
  graph.reroute(input.name, value);
  graph.model.graph!.nodes.unshift(...nodes);
}

/** @throws AppError model-unsupported if the input is of another type */
function floatTensor(
  { name, dtype }: Classifier['input'],
  shape: readonly number[],
  values: readonly number[],
): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(values) };
  if (dtype === 'float16') return { dtype, shape, data: new Uint16Array(Float16Array.from(values).buffer) };
  throw new AppError('model-unsupported', { model: name, reason: 'image-type', type: dtype });
}

/**
 * The head of a model that {@link attachHead} made; `null` of another model.
 * @throws AppError model-corrupt if its weights are damaged
 */
export async function readHead(model: OnnxModel): Promise<Head | null> {
  const taught = readLabels(readMetadata(model));
  return taught && readLastLayer(model, taught.labels);
}

/**
 * The last layer of a classifier as a head; `null` if it is not a fully connected layer of float32 with one output for each
 * label.
 * @throws AppError model-corrupt if its weights are damaged
 */
export async function readLastLayer(model: OnnxModel, labels: readonly string[]): Promise<Head | null> {
  const graph = new Rewriter(model);
  const layer = findPenultimateTensor(graph)?.layer;
  if (layer?.opType !== 'Gemm') return null;
  const attributes = new Attributes(layer);
  if (attributes.float('alpha', 1) !== 1 || attributes.float('beta', 1) !== 1) return null;
  const [weights, bias] = [
    await graph.readConstant(layer.inputs[1] ?? ''),
    await graph.readConstant(layer.inputs[2] ?? ''),
  ];
  if (weights?.dtype !== 'float32' || weights.shape.length !== 2 || bias?.dtype !== 'float32') return null;
  const isTransposed = attributes.int('transB', 0) === 1;
  const [rows, columns] = weights.shape as readonly [number, number];
  const [count, length] = isTransposed ? [rows, columns] : [columns, rows];
  if (count !== labels.length || bias.data.length !== count) return null;
  type Data = Float32Array<ArrayBuffer>;
  const data = weights.data as Data;
  return {
    labels,
    length,
    weights: isTransposed ? data : transpose(data, rows, columns),
    bias: bias.data as Data,
  };
}

/** @param values [rows, columns], row-major */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (_, index) => values[(index % rows) * columns + Math.floor(index / rows)]!);
}

/**
 * The SHA-256 of the file that a model was adapted from, directly or in several steps; `null` if it was not adapted. Their
 * features are the same.
 */
export function readOrigin(model: OnnxModel): string | null {
  const origin = readMetadata(model)[originKey] ?? '';
  return /^[0-9a-f]{64}$/.test(origin) ? origin : null;
}

/** Records the file that a model was adapted from. @param model changed in place */
export function writeOrigin(model: OnnxModel, sha256: string): void {
  setMetadata(model, { [originKey]: sha256 });
}

const originKey = 'assay.origin';

const readMetadata = (model: OnnxModel) => Object.fromEntries(model.metadata.map(({ key, value }) => [key, value]));

/** Sets entries of a model's metadata. */
function setMetadata(model: OnnxModel, entries: Readonly<Record<string, string>>): void {
  const others = model.metadata.filter(({ key }) => !Object.hasOwn(entries, key));
  model.metadata = [
    ...others,
    ...Object.entries(entries).map(([key, value]) => createMessage('StringPair', { key, value })),
  ];
}
