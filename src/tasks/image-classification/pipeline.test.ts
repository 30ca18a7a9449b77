import { describe, expect, test } from 'vitest';
import type { GraphSignature } from '#core/task/task.ts';
import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { createSyntheticImage, type Colour } from '../synthetic-image.fixture.ts';
import { imageClassification } from './pipeline.ts';
import { imagenetLabels } from './imagenet-labels.ts';
import { cropCentre } from './crop-centre.ts';

const colour: Colour = [120, 60, 30, 255];
const image = createSyntheticImage(300, 200, () => colour);

const createClassifier = (dtype: DataType, input: readonly number[], output: readonly number[]): GraphSignature => ({
  inputs: [{ name: 'in', dtype, shape: input }],
  outputs: [{ name: 'out', dtype, shape: output }],
});

/** The first pixel's three channels. */
function encodeFirstPixel(model: GraphSignature): { shape: readonly number[]; values: number[] } {
  const { shape, data, dtype } = imageClassification.encode(image, model)['in']!;
  const values = dtype === 'float16' ? new Float16Array(data.buffer) : (data as Float32Array);
  const isChannelsLast = shape[3] === 3;
  const step = isChannelsLast ? 1 : shape[2]! * shape[3]!;
  return { shape, values: [0, 1, 2].map((channel) => values[channel * step]!) };
}

describe('the model input of an image', () => {
  // (120 / 255 - .485) / .229, (60 / 255 - .456) / .224, (30 / 255 - .406) / .225: torchvision's published constants.
  test('torchvision: normalised by its mean and standard deviation, channels first', () => {
    const { shape, values } = encodeFirstPixel(createClassifier('float32', [1, 3, 224, 224], [1, 1000]));
    expect(shape).toEqual([1, 3, 224, 224]);
    expect(values).toEqual([-0.06293, -0.98529, -1.28157].map((value) => expect.closeTo(value, 4)));
  });

  test('Caffe in float16: blue, green and red minus their means', () => {
    const { values } = encodeFirstPixel(createClassifier('float16', [1, 3, 224, 224], [1, 1000, 1, 1]));
    expect(values).toEqual([-73.94, -56.78, -3.68].map((value) => expect.closeTo(value, 1)));
  });

  test('TensorFlow: scaled to -1 to 1, channels last', () => {
    const { shape, values } = encodeFirstPixel(createClassifier('float32', [1, 160, 160, 3], [1, 1001]));
    expect(shape).toEqual([1, 160, 160, 3]);
    expect(values).toEqual([-0.05882, -0.52941, -0.76471].map((value) => expect.closeTo(value, 4)));
  });

  test.each([
    ['uint8', [120, 60, 30]],
    ['int8', [-8, -68, -98]],
  ] as const)('of the type %s: as the bytes of the image', (dtype, expected) => {
    expect(encodeFirstPixel(createClassifier(dtype, [1, 224, 224, 3], [1, 1001])).values).toEqual(expected);
  });

  test('with a fixed batch: the image first, then zeros', () => {
    const { shape, data } = imageClassification.encode(image, createClassifier('float32', [16, 3, 32, 32], [16, 10]))[
      'in'
    ]!;
    expect(shape).toEqual([16, 3, 32, 32]);
    expect(data[0]).toBeCloseTo((120 / 255 - 0.4914) / 0.247, 4);
    expect(data[3 * 32 * 32]).toBe(0);
  });
});

test('the centre crop of an image has seven eighths of its shorter side', () => {
  // 300 x 200 scaled by 256 / 200 is 384 x 256; the middle 224 begin at 80, 16, which is 62.5, 12.5 of the image.
  const edges = createSyntheticImage(300, 200, (x, y) => [x, y, 0, 255]);
  const square = cropCentre(edges, 224, 0.875);
  expect(square).toHaveLength(4 * 224 * 224);
  expect([square[0], square[1]]).toEqual([63, 13]);
  expect([square.at(-4), square.at(-3)]).toEqual([237, 187]);
});

describe('the result', () => {
  const model = createClassifier('float32', [1, 3, 224, 224], [1, 1000]);
  const logits = (values: Readonly<Record<number, number>>) => {
    const data = new Float32Array(1000);
    for (const [index, value] of Object.entries(values)) data[Number(index)] = value;
    return { out: { dtype: 'float32', shape: [1, 1000], data } } as const;
  };

  test('logits become probabilities, the highest first', () => {
    const classes = imageClassification.decode(logits({ 207: 10, 208: 9 }), image, model);
    expect(classes).toHaveLength(10);
    // e^10 / (e^10 + e^9 + 998) and e^9 / the same sum.
    expect(classes[0]).toEqual({ label: 'golden retriever', probability: expect.closeTo(0.70766, 4) });
    expect(classes[1]).toEqual({ label: 'Labrador retriever', probability: expect.closeTo(0.26033, 4) });
  });

  test('probabilities of the model are unchanged', () => {
    const classes = imageClassification.decode(logits({ 0: 0.25, 999: 0.75 }), image, model);
    expect(classes.slice(0, 2)).toEqual([
      { label: 'toilet tissue', probability: 0.75 },
      { label: 'tench', probability: 0.25 },
    ]);
  });

  test('bytes are multiples of 1/256, and the first of 1001 classes is the background', () => {
    const quantised = createClassifier('uint8', [1, 224, 224, 3], [1, 1001]);
    const data = new Uint8Array(1001);
    [data[0], data[1], data[2]] = [16, 128, 64];
    const out: Tensor = { dtype: 'uint8', shape: [1, 1001], data };
    expect(imageClassification.decode({ out }, image, quantised).slice(0, 3)).toEqual([
      { label: 'tench', probability: 0.5 },
      { label: 'goldfish', probability: 0.25 },
      { label: 'background', probability: 0.0625 },
    ]);
  });
});

// The challenge's synset list of 2012, spot-checked: numbers as published with the models of the ONNX zoo.
test('ImageNet has a thousand different labels, in the order of the challenge', () => {
  expect(new Set(imagenetLabels).size).toBe(1000);
  expect([0, 1, 134, 281, 517, 639, 817, 999].map((index) => imagenetLabels[index])).toEqual([
    'tench',
    'goldfish',
    'crane (bird)',
    'tabby',
    'crane (machine)',
    'tank suit',
    'sports car',
    'toilet tissue',
  ]);
});

// The second is YOLOX at 416 pixels: 52² + 26² + 13² cells of 85 numbers.
test.each([
  [
    [1, 3, 224, 224],
    [1, 3],
  ],
  [
    [1, 3, 416, 416],
    [1, 3549, 85],
  ],
])('a model with input %j and output %j is rejected by its signature', (input, output) => {
  const unsupported = expect.objectContaining({
    code: 'model-unsupported',
    facts: expect.objectContaining({ misfit: 'task' }),
  });
  expect(() => imageClassification.check(createClassifier('float32', input, output))).toThrow(unsupported);
  expect(() => imageClassification.check(createClassifier('float32', [1, 3, 224, 224], [1, 1000]))).not.toThrow();
});

test('a model whose classes are unknown is rejected, with its signature in the error', () => {
  const unknownClassifier = createClassifier('float32', [1, 3, 224, 224], [1, 3]);
  expect(() => imageClassification.encode(image, unknownClassifier)).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      facts: expect.objectContaining({ model: 'in float32[1,3,224,224], out float32[1,3]' }),
    }),
  );
});
