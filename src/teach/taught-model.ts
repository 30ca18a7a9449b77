import { readClassifierMetadata, writeClassifierMetadata } from '#core/model/classifier-metadata.ts';
import { AppError } from '#core/errors/error.ts';
import { Attributes } from '#formats/onnx/onnx-attributes.ts';
import { createMessage, createTensorValueInfo, type Node, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { createNode } from '#optimise/nodes.ts';
import { deadCodeElimination } from '#optimise/passes/dead-code-elimination.ts';
import { Rewriter } from '#optimise/rewriter.ts';
import { runSteps } from '#optimise/run-steps.ts';
import type { Classifier } from '#tasks/image-classification/classifier-families.ts';
import { rawBytes } from '#tasks/pixels.ts';
import { addFeatureNodes } from './backbone-graph.ts';
import { findPenultimateTensor } from './find-features.ts';
import type { Head } from './head.ts';

/**
 * Attaches a head to a backbone: the graph then normalises the pixels, runs the backbone and the head, and applies
 * softmax. Its input is RGB from 0 to 255, its output float32 [n, labels]. The labels are stored in the metadata.
 * @param model the backbone, changed in place
 * @throws AppError model-unsupported if its pixels must be normalised and its input is neither float16 nor float32
 */
export async function attachHead(model: OnnxModel, classifier: Classifier, head: Head): Promise<void> {
  const { name: features } = addFeatureNodes(model);
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
  setMetadata(model, writeClassifierMetadata({ labels, cropRatio: classifier.cropRatio, pixels: rawBytes }));
  await runSteps(model, [deadCodeElimination]);
}

/** Adds the normalisation of pixels to the graph, if its input is not already RGB from 0 to 255. */
function normaliseInput(graph: Rewriter, { input, channels, layout }: Classifier): void {
  const { order, mean, std } = channels;
  const isRaw = order === 'rgb' && mean.every((tensor) => tensor === 0) && std.every((tensor) => tensor === 1);
  if (isRaw) return;
  const addConstant = (name: string, values: readonly number[]) => {
    const shape = layout === 'channels-last' ? [1, 1, 1, 3] : [1, 3, 1, 1];
    return graph.addInitializer(`pixels.${name}`, createFloatTensor(input, shape, values));
  };
  const nodes: Node[] = [];
  let tensor = input.name;
  const addNode = (opType: string, operand: string, attributes = {}) => {
    const result = graph.reserveName(`pixels.${opType}`);
    nodes.push(createNode({ opType, name: result, inputs: [tensor, operand], outputs: [result], attributes }));
    tensor = result;
  };
  const factors = std.map((deviation) => 1 / deviation);
  if (order === 'bgr') {
    const indices = { dtype: 'int64', shape: [3], data: BigInt64Array.of(2n, 1n, 0n) } as const;
    addNode('Gather', graph.addInitializer('pixels.order', indices), { axis: layout === 'channels-last' ? 3 : 1 });
  }
  addNode('Sub', addConstant('mean', mean));
  addNode('Mul', addConstant('factor', factors));
  graph.reroute(input.name, tensor);
  graph.model.graph!.nodes.unshift(...nodes);
}

/** @throws AppError model-unsupported if the input is neither float16 nor float32 */
function createFloatTensor(
  { name, dtype }: Classifier['input'],
  shape: readonly number[],
  values: readonly number[],
): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(values) };
  if (dtype === 'float16') return { dtype, shape, data: new Uint16Array(Float16Array.from(values).buffer) };
  throw new AppError('model-unsupported', { model: name, reason: 'image-type', type: dtype });
}

/**
 * Reads the head of a model that {@link attachHead} wrote; `null` for other models.
 * @throws AppError model-corrupt if its weights are damaged
 */
export async function readHead(model: OnnxModel): Promise<Head | null> {
  const metadata = readClassifierMetadata(readMetadata(model));
  return metadata && readLastLayer(model, metadata.labels);
}

/**
 * Reads the last layer of a classifier as a head; `null` if it is not a fully connected float32 layer with one output
 * for each label.
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
  const [labelCount, length] = isTransposed ? [rows, columns] : [columns, rows];
  if (labelCount !== labels.length || bias.data.length !== labelCount) return null;
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
 * Reads the SHA-256 of the file from which a model was adapted, directly or in several steps; `null` if it was not
 * adapted. Both models have the same features.
 */
export function readOrigin(model: OnnxModel): string | null {
  const origin = readMetadata(model)[originKey] ?? '';
  return /^[0-9a-f]{64}$/.test(origin) ? origin : null;
}

/** Records the file from which a model was adapted. @param model changed in place */
export function writeOrigin(model: OnnxModel, sha256: string): void {
  setMetadata(model, { [originKey]: sha256 });
}

const originKey = 'assay.origin';

const readMetadata = (model: OnnxModel) =>
  Object.fromEntries(model.metadata.map(({ key, value: tensor }) => [key, tensor]));

/** Sets entries of a model's metadata. */
function setMetadata(model: OnnxModel, entries: Readonly<Record<string, string>>): void {
  const others = model.metadata.filter(({ key }) => !Object.hasOwn(entries, key));
  model.metadata = [
    ...others,
    ...Object.entries(entries).map(([key, tensor]) => createMessage('StringPair', { key, value: tensor })),
  ];
}
