import { expect, test } from 'vitest';
import { readClassifierMetadata, writeClassifierMetadata } from './classifier-metadata.ts';

const labels = ['cat', 'dog'];
const cropRatio = 0.875;
const written = { 'Image.BitmapPixelFormat': 'Rgb8', 'assay.labels': '["cat","dog"]', 'assay.crop-ratio': '0.875' };

// Ranges of Windows ML: https://learn.microsoft.com/windows/ai/windows-ml/image-tensor-conversion
test.each([
  [0, 1, 'NominalRange_0_255'],
  [0, 255, 'Normalized_0_1'],
  [127.5, 127.5, 'Normalized_1_1'],
])('pixels with the mean %d and the deviation %d have the range %s', (mean, std, range) => {
  const metadata = { labels, cropRatio, pixels: { mean: [mean, mean, mean], std: [std, std, std] } } as const;
  const entries = { ...written, 'Image.NominalPixelRange': range };
  expect(writeClassifierMetadata(metadata)).toEqual(entries);
  expect(readClassifierMetadata(entries)).toEqual(metadata);
});

test('another normalisation is stored by its constants, without a range', () => {
  const metadata = { labels, cropRatio, pixels: { mean: [123.675, 116.28, 103.53], std: [58, 57, 57.5] } } as const;
  const entries = {
    ...written,
    'assay.pixel-mean': '[123.675,116.28,103.53]',
    'assay.pixel-std': '[58,57,57.5]',
  };
  expect(writeClassifierMetadata(metadata)).toEqual(entries);
  expect(readClassifierMetadata(entries)).toEqual(metadata);
});

test.each([
  ['no normalisation', {}],
  ['an unknown range', { 'Image.NominalPixelRange': 'toString' }],
  ['two channels', { 'assay.pixel-mean': '[1,2]', 'assay.pixel-std': '[1,2]' }],
  ['a deviation of 0', { 'assay.pixel-mean': '[1,2,3]', 'assay.pixel-std': '[1,2,0]' }],
  ['a mean that is not JSON', { 'assay.pixel-mean': '1,2,3', 'assay.pixel-std': '[1,2,3]' }],
  ['labels that occur twice', { 'Image.NominalPixelRange': 'Normalized_1_1', 'assay.labels': '["cat","cat"]' }],
])('metadata with %s is not read', (_, entries) => {
  expect(readClassifierMetadata({ ...written, ...entries })).toBeNull();
});
