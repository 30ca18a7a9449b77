import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { referenceExternalData } from '#formats/onnx/external-data.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { encodeOnnx, writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { float32Convolutions, integerConvolution } from '#optimise/passes/float32-convolutions.ts';
import { mentionsAny, runSteps } from '#optimise/run-steps.ts';
import { BlobBytes } from './blob-bytes.ts';

interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array | Blob;
}

/** The content of a model that is passed to the library. */
interface ModelContent {
  /** The whole file, or the parsed graph of a large file, whose weights remain in the file. */
  readonly content: Uint8Array | { readonly model: OnnxModel; readonly file: Blob };
  readonly externalData: readonly ExternalFile[];
}

/** Smaller files are read whole, which is faster. Heuristic, not measured. */
const minLargeFileBytes = 32 * 1024 * 1024;
/** The name under which a file serves as its own external data. */
const selfReference = '.inline-weights';

/**
 * Reads a model. The weights of a large file stay in the file and are read individually, because the library holds
 * three copies of a file while it opens it (measured).
 * @throws AppError model-corrupt
 */
export async function readModelContent({ files, entry }: ModelFiles): Promise<ModelContent> {
  const entryFile = files.get(entry);
  if (!entryFile) throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-missing', file: entry });
  const siblings = [...files].filter(([name]) => name !== entry);
  const externalData = await Promise.all(
    siblings.map(async ([path, bytes]) => ({ path, data: await readData(bytes) })),
  );
  if (entryFile instanceof Uint8Array) return { content: entryFile, externalData };
  if (!(entryFile instanceof Blob) || entryFile.size < minLargeFileBytes)
    return { content: new Uint8Array(await entryFile.arrayBuffer()), externalData };
  const content = { model: await openOnnx(entryFile), file: entryFile };
  return { content, externalData: [...externalData, { path: selfReference, data: readInPlace(entryFile) }] };
}

/**
 * Encodes the graph for the library.
 * @param forWasm whether integer convolutions are replaced by float32 ones, which wasm computes faster with the same
 * results
 * @returns the graph and the number of replaced convolutions
 */
export async function encodeModel(
  { content }: ModelContent,
  forWasm: boolean,
): Promise<{ readonly graph: Uint8Array; readonly float32Convolutions: number }> {
  if (!(content instanceof Uint8Array)) {
    const replaced = forWasm ? await replaceConvolutions(content.model) : 0;
    const graph = await readParts(encodeOnnx(referenceExternalData(content.model, content.file, selfReference)));
    return { graph, float32Convolutions: replaced };
  }
  if (!forWasm || !mentionsAny([integerConvolution], content)) return { graph: content, float32Convolutions: 0 };
  try {
    const model = readOnnx(content);
    const replaced = await replaceConvolutions(model);
    return { graph: replaced > 0 ? writeOnnx(model) : content, float32Convolutions: replaced };
  } catch (thrown) {
    // An invalid file is passed on unchanged, so that the engine reports the error.
    if (thrown instanceof AppError && thrown.code === 'model-corrupt')
      return { graph: content, float32Convolutions: 0 };
    throw thrown;
  }
}

async function replaceConvolutions(model: OnnxModel): Promise<number> {
  const [outcome] = await runSteps(model, [float32Convolutions]);
  return outcome?.code === 'rewritten' ? (outcome.facts.convolutions ?? 0) : 0;
}

async function readData(bytes: Uint8Array | ByteSource): Promise<Uint8Array | Blob> {
  if (bytes instanceof Uint8Array) return bytes;
  return bytes instanceof Blob ? readInPlace(bytes) : new Uint8Array(await bytes.arrayBuffer());
}

/** Outside workers, where Blobs cannot be read synchronously, the library reads the whole Blob. */
function readInPlace(blob: Blob): Uint8Array | Blob {
  return 'FileReaderSync' in globalThis ? new BlobBytes(blob) : blob;
}
