import type { StepEngine } from '#optimise/optimisation-step.ts';
import { maxFileBytes, moveToExternalData } from '#formats/onnx/external-data.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readChunks, sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { loadRuntime } from '#runtimes/index.ts';

/**
 * Bytes that are collected before they are moved to a Blob, which the browser can write to disk. Heuristic, not
 * measured.
 */
const blobBytes = 8 * 1024 * 1024;

/**
 * Writes parts that are computed as they are read to a File, so that only a few MiB are in this worker's heap.
 * @param onWritten called with the written fraction, 0 to 1
 */
export async function toModelFile(
  parts: FileParts,
  name: string,
  onWritten?: (fraction: number) => void,
): Promise<File> {
  const totalBytes = sumPartSizes(parts);
  const blobs: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let [pendingBytes, writtenBytes] = [0, 0];
  const flush = () => {
    blobs.push(new Blob(pending));
    [pending, pendingBytes] = [[], 0];
  };
  for await (const chunk of readChunks(parts)) {
    pending.push(chunk as Uint8Array<ArrayBuffer>); // parts are never in shared memory
    pendingBytes += chunk.length;
    writtenBytes += chunk.length;
    if (pendingBytes < blobBytes) continue;
    flush();
    onWritten?.(writtenBytes / totalBytes);
  }
  flush();
  return new File(blobs, name);
}

/** Writes a model to one file, or to a graph and an external data file if it exceeds the maximum file size. */
export async function writeModelFiles(
  model: OnnxModel,
  name: string,
  onWritten: (fraction: number) => void,
): Promise<readonly File[]> {
  const parts = encodeOnnx(model);
  if (sumPartSizes(parts) <= maxFileBytes) return [await toModelFile(parts, name, onWritten)];
  const location = `${name}.data`;
  const split = moveToExternalData(model, location);
  return [await toModelFile(encodeOnnx(split.model), name), await toModelFile(split.data, location, onWritten)];
}

/** Runs the models of optimisation steps in onnxruntime-web on wasm, in this worker. */
export const stepEngine: StepEngine = {
  async open(model) {
    const [runtime, file] = await Promise.all([loadRuntime('ort'), toModelFile(model, 'model.onnx')]);
    return runtime.open(
      { id: file.name, entry: file.name, files: new Map([[file.name, file]]) },
      { devices: ['wasm'] },
    );
  },
};
