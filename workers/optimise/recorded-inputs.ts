import { createSHA256 } from 'hash-wasm';
import type { Calibration, RecipeRequest } from '#bridge/optimise-contract.ts';
import type { Runtime, TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { loadRuntime } from '#runtimes/index.ts';
import { evaluateWith } from '#sessions/evaluate-task.ts';
import { openForTask } from '#sessions/task-session.ts';
import { itemReader } from '../session/item-reader.ts';
import { toModelFile } from './model-file.ts';
import { readSidecars, type OptimisableFiles } from './optimisable.ts';

/** The inputs of the model for the calibration items; `null` if there are none. */
export async function recordedSamples(
  { calibration, dimensions }: Pick<RecipeRequest, 'calibration' | 'dimensions'>,
  files: OptimisableFiles,
  model: OnnxModel,
  onProgress: (fraction: number) => void,
): Promise<readonly Tensors[] | null> {
  if (!calibration) return null;
  const name = 'model.onnx';
  const original = await toModelFile(encodeOnnx(model), name);
  const all = new Map<string, ByteSource>([[name, original], ...readSidecars(files)]);
  const inputs = await recordInputs({ id: name, entry: name, files: all }, calibration, dimensions, onProgress);
  return inputs.length > 0 ? inputs : null;
}

/** Samples in the form that a step reads. */
export async function* inputsIn(samples: readonly Tensors[]) {
  yield* samples;
}

/**
 * The model inputs that its task computes from items of a dataset.
 * @throws AppError what `openForTask` and the engine throw
 */
async function recordInputs(
  model: ModelFiles,
  { task, items }: Calibration,
  dimensions: Dimensions,
  onProgress: (fraction: number) => void,
): Promise<readonly Tensors[]> {
  const recorded: Tensors[] = [];
  const sessions: TensorSession[] = [];
  const runtime = await loadRuntime('ort');
  const recording: Runtime = {
    id: runtime.id,
    async open(files, options) {
      const session = await runtime.open(files, options);
      sessions.push(session);
      return {
        kind: session.kind,
        facts: session.facts,
        memory: () => session.memory(),
        close: () => session.close(),
        run: (inputs) => {
          recorded.push(structuredClone(inputs)); // a task may reuse the same arrays
          onProgress(Math.min(1, recorded.length / items.length));
          return session.run(inputs);
        },
      };
    },
  };
  const opening = { subject: { kind: 'files' }, engine: 'ort', options: { devices: ['wasm'] }, dimensions } as const;
  const session = await openForTask(task, recording, model, opening);
  await evaluateWith(session, items, false, itemReader);
  for (const opened of sessions) await opened.close(); // its memory is used for the next model
  return recorded;
}

/** SHA-256 of the bytes of samples, in order; texts as JSON. */
export async function samplesDigest(samples: readonly Tensors[]): Promise<string> {
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
