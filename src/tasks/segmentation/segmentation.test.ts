import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph, InputImage, GraphSignature } from '#core/task/task.ts';
import type { DataType, TensorSpec } from '#core/engine/tensor.ts';
import { createSyntheticImage } from '../synthetic-image.fixture.ts';
import { definition } from './pipeline.ts';
import { recogniseSegmenter } from './segmenter-families.ts';
import { decodeMask } from './decode-mask.ts';
import { buildRedSegmenter } from './red-segmenter.fixture.ts';
import { decodeRunLengths, encodeRunLengths } from './run-lengths.ts';
import { scoreMasks } from './segmentation-score.ts';
import type { Segmentation } from './segmentation.ts';

const createSpec = (name: string, shape: TensorSpec['shape'], dtype: DataType = 'float32') => ({ name, dtype, shape });
const createModel = (input: TensorSpec['shape'], output: TensorSpec['shape'], dtype?: DataType): GraphSignature => ({
  inputs: [createSpec('in', input)],
  outputs: [createSpec('out', output, dtype)],
});

test('a graph run by onnxruntime segments the red part of the image, with area and box', async () => {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(buildRedSegmenter());
  const graph: Graph = {
    facts: createModel([1, 16, 32, 3], [1, 16, 32, 1]),
    run: async ({ in: input }) => {
      const { mask } = await session.run({
        image: new Tensor('float32', input!.data as Float32Array, input!.shape),
      });
      return { out: { dtype: 'float32', shape: mask!.dims, data: mask!.data as Float32Array } };
    },
    readHeader: () => Promise.reject(new Error('not called')),
  };
  const pipeline = await definition.bind({ graphs: { model: graph }, files: {} });
  // Red from 80 to 240 of 320 across, from 40 to 120 of 160 down: a quarter of the image.
  const isRed = (x: number, y: number) => x > 80 && x < 240 && y > 40 && y < 120;
  const image: InputImage = createSyntheticImage(320, 160, (x, y) =>
    isRed(x, y) ? [255, 0, 0, 255] : [0, 90, 255, 255],
  );
  const { classes, alpha } = await pipeline.run(image, {});
  const box = { x: 80, y: 40, width: 160, height: 80 };
  expect(classes).toEqual([{ index: 1, label: 'foreground', areaFraction: 0.25, box }]);
  expect([alpha[0], alpha[8 * 32 + 16]]).toEqual([0, 255]);
});

describe('a segmenter is recognised by its inputs and outputs', () => {
  const image = { width: 1280, height: 720 };

  // MediaPipe's models, MODNet as its authors export it, U2-Net with its seven outputs, torchvision's DeepLab of VOC,
  // DeepLab on MobileNetV2 as TensorFlow exports it, and one that ends in its argmax.
  test.each([
    ['selfie', createModel([1, 144, 256, 3], [1, 144, 256, 1]), 'matte', 255, [256, 144]],
    ['Meet', createModel([1, 144, 256, 3], [1, 144, 256, 2]), 'classes', 255, [256, 144]],
    ['MODNet', createModel(['n', 3, 'h', 'w'], ['n', 1, 'h', 'w']), 'matte', 127.5, [896, 512]],
    ['VOC', createModel([1, 3, 520, 520], [1, 21, 520, 520]), 'classes', 58.395, [520, 520]],
    ['DeepLab', createModel([1, 257, 257, 3], [1, 257, 257, 21]), 'classes', 127.5, [257, 257]],
    ['argmax', createModel([1, 3, 512, 1024], [1, 512, 1024], 'int64'), 'class-map', 58.395, [1024, 512]],
  ] as const)('%s', (_, graph, kind, std, [width, height]) => {
    const segmenter = recogniseSegmenter(graph);
    expect(segmenter).toMatchObject({
      outputKind: kind,
      channels: { std: [std, expect.anything(), expect.anything()] },
    });
    expect(segmenter.chooseSize(image)).toEqual({ width, height });
  });

  test.each([
    ['a classifier', createModel([1, 3, 224, 224], [1, 1000])],
    ['a classifier of four axes', createModel([1, 3, 224, 224], [1, 1000, 1, 1])],
    ['a detector', createModel([1, 3, 640, 640], [1, 84, 8400])],
    ['a digit classifier', createModel([1, 1, 28, 28], [1, 10])],
  ])('%s is not a segmenter', (_, graph) => {
    expect(definition.roles['model']?.matches(graph)).toBe(false);
    expect(() => recogniseSegmenter(graph)).toThrow(expect.objectContaining({ code: 'model-unsupported' }));
  });
});

test('two logits give alpha by softmax, and the highest of several values gives the class', () => {
  const meet = recogniseSegmenter(createModel([1, 16, 16, 3], [1, 16, 16, 2]));
  // The second of the logits 0 and ln 3 has 3/4 of the weight: 191.25 of 255.
  const two = decodeMask({ dtype: 'float32', shape: [1, 1, 2, 2], data: Float32Array.of(0, Math.log(3), 5, -5) }, meet);
  expect([...two.alpha]).toEqual([191, 0]);
  const voc = recogniseSegmenter(createModel([1, 3, 16, 16], [1, 3, 16, 16]));
  const data = Float32Array.of(1, 0, 0, 2, 0, 3); // by class: 1 0, 0 2, 0 3
  expect([...decodeMask({ dtype: 'float32', shape: [1, 3, 1, 2], data }, voc).classMap!]).toEqual([0, 2]);
});

describe('the score of two masks', () => {
  const createMask = (width: number, pixels: number[], classMap?: number[]): Segmentation => ({
    width,
    height: pixels.length / width,
    alpha: Uint8Array.from(pixels),
    classMap: classMap ? Uint8Array.from(classMap) : null,
    labels: [],
    classes: [],
  });

  test.each([
    // One pixel in common of three in either.
    [
      'is the intersection over union of the foregrounds',
      createMask(4, [255, 255, 0, 0]),
      createMask(4, [0, 200, 130, 0]),
      1 / 3,
    ],
    ['of two empty masks is 1', createMask(2, [0, 0]), createMask(2, [127, 0]), 1],
    ['compares masks of different sizes by position', createMask(2, [255, 0]), createMask(4, [255, 255, 0, 0]), 1],
    // Class 0: 1 of 2; class 1: 1 of 2; class 2: 1 of 1.
    [
      'is the mean over the classes',
      createMask(4, [0, 0, 0, 0], [0, 1, 2, 1]),
      createMask(4, [0, 0, 0, 0], [0, 1, 2, 0]),
      2 / 3,
    ],
  ])('%s', (_, actual, expected, iou) => {
    expect(scoreMasks(actual, expected)).toBeCloseTo(iou, 12);
  });
});

test('run lengths are in column-major order, start with the background, and decode to the same mask', () => {
  // 0 1
  // 1 1  by columns: 0 1, 1 1. As pycocotools writes it: one of background, three of the mask.
  const runs = encodeRunLengths(2, 2, (index) => index > 0);
  expect(runs).toEqual({ size: [2, 2], counts: [1, 3] });
  expect([...decodeRunLengths(runs)]).toEqual([0, 255, 255, 255]);
  expect(encodeRunLengths(1, 2, () => true).counts).toEqual([0, 2]);
});
