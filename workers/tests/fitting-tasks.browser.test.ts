import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { openSession } from '#bridge/session-handle.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { realModel, realModels, rejection } from './fitting-tasks.fixture.ts';

const testData = inject('testData');

let inspector: InspectHandle;
beforeEach(() => {
  inspector = new InspectHandle();
});
afterEach(() => inspector.close());

test('the header determines the task of a model, and the errors of other tasks name it', async () => {
  const files = [new File([buildRedSegmenter()], 'red.onnx')];
  expect((await inspector.readFiles(files)).tasks).toEqual(['segmentation']);
  expect(await rejection(files, 'segmentation')).toBeNull();
  expect((await rejection(files, 'object-detection'))?.facts).toMatchObject({
    task: 'object-detection',
    suits: 'segmentation',
  });
});

/** 1,000 classes of an image of any size. */
function freeClassifier(): File {
  const graph = graphBuilder('free');
  const image = graph.input('image', 'float32', ['batch', 3, 'height', 'width']);
  graph.weights('classes', [3, 1000], new Float32Array(3000).fill(1));
  const means = graph.node('Flatten', [graph.node('GlobalAveragePool', [image])]);
  graph.output(graph.node('MatMul', [means, 'classes'], {}, 'scores'), 'float32', ['batch', 1000]);
  return new File([writeOnnx(graph.model(17))], 'free.onnx');
}

test('a size that the task does not choose has the given or a suggested value', async () => {
  const [subject, options] = [
    { kind: 'files', files: [freeClassifier()] },
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
    code: 'input-invalid', // it must be square
    facts: { reason: 'sizes-not-for-task' },
  });
  expect((await rejection([...subject.files], 'digits'))?.facts).toMatchObject({ suits: 'image-classification' });
});

test.skipIf(!testData).each(realModels)(
  'the header of %s determines its tasks (needs ASSAY_TEST_DATA)',
  async (path, tasks) => {
    expect((await inspector.readFiles([await realModel(testData!, path)])).tasks).toEqual(tasks);
  },
);
