import { createSHA256 } from 'hash-wasm';
import type { RecipeRequest } from '#bridge/optimise-contract.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { loadRuntime } from '#runtimes/index.ts';
import { recordInputs } from '#sessions/record-inputs.ts';
import { itemReader } from '../session/item-reader.ts';
import { toModelFile } from './model-file.ts';
import { listSidecars, type OptimisableFiles } from './optimisable.ts';

/** Records the model inputs for the calibration items; `null` if there are none. */
export async function readRecordedSamples(
  { calibration, dimensions }: Pick<RecipeRequest, 'calibration' | 'dimensions'>,
  files: OptimisableFiles,
  model: OnnxModel,
  onProgress: (fraction: number) => void,
): Promise<readonly Tensors[] | null> {
  if (!calibration) return null;
  const name = 'model.onnx';
  const original = await toModelFile(encodeOnnx(model), name);
  const modelFiles = new Map<string, ByteSource>([[name, original], ...listSidecars(files)]);
  const inputs = await recordInputs(
    { id: name, entry: name, files: modelFiles },
    { ...calibration, dimensions, device: 'wasm' },
    { runtime: await loadRuntime('ort'), reader: itemReader, onProgress },
  );
  return inputs.length > 0 ? inputs : null;
}

/** Yields the samples one by one, as optimisation steps read them. */
export async function* readInputs(samples: readonly Tensors[]) {
  yield* samples;
}

/** Computes the SHA-256 of the names, types, shapes and data of all samples in order; strings are hashed as JSON. */
export async function digestSamples(samples: readonly Tensors[]): Promise<string> {
  const hasher = await createSHA256();
  for (const inputs of samples) {
    for (const [name, { dtype, shape, data }] of Object.entries(inputs)) {
      hasher.update(JSON.stringify([name, dtype, shape]));
      hasher.update(
        Array.isArray(data) ? JSON.stringify(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      );
    }
  }
  return hasher.digest();
}
