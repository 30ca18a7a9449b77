import { expect, inject, test } from 'vitest';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { taskIds, getTask, type TaskId } from '#tasks/index.ts';
import { fetchRealModel, realModels, findRejection } from './fitting-tasks.fixture.ts';

const testData = inject('testData');

/**
 * Opens the model once for each task. The fallback task opens every tested model with a specific task. It rejects those
 * without one, because they take no image.
 */
async function expectOpenedBy(tasks: readonly TaskId[], file: File): Promise<void> {
  for (const task of taskIds) {
    const error = await findRejection([file], task);
    const isOpened = getTask(task).isFallback ? tasks.length > 0 : tasks.includes(task);
    expect(error === null, `${task}: ${error?.message}`).toBe(isOpened);
    if (error) expect(error.facts).toMatchObject({ task, ...(tasks[0] && { suits: tasks[0] }) });
  }
}

test('a segmentation model is opened only by its task and the task for any image model', async () => {
  await expectOpenedBy(['segmentation'], new File([buildRedSegmenter()], 'red.onnx'));
});

test.skipIf(!testData).each(realModels)(
  '%s is opened by the tasks of its header and the fallback task (needs ASSAY_TEST_DATA)',
  async (path, tasks) => expectOpenedBy(tasks, await fetchRealModel(testData!, path)),
  180_000,
);
