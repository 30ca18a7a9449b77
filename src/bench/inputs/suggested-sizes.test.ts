import { expect, test } from 'vitest';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { createSeededInputs } from './seeded-inputs.ts';
import { listImageSizeDimensions, suggestSizes } from './suggested-sizes.ts';

const createSpec = (name: string, dtype: TensorSpec['dtype'], shape: TensorSpec['shape']): TensorSpec => ({
  name,
  dtype,
  shape,
});

// Inputs as declared by the named models.
test.each<[string, TensorSpec[], Record<string, number>]>([
  ['PP-OCR detection', [createSpec('x', 'float32', [null, 3, null, null])], { 'x.2': 224, 'x.3': 224 }],
  [
    'an export of transformers with dynamic channels',
    [createSpec('pixel_values', 'float32', ['batch_size', 'num_channels', 'height', 'width'])],
    { num_channels: 3, height: 224, width: 224 },
  ],
  [
    'an image with unnamed dimensions',
    [createSpec('image', 'float32', [1, null, null, null])],
    { 'image.1': 3, 'image.2': 224, 'image.3': 224 },
  ],
  ['a TensorFlow image', [createSpec('image', 'uint8', [1, null, null, 3])], { 'image.1': 224, 'image.2': 224 }],
  [
    'BERT',
    [
      createSpec('input_ids', 'int64', ['batch', 'sequence']),
      createSpec('attention_mask', 'int64', ['batch', 'sequence']),
    ],
    { sequence: 128 },
  ],
  [
    'Silero VAD',
    [
      createSpec('input', 'float32', [null, null]),
      createSpec('state', 'float32', [2, null, 128]),
      createSpec('sr', 'int64', []),
    ],
    { 'input.1': 512, 'state.1': 1, sr: 16_000 },
  ],
])('suggests valid sizes for %s', (_, specs, sizes) => {
  expect(suggestSizes({ inputs: specs, outputs: [] })).toEqual(sizes);
});

test('suggests the size of a line for a text-line recogniser', () => {
  const inputs = [createSpec('x', 'float32', [null, 3, null, null])];
  const outputs = [createSpec('characters', 'float32', [null, null, 97])];
  expect(suggestSizes({ inputs, outputs })).toEqual({ 'x.2': 32, 'x.3': 320 });
});

test('sets a scalar integer input to its requested value', () => {
  const rate = createSpec('sr', 'int64', []);
  expect(createSeededInputs([rate], { sr: 16_000 })['sr']).toEqual({
    dtype: 'int64',
    shape: [],
    data: BigInt64Array.of(16_000n),
  });
});

test.each<[string, TensorSpec, string[]]>([
  ['unnamed dimensions', createSpec('x', 'float32', [null, 3, null, null]), ['x.2', 'x.3']],
  ['a TensorFlow image', createSpec('image', 'uint8', [1, null, null, 3]), ['image.1', 'image.2']],
  ['named dimensions', createSpec('images', 'float32', ['batch', 3, 'height', 'width']), ['height', 'width']],
  ['fixed sizes', createSpec('images', 'float32', [1, 3, 640, 640]), []],
  ['a key-value cache', createSpec('past_key_values.0.key', 'float32', ['batch', 9, 'past', 64]), []],
])('lists the free height and width of %s', (_, spec, names) => {
  expect(listImageSizeDimensions([spec])).toEqual(names);
});
