import type { io } from '@tensorflow/tfjs';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { countElements } from '#core/engine/tensor.ts';

/** The fields of a graph model's JSON that are needed to open it. */
interface ModelJson {
  readonly format?: string;
  readonly modelTopology?: { readonly node?: readonly { readonly op: string }[] };
  readonly weightsManifest?: readonly WeightsGroup[];
  readonly signature?: Signature;
  readonly userDefinedMetadata?: { readonly signature?: Signature };
}

interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly io.WeightsManifestEntry[];
}

/** The tensors of the graph's inputs and outputs by name. */
export interface Signature {
  readonly inputs?: Readonly<Record<string, SignatureTensor>>;
  readonly outputs?: Readonly<Record<string, SignatureTensor>>;
}

export interface SignatureTensor {
  /** The node's name, with or without the converter's suffix `:0`. */
  readonly name: string;
  /** A TensorFlow type, e.g. `DT_FLOAT`. */
  readonly dtype: string;
  readonly tensorShape?: { readonly dim?: readonly { readonly size: string | number }[] };
}

interface GraphArtifacts {
  readonly artifacts: io.ModelArtifacts;
  readonly operators: ReadonlySet<string>;
  readonly signature: Signature;
}

/**
 * Reads a graph model's files as the artifacts that the library expects, so that it fetches nothing itself.
 * @throws AppError model-corrupt | model-unsupported
 */
export async function readArtifacts(model: ModelFiles): Promise<GraphArtifacts> {
  const json = parse(await readBytes(model, model.entry));
  const { modelTopology, weightsManifest = [] } = json;
  if (json.format === 'layers-model' || (modelTopology && !modelTopology.node)) {
    throw new AppError('model-unsupported', { model: model.id, reason: 'keras-layers-model' });
  }
  if (!modelTopology?.node) throw createCorruptError({ reason: 'no-graph' });
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = await Promise.all(
    weightsManifest.flatMap(({ paths }) => paths).map(async (path) => toArrayBuffer(await readBytes(model, path))),
  );
  const actualBytes = weightData.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const expectedBytes = weightSpecs.reduce((sum, spec) => sum + countWeightBytes(spec), 0);
  if (actualBytes < expectedBytes)
    throw createCorruptError({ reason: 'weights-incomplete', actualBytes, expectedBytes });
  return {
    artifacts: { ...(json as io.ModelArtifacts), weightSpecs, weightData },
    operators: new Set(modelTopology.node.map(({ op }) => op)),
    signature: json.userDefinedMetadata?.signature ?? json.signature ?? {},
  };
}

const bytesPerElement: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  complex64: 8,
  uint16: 2,
  float16: 2,
  uint8: 1,
  bool: 1,
};

/** 0 for strings, which have no fixed size. */
function countWeightBytes({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  return countElements(shape) * (bytesPerElement[quantization?.dtype ?? dtype] ?? 0);
}

function parse(bytes: Uint8Array): ModelJson {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as ModelJson;
  } catch (thrown) {
    throw createCorruptError({ why: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

async function readBytes(model: ModelFiles, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = model.files.get(name);
  if (!file) throw createCorruptError({ reason: 'file-missing', file: name });
  return file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer());
}

function toArrayBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

function createCorruptError(facts: ErrorFacts): AppError {
  return new AppError('model-corrupt', { format: 'tfjs', ...facts });
}
