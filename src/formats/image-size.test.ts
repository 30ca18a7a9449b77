import { expect, test } from 'vitest';
import { toByteSource } from './byte-source.ts';
import { createGraphBuilder } from './onnx/graph-builder.ts';
import { writeOnnx } from './onnx/write-onnx.ts';
import { readFacts } from './index.ts';
import { findImageAxes, resolveImageInputSizes } from './image-size.ts';

test.each([
  ['pixel_values', ['batch_size', 'num_channels', 'height', 'width'], { height: 2, width: 3 }],
  ['x', [null, 3, null, null], { height: 2, width: 3 }],
  ['input', [1, 224, 224, 3], { height: 1, width: 2 }],
  ['past_key_values.0.key', ['batch', 3, 'past_sequence_length', 64], null],
  ['attention_mask', ['batch', 1, 'sequence', 'total'], null],
  ['input_features', ['batch', 80, 3000], null],
  ['hidden', [1, 16, 16, 64], null],
])('the input %s of shape %j has height and width axes %j', (name, shape, axes) => {
  expect(findImageAxes({ name, shape })).toEqual(axes);
});

test('assigns the image size to free heights and widths, by the names that users set', () => {
  const inputs = [
    { name: 'x', shape: ['batch', 3, null, 'width'] },
    { name: 'fixed', shape: ['batch', 3, 48, 48] },
  ];
  expect(resolveImageInputSizes(inputs, { height: 10, width: 20 })).toEqual({ 'x.2': 10, width: 20 });
  expect(resolveImageInputSizes(inputs, null)).toEqual({});
});

/** Creates a 1 x 1 convolution from three channels to two: 12 operations per pixel. */
function createConvolution(height: string | number, width: string | number) {
  const graph = createGraphBuilder('images');
  const x = graph.input('x', 'float32', ['batch', 3, height, width]);
  graph.weights('w', [2, 3, 1, 1], new Float32Array(6));
  graph.output(graph.node('Conv', [x, 'w'], {}, 'y'), 'float32', ['batch', 2, height, width]);
  return toByteSource(writeOnnx(graph.model(17)));
}
const createSiblings = (config: unknown) =>
  new Map([['preprocessor_config.json', toByteSource(new TextEncoder().encode(JSON.stringify(config)))]]);

test('computes costs of a model with a free image size only if its config specifies the size', async () => {
  expect(await readFacts(createConvolution('height', 'width'), 'm.onnx')).toMatchObject({
    flops: null,
    flopsBasis: { code: 'image-size-free', dimensions: ['height', 'width'] },
    peakActivationBytes: null,
    outputs: [{ shape: ['batch', 2, 'height', 'width'] }],
  });
  const siblings = createSiblings({ size: { height: 10, width: 20 } });
  expect(await readFacts(createConvolution('height', 'width'), 'm.onnx', siblings)).toMatchObject({
    flops: 10 * 20 * 12,
    flopsBasis: { code: 'per-run', imageSizes: { height: 10, width: 20 }, ones: ['batch'] },
    // Three floats in and two out per pixel.
    peakActivationBytes: 10 * 20 * 5 * 4,
  });
  const facts = await readFacts(createConvolution('height', 'width'), 'm.onnx', siblings, () => ({
    height: 5,
    batch: 9,
  }));
  expect(facts).toMatchObject({
    flops: 5 * 20 * 12, // the batch is always 1
    flopsBasis: { code: 'per-run', chosen: { height: 5 }, imageSizes: { width: 20 }, ones: ['batch'] },
  });
  // The size in the file takes precedence.
  expect((await readFacts(createConvolution(4, 4), 'm.onnx', siblings)).flops).toBe(4 * 4 * 12);
});

test.each([[{}], [{ size: 'large' }], [{ size: { height: -1, width: 5 } }], [{ size: 1e9 }], [[]], ['no object']])(
  'computes no costs with the config %j, which specifies no image size',
  async (config) => {
    expect((await readFacts(createConvolution('h', 'w'), 'm.onnx', createSiblings(config))).flops).toBeNull();
  },
);
