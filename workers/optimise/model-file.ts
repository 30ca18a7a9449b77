import type { StepEngine } from '#optimise/optimisation-step.ts';
import { maxFileBytes, moveToExternalData } from '#formats/onnx/external-data.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readChunks, sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { loadRuntime } from '#runtimes/index.ts';

/** Maximum bytes held in memory before they are handed to the browser, which may write them to disk. */
const pieceBytes = 8 * 1024 * 1024;

/**
 * Creates a Blob from parts that are computed as they are read, so only a piece of it is in this worker's memory.
 * @param onWritten gets the fraction written so far, 0 to 1
 */
export async function toModelFile(
  parts: FileParts,
  name: string,
  onWritten?: (fraction: number) => void,
): Promise<File> {
  const total = sumPartSizes(parts);
  const pieces: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let [pendingBytes, written] = [0, 0];
  const flush = () => {
    pieces.push(new Blob(pending));
    [pending, pendingBytes] = [[], 0];
  };
  for await (const chunk of readChunks(parts)) {
    pending.push(chunk as Uint8Array<ArrayBuffer>); // no part is in shared memory
    pendingBytes += chunk.length;
    written += chunk.length;
    if (pendingBytes < pieceBytes) continue;
    flush();
    onWritten?.(written / total);
  }
  flush();
  return new File(pieces, name);
}

/** The model's file, and a file of its weights if one file cannot contain both. */
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

/** onnxruntime in this worker, on WebAssembly. */
export const stepEngine: StepEngine = {
  async open(model) {
    const [runtime, file] = await Promise.all([loadRuntime('ort'), toModelFile(model, 'model.onnx')]);
    return runtime.open(
      { id: file.name, entry: file.name, files: new Map([[file.name, file]]) },
      { devices: ['wasm'] },
    );
  },
};
