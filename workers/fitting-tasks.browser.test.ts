import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import { redSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { realModel, realModels, refusal } from './fitting-tasks.fixture.ts';

const testData = inject('testData');

let inspector: InspectHandle;
beforeEach(() => {
  inspector = new InspectHandle();
});
afterEach(() => inspector.close());

test('the header determines the task of a model, and the errors of other tasks name it', async () => {
  const files = [new File([redSegmenter()], 'red.onnx')];
  expect((await inspector.readFiles(files)).tasks).toEqual(['segmentation']);
  expect(await refusal(files, 'segmentation')).toBeNull();
  expect((await refusal(files, 'object-detection'))?.facts).toMatchObject({
    task: 'object-detection',
    suits: 'segmentation',
  });
});

test.skipIf(!testData).each(realModels)(
  'the header of %s determines its tasks (needs ASSAY_TEST_DATA)',
  async (path, tasks) => {
    expect((await inspector.readFiles([await realModel(testData!, path)])).tasks).toEqual(tasks);
  },
);
