import type { DataType, Tensor, Tensors } from '#core/engine/tensor.ts';
import { fromFloat16 } from '#core/encoding/float16.ts';
import type { GraphSignature, InputImage } from '#core/task/task.ts';
import { toValue } from '#formats/onnx/infer-shapes.ts';
import { listInputSpecs } from '#formats/onnx/input-specs.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { StepEngine, StepSession } from '#optimise/optimisation-step.ts';
import { recogniseImageModel, type Classifier } from '#tasks/image-classification/classifier-families.ts';
import { encodeImage } from '#tasks/image-classification/pipeline.ts';
import { toProbabilities } from '#tasks/probabilities.ts';
import { createUnsupportedModelError } from '#tasks/unsupported-model-error.ts';
import { addFeatureNodes, addOutput, type FeatureSource } from './backbone-graph.ts';
import type { Head } from './head.ts';
import { readHead, readLastLayer } from './taught-model.ts';

/** The features and the label that a backbone computes for an image. */
export interface EmbeddedImage {
  readonly features: Float32Array<ArrayBuffer>;
  /** The likeliest of the backbone's labels; `null` if it has none. */
  readonly backboneLabel: string | null;
}

/** A model in an engine that computes features of images. */
export interface Backbone {
  readonly source: FeatureSource;
  readonly classifier: Classifier;
  /** The head of a model that this app taught; `null` for other models. */
  readonly head: Head | null;
  /** The last layer of a classifier, which can learn from corrections; `null` if it cannot be separated. */
  readonly lastLayer: Head | null;
  /** @throws any error of the engine */
  embed(image: InputImage): Promise<EmbeddedImage>;
  close(): Promise<void>;
}

/**
 * Opens an ONNX model with its features as an additional output.
 * @param model changed in place; do not use it afterwards
 * @throws AppError model-unsupported if its input is not a square colour image, and any error of the engine
 */
export async function openOnnxBackbone(model: OnnxModel, engine: StepEngine): Promise<Backbone> {
  const signature = readSignature(model);
  const classifier = requireImageModel(signature);
  const [head, lastLayer] = [await readHead(model), await readLastLayer(model, classifier.labels)];
  const source = addFeatureNodes(model);
  if (source.kind === 'output') requireVector(signature, source.tensor);
  addOutput(model, source.name);
  return bindBackbone(await engine.open(encodeOnnx(model)), classifier, {
    source,
    output: source.name,
    head,
    lastLayer,
  });
}

/**
 * Binds a model in another format, whose graph cannot be changed, so that its features are its first output.
 * @throws AppError model-unsupported if its input is not a square colour image
 */
export function bindOutputBackbone(session: StepSession, signature: GraphSignature): Backbone {
  const classifier = requireImageModel(signature);
  const { name } = classifier.output;
  requireVector(signature, name);
  return bindBackbone(session, classifier, {
    source: { kind: 'output', tensor: name },
    output: name,
    head: null,
    lastLayer: null,
  });
}

/** Reads the inputs, outputs and metadata of a graph. */
export function readSignature(model: OnnxModel): GraphSignature {
  const outputs = (model.graph?.outputs ?? []).map((info) => {
    const { dtype, shape } = toValue(info);
    return { name: info.name, dtype: dtype as DataType, shape: shape ?? [] };
  });
  const metadata = Object.fromEntries(model.metadata.map(({ key, value }) => [key, value]));
  return { inputs: listInputSpecs(model), outputs, metadata };
}

/** @throws AppError model-unsupported if the input of the model is not a square colour image */
export function requireImageModel(signature: GraphSignature): Classifier {
  const classifier = recogniseImageModel(signature);
  if (classifier) return classifier;
  throw createUnsupportedModelError(signature, 'not-an-image-model');
}

/**
 * Rejects a model whose features would be several vectors for each image, such as the boxes of a detector or a mask.
 * @throws AppError model-unsupported
 */
function requireVector(signature: GraphSignature, name: string): void {
  const shape = signature.outputs.find((output) => output.name === name)?.shape ?? [];
  const sizes = shape.slice(1).filter((size) => size !== 1); // without the batch
  if (sizes.length > 1) throw createUnsupportedModelError(signature, 'not-one-vector');
}

function bindBackbone(
  session: StepSession,
  classifier: Classifier,
  { source, output, head, lastLayer }: Pick<Backbone, 'source' | 'head' | 'lastLayer'> & { readonly output: string },
): Backbone {
  const { input, labels, batch } = classifier;
  return {
    source,
    classifier,
    head,
    lastLayer,
    async embed(image) {
      const outputs = await session.run({ [input.name]: encodeImage(image, classifier) });
      return {
        features: readFirstOfBatch(outputs[output]!, batch),
        backboneLabel: readBackboneLabel(outputs, classifier.output.name, labels),
      };
    },
    close: () => session.close(),
  };
}

/** Reads the values of the first element of a batch as float32. */
function readFirstOfBatch({ dtype, data }: Tensor, batch: number): Float32Array<ArrayBuffer> {
  const length = data.length / batch;
  if (dtype === 'float16') return Float32Array.from(data.subarray(0, length), fromFloat16);
  return Float32Array.from<number | bigint | string>(data.slice(0, length), Number);
}

function readBackboneLabel(outputs: Tensors, name: string, labels: readonly string[]): string | null {
  if (labels.length === 0) return null;
  const probabilities = toProbabilities(outputs[name]!, labels.length);
  const index = probabilities.reduce((best, value, position) => (value > probabilities[best]! ? position : best), 0);
  return labels[index]!;
}
