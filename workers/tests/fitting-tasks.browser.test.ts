import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openSession } from '#bridge/session-handle.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { fetchRealModel, realModels, findRejection } from './fitting-tasks.fixture.ts';

const testData = inject('testData');

let inspector: InspectHandle;
beforeEach(() => {
  inspector = new InspectHandle();
});
afterEach(() => inspector.close());

test('the task of a model is detected from its header, and the errors of other tasks name it', async () => {
  const files = [new File([buildRedSegmenter()], 'red.onnx')];
  expect((await inspector.readFiles(files)).tasks).toEqual(['segmentation']);
  expect(await findRejection(files, 'segmentation')).toBeNull();
  expect((await findRejection(files, 'object-detection'))?.facts).toMatchObject({
    task: 'object-detection',
    suits: 'segmentation',
  });
});

/** Creates a classifier of 1,000 classes for images of any size. */
function createFreeClassifier(): File {
  const graph = createGraphBuilder('free');
  const image = graph.input('image', 'float32', ['batch', 3, 'height', 'width']);
  graph.weights('classes', [3, 1000], new Float32Array(3000).fill(1));
  const means = graph.node('Flatten', [graph.node('GlobalAveragePool', [image])]);
  graph.output(graph.node('MatMul', [means, 'classes'], {}, 'scores'), 'float32', ['batch', 1000]);
  return new File([writeOnnx(graph.model(17))], 'free.onnx');
}

test('a free dimension has the requested or a suggested size', async () => {
  const [subject, options] = [
    { kind: 'files', files: [createFreeClassifier()] },
    { devices: ['wasm'], threads: 1 },
  ] as const;
  const open = async (dimensions: Dimensions) => {
    const request = { subject, engine: 'ort', task: 'image-classification', options, dimensions } as const;
    const session = await openSession(request);
    session.close();
    return session.opened.sizes;
  };
  expect(await open({})).toEqual({ height: 224, width: 224 });
  expect(await open({ height: 64, width: 64 })).toEqual({ height: 64, width: 64 });
  await expect(open({ height: 64 })).rejects.toMatchObject({
    code: 'input-invalid', // rejected because this task needs a square image
    facts: { reason: 'sizes-not-for-task' },
  });
  expect((await findRejection([...subject.files], 'digits'))?.facts).toMatchObject({ suits: 'image-classification' });
});

test.skipIf(!testData).each(realModels)(
  'the tasks of %s are detected from its header (needs ASSAY_TEST_DATA)',
  async (path, tasks) => {
    expect((await inspector.readFiles([await fetchRealModel(testData!, path)])).tasks).toEqual(tasks);
  },
);
