import { AppError } from '#core/error.ts';
import type { ByteSource, ModelFiles } from '#core/model.ts';
import { readOnnx } from '#formats/onnx/read.ts';
import { splitWeights } from '#formats/onnx/split-weights.ts';
import { canRunInFloat, convolutionsToFloat32 } from '#formats/onnx/float-convolutions.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { BlobBytes } from './blob-bytes.ts';

/** A model as the library takes it. */
interface OnnxFiles {
  readonly graph: Uint8Array;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array | Blob }[];
}

/** Smaller files are read as they are: it is quicker, and their second copy small. */
const splitFromBytes = 32 * 1024 * 1024;
/** The name that a file goes by as its own external data. */
const itself = '.inline-weights';

/**
 * The graph, and the weights beside it. Given a large file whole, the library holds it three times over while it opens
 * it (measured); so such a file's weights are split off, and read from it one by one.
 * @throws AppError model-corrupt
 */
export async function onnxFiles({ files, entry }: ModelFiles): Promise<OnnxFiles> {
  const whole = files.get(entry);
  if (!whole) throw new AppError('model-corrupt', { format: 'onnx', why: `${entry} is missing` });
  const siblings = [...files].filter(([name]) => name !== entry);
  const beside = await Promise.all(siblings.map(async ([path, bytes]) => ({ path, data: await dataOf(bytes) })));
  if (whole instanceof Uint8Array) return { graph: whole, externalData: beside };
  if (!(whole instanceof Blob) || whole.size < splitFromBytes)
    return { graph: new Uint8Array(await whole.arrayBuffer()), externalData: beside };
  const graph = await splitWeights(whole, itself);
  return { graph, externalData: [...beside, { path: itself, data: readInPlace(whole) }] };
}

/**
 * The graph as the wasm kernels are quickest at it, with the same results, and how many of its convolutions are others
 * than in the file. What cannot be read is left for the engine to say why.
 */
export function forWasm(graph: Uint8Array): { readonly graph: Uint8Array; readonly float32Convolutions: number } {
  if (!canRunInFloat(graph)) return { graph, float32Convolutions: 0 };
  try {
    const model = readOnnx(graph);
    const float32Convolutions = convolutionsToFloat32(model);
    return { graph: float32Convolutions > 0 ? writeOnnx(model) : graph, float32Convolutions };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-corrupt') return { graph, float32Convolutions: 0 };
    throw thrown;
  }
}

async function dataOf(bytes: Uint8Array | ByteSource): Promise<Uint8Array | Blob> {
  if (bytes instanceof Uint8Array) return bytes;
  return bytes instanceof Blob ? readInPlace(bytes) : new Uint8Array(await bytes.arrayBuffer());
}

/** Outside of workers the library reads the Blob, whole. */
function readInPlace(blob: Blob): Uint8Array | Blob {
  return 'FileReaderSync' in globalThis ? new BlobBytes(blob) : blob;
}
