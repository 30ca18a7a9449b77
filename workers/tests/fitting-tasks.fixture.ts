import { getBaseName } from '#core/model/file-name.ts';
import { openSession } from '#bridge/session-handle.ts';
import { listTensorEngines } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import type { TaskId } from '#tasks/index.ts';

/** Real models of the test data, with the tasks that their publishers specify. */
export const realModels: readonly (readonly [path: string, tasks: readonly TaskId[]])[] = [
  ['onnx-detect/yolox_nano.onnx', ['object-detection']],
  ['onnx-classify/mbv2_cifar10_int8.onnx', ['image-classification']],
  ['onnx-classify/mnist.onnx', ['digits']],
  ['onnx-segment/selfie_segmentation_landscape.onnx', ['segmentation']],
  ['tflite/mobilenet_v2_1.0_224_quant.tflite', ['image-classification']],
  ['tflite/selfie_segmentation.tflite', ['segmentation']],
  ['onnx-audio/silero_vad.onnx', ['voice-activity']],
];

export async function fetchRealModel(testData: string, path: string): Promise<File> {
  const response = await fetch(`/@fs${testData}/${path}`);
  return new File([await response.blob()], getBaseName(path));
}

/** Opens a model for a task; returns the error of a rejection, `null` if the task accepts the model. */
export async function findRejection(files: readonly File[], task: TaskId): Promise<AppError | null> {
  const engine = listTensorEngines(files.map(({ name }) => name))[0]!;
  const subject = { kind: 'files', files } as const;
  try {
    (await openSession({ subject, engine, task, options: { devices: ['wasm'], threads: 1 } })).close();
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}
