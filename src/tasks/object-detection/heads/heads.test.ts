import { describe, expect, test } from 'vitest';
import type { GraphSignature } from '#core/task/task.ts';
import { createSyntheticImage } from '../../synthetic-image.fixture.ts';
import { objectDetection } from '../pipeline.ts';
import { recogniseDetectionHead } from './index.ts';
import poses from './reference-values/pose.json' with { type: 'json' };

// One cell of a tensor is set, and its box is computed by hand from the head's published decoding. Real
// models are tested on real images in the browser (`workers/tests/`).

const image = createSyntheticImage(128, 64, () => [10, 20, 30, 255]);

function createTensor(...shape: number[]) {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  return { dtype: 'float32' as const, shape, data };
}
const createSpec = (name: string, ...shape: number[]) => ({ name, dtype: 'float32' as const, shape });

describe('centernet', () => {
  const model: GraphSignature = {
    inputs: [createSpec('tower_0/images', 1, 512, 512, 3)],
    outputs: [createSpec('tower_0/wh', 1, 128, 128, 4), createSpec('tower_0/detections', 1, 100, 6)],
  };

  test('the input is the stretched image, as RGB bytes with channels last', () => {
    const input = objectDetection.encode(image, model)['tower_0/images']!;
    expect(input.shape).toEqual([1, 512, 512, 3]);
    expect([...(input.data as Float32Array).subarray(-3)]).toEqual([10, 20, 30]);
  });

  test('decodes rows of corners in the 512 square, score and class', () => {
    const rows = createTensor(1, 100, 6);
    rows.data.set([128, 256, 256, 512, 0.75, 5], 6);
    rows.data.set([0, 0, 512, 512, 0.0625, 0], 12);
    // 512 wide to 128: a quarter; 512 tall to 64: an eighth. The second row is below the minimum score.
    expect(objectDetection.decode({ 'tower_0/detections': rows }, image, model)).toEqual([
      { label: 'bus', score: 0.75, box: { x: 32, y: 32, width: 32, height: 32 } },
    ]);
  });
});

describe('yolox', () => {
  // 64: 8 x 8, 4 x 4 and 2 x 2 cells, 84 in all.
  const model: GraphSignature = {
    inputs: [createSpec('images', 1, 3, 64, 64)],
    outputs: [createSpec('output', 1, 84, 85)],
  };

  test('the input is the image at the top left on grey 114, as BGR planes', () => {
    const { data } = objectDetection.encode(image, model)['images']!;
    const [firstBlue, lastRed, firstGreen] = [data[0], data[2 * 4096 + 32 * 64 - 1], data[4096]];
    expect([firstBlue, firstGreen, lastRed, data[32 * 64], data[3 * 4096 - 1]]).toEqual([30, 20, 10, 114, 114]);
  });

  test('decodes centres within a cell and logarithms of sizes, both times the stride', () => {
    const rows = createTensor(1, 84, 85);
    // The second level starts at 64; its cell of row 1, column 2 is 64 + 6. Stride 16.
    rows.data.set([0.5, 0.25, Math.log(2), 0, 0.8], 70 * 85);
    rows.data[70 * 85 + 5 + 16] = 0.5;
    const [dog, ...rest] = objectDetection.decode({ output: rows }, image, model);
    expect(rest).toEqual([]);
    expect([dog?.label, dog?.score]).toEqual(['dog', expect.closeTo(0.4, 6)]);
    // Centre (2.5, 1.25) * 16 = (40, 20), size (2, 1) * 16 = (32, 16); in the image, at scale 1/2, all twice.
    expect(dog?.box).toEqual({ x: expect.closeTo(48, 4), y: 24, width: expect.closeTo(64, 4), height: 32 });
  });
});

describe('the pose head of yolov8', () => {
  const cells = 84;
  const model: GraphSignature = {
    inputs: [createSpec('images', 1, 3, 64, 64)],
    outputs: [createSpec('output0', 1, 56, cells)],
  };

  test('people and their keypoints match those computed with NumPy', () => {
    const output = createTensor(1, 56, cells);
    for (let cell = 0; cell < cells; cell++) {
      const [x, y] = [8 + ((cell * 7) % 48), 20 + ((cell * 5) % 24)];
      const person = [x, y, 12 + (cell % 5), 14 + (cell % 3), (1 + Math.sin(cell * 1.3)) / 2];
      const points = Array.from({ length: 17 }, (_, point) => [
        x + 6 * Math.sin(cell + point),
        y + 7 * Math.cos(cell + 2 * point),
        (1 + Math.cos(cell * 0.7 + point)) / 2,
      ]);
      for (const [field, value] of [...person, ...points.flat()].entries()) output.data[field * cells + cell] = value;
    }
    const detections = objectDetection.decode({ output0: output }, image, model);
    expect(detections).toHaveLength(poses.length);
    for (const [index, { score, box, keypoints }] of poses.entries()) {
      const actual = detections[index]!;
      expect([actual.label, actual.keypoints![5]!.name]).toEqual(['person', 'left_shoulder']);
      const values = [
        actual.score,
        ...Object.values(actual.box),
        ...actual.keypoints!.flatMap(({ x, y, score: visible }) => [x, y, visible]),
      ];
      expect(values).toEqual([score, ...box, ...keypoints.flat()].map((value) => expect.closeTo(value, 3) as number));
    }
  });
});

describe('yolov8', () => {
  const model: GraphSignature = {
    inputs: [createSpec('images', 1, 3, 64, 64)],
    outputs: [createSpec('output0', 1, 84, 84)],
  };

  test('the input is the image in the middle of grey 114, as RGB planes from 0 to 1', () => {
    const { data } = objectDetection.encode(image, model)['images']!;
    expect([data[0], data[16 * 64], data[48 * 64 - 1], data[48 * 64]]).toEqual(
      [114, 10, 10, 114].map((byte) => expect.closeTo(byte / 255, 6)),
    );
  });

  test('decodes centre and size in pixels of the square, field by field', () => {
    const fields = createTensor(1, 84, 84);
    [32, 24, 16, 8].forEach((value, field) => (fields.data[field * 84 + 3] = value));
    fields.data[(4 + 2) * 84 + 3] = 0.5;
    // Above the image are 16 pixels of grey: centre (32, 8), corner (24, 4), at scale 1/2.
    expect(objectDetection.decode({ output0: fields }, image, model)).toEqual([
      { label: 'car', score: 0.5, box: { x: 48, y: 8, width: 32, height: 16 } },
    ]);
  });
});

describe('yolov10', () => {
  const model: GraphSignature = {
    inputs: [createSpec('images', 1, 3, 64, 64)],
    outputs: [createSpec('output0', 1, 300, 6)],
  };

  test('decodes rows of corners, score and class, and does not suppress overlapping boxes', () => {
    const rows = createTensor(1, 300, 6);
    rows.data.set([16, 24, 48, 40, 0.75, 16], 0);
    rows.data.set([16, 24, 48, 42, 0.5, 16], 6);
    rows.data.set([16, 24, 48, 40, 0.0625, 0], 12);
    // The scale is 1/2 with 16 rows of grey above: (16, 24 - 16) and 32 x 16 or 18, all twice.
    expect(objectDetection.decode({ output0: rows }, image, model)).toEqual([
      { label: 'dog', score: 0.75, box: { x: 32, y: 16, width: 64, height: 32 } },
      { label: 'dog', score: 0.5, box: { x: 32, y: 16, width: 64, height: 36 } },
    ]);
  });

  test('the input is the same as for YOLOv8', () => {
    const { data } = objectDetection.encode(image, model)['images']!;
    expect([data[0], data[16 * 64], data[48 * 64]]).toEqual(
      [114, 10, 114].map((byte) => expect.closeTo(byte / 255, 6)),
    );
  });
});

describe('yolos', () => {
  const createSpecWithFreeSizes = (name: string, ...shape: (number | string)[]) => ({
    name,
    dtype: 'float32' as const,
    shape,
  });
  const model: GraphSignature = {
    inputs: [createSpecWithFreeSizes('pixel_values', 'batch_size', 'num_channels', 'height', 'width')],
    outputs: [
      createSpecWithFreeSizes('logits', 'batch_size', 'num_queries', 92),
      createSpecWithFreeSizes('pred_boxes', 'batch_size', 'num_queries', 4),
    ],
  };

  test.each([
    // The shorter edge to 512.
    [128, 64, [512, 1024]],
    // 640 x 480 scaled by 512 / 480 is 682.67 wide; rounded down to whole patches of 16, 672.
    [640, 480, [512, 672]],
    // 1333 / 400 limits: 333.25 down to 320, 1333 down to 1328.
    [100, 400, [1328, 320]],
  ])('resizes an image of %i x %i pixels to %j', (width, height, size) => {
    const tensor = objectDetection.encode(
      createSyntheticImage(width, height, () => [10, 20, 30, 255]),
      model,
    )['pixel_values']!;
    expect(tensor.shape).toEqual([1, 3, ...size]);
    // ImageNet's mean and deviation of red: 0.485 and 0.229.
    expect(tensor.data[0]).toBeCloseTo((10 / 255 - 0.485) / 0.229, 4);
  });

  test("decodes a softmax over COCO's category ids, with boxes relative to the image size", () => {
    const logits = createTensor(1, 3, 92);
    // exp(x) / (exp(x) + 91) = 0.75 and 0.5; the third query predicts no object.
    logits.data[17] = Math.log(3 * 91);
    logits.data[92 + 90] = Math.log(91);
    logits.data[2 * 92 + 91] = 9;
    const boxes = createTensor(1, 3, 4);
    boxes.data.set([0.5, 0.5, 0.5, 0.25], 0);
    boxes.data.set([0.5, 0.5, 0.5, 0.25], 4);
    // 17 is cat and 90 is toothbrush in instances_val2017.json.
    expect(objectDetection.decode({ logits, pred_boxes: boxes }, image, model)).toEqual([
      { label: 'cat', score: expect.closeTo(0.75, 5), box: { x: 32, y: 24, width: 64, height: 16 } },
      { label: 'toothbrush', score: expect.closeTo(0.5, 5), box: { x: 32, y: 24, width: 64, height: 16 } },
    ]);
  });
});

describe('nanodet', () => {
  const scores = [createSpec('792', 1, 64, 80), createSpec('814', 1, 16, 80), createSpec('836', 1, 4, 80)];
  const distances = [createSpec('795', 1, 64, 32), createSpec('817', 1, 16, 32), createSpec('839', 1, 4, 32)];
  const model: GraphSignature = { inputs: [createSpec('input.1', 1, 3, 64, 64)], outputs: [...scores, ...distances] };

  test("decodes each side of a box from the mean of its distance to the cell's centre", () => {
    const outputs = Object.fromEntries(
      [...scores, ...distances].map(({ name, shape }) => [name, createTensor(...shape)]),
    );
    // Coarsest level, stride 32, second row, first column: its middle is (16, 48).
    outputs['836']!.data[2 * 80 + 1] = 0.5;
    // Bins: left certainly 0; top 1 or 0 with even odds; right certainly 1; bottom even over all eight, 3.5.
    const certain = 100;
    outputs['839']!.data.set([certain, 0, 0, 0, 0, 0, 0, 0], 2 * 32);
    outputs['839']!.data.set([certain, certain, 0, 0, 0, 0, 0, 0], 2 * 32 + 8);
    outputs['839']!.data.set([0, certain, 0, 0, 0, 0, 0, 0], 2 * 32 + 16);
    // Corners (16, 48 - 16) and (16 + 32, 48 + 112); stretched to 128 x 64: x twice, y the same, cut off at 64.
    expect(objectDetection.decode(outputs, image, model)).toEqual([
      { label: 'bicycle', score: 0.5, box: { x: 32, y: 32, width: 64, height: 32 } },
    ]);
  });
});

test('a model with an unknown signature is rejected with that signature', () => {
  const model: GraphSignature = { inputs: [createSpec('x', 1, 3, 64, 64)], outputs: [createSpec('y', 1, 1000)] };
  expect(() => recogniseDetectionHead(model)).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      facts: expect.objectContaining({ model: 'x float32[1,3,64,64], y float32[1,1000]' }),
    }),
  );
});
