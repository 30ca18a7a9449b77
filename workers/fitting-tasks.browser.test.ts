import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openSession } from '#bridge/handle.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { tensorEngines } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import { redSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { taskIds, type TaskId } from '#tasks/index.ts';

const testData = inject('testData');

let inspector: InspectHandle;
beforeEach(() => {
  inspector = new InspectHandle();
});
afterEach(() => inspector.close());

/** The error with which a task rejects the model; `null` if it accepts it. */
async function refusal(files: readonly File[], task: TaskId): Promise<AppError | null> {
  const runtime = tensorEngines(files.map(({ name }) => name))[0]!;
  const subject = { kind: 'files', files } as const;
  try {
    (await openSession({ subject, runtime, task, options: { devices: ['wasm'], threads: 1 } })).close();
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

/** Opens the model once for each task. */
async function expectSameOnceOpened(files: readonly File[], tasks: readonly TaskId[]): Promise<void> {
  for (const task of taskIds) {
    const error = await refusal(files, task);
    expect(error === null, `${task}: ${error?.message}`).toBe(tasks.includes(task));
    if (error) expect(error.facts).toMatchObject({ task, ...(tasks[0] && { suits: tasks[0] }) });
  }
}

test('the header determines the task of a model, and the errors of the other tasks name it', async () => {
  const files = [new File([redSegmenter()], 'red.onnx')];
  const { tasks } = await inspector.readFiles(files);
  expect(tasks).toEqual(['segmentation']);
  await expectSameOnceOpened(files, tasks);
});

// The publisher of each model specifies its task.
describe.skipIf(!testData)('real models (need ASSAY_TEST_DATA)', () => {
  test.each<[string, TaskId[]]>([
    ['onnx-detect/yolox_nano.onnx', ['object-detection']],
    ['onnx-classify/mbv2_cifar10_int8.onnx', ['image-classification']],
    ['onnx-classify/mnist.onnx', ['digits']],
    ['onnx-segment/selfie_segmentation_landscape.onnx', ['segmentation']],
    ['tflite/mobilenet_v2_1.0_224_quant.tflite', ['image-classification']],
    ['tflite/selfie_segmentation.tflite', ['segmentation']],
    ['onnx-audio/silero_vad.onnx', []],
  ])('%s is taken by the tasks that its header says', async (path, expected) => {
    const response = await fetch(`/@fs${testData}/${path}`);
    const files = [new File([await response.blob()], path.slice(path.lastIndexOf('/') + 1))];
    const { tasks } = await inspector.readFiles(files);
    expect(tasks).toEqual(expected);
    for (const task of expected) expect(await refusal(files, task)).toBeNull();
  });
});
