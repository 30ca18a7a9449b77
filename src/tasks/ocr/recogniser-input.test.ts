import { expect, test } from 'vitest';
import { detectorInput, detectorSize } from './detector-input.ts';
import { reference, sampleNames } from './reference-values.fixture.ts';
import { recogniserInput } from './recogniser-input.ts';
import { createPixelBlock } from './pixel-block.ts';

const anySize = [1, 3, '?', '?'];

test.each(sampleNames)('the detector input has the same size as in RapidOCR: %s', (name) => {
  const [width, height] = reference.maps[name].image;
  const [mapWidth, mapHeight] = reference.maps[name].map;
  expect(detectorSize({ width, height }, anySize)).toEqual({ width: mapWidth, height: mapHeight });
});

test('a large image is reduced to 1280, a sliver stays 32 high, and a graph with fixed sides determines the size', () => {
  expect(detectorSize({ width: 4000, height: 3000 }, anySize)).toEqual({ width: 1280, height: 960 });
  expect(detectorSize({ width: 6400, height: 40 }, anySize).height).toBe(32);
  expect(detectorSize({ width: 4000, height: 3000 }, [1, 3, 640, 480])).toEqual({ width: 480, height: 640 });
});

test('a detector input is BGR, each channel normalised by its mean and deviation', () => {
  const block = createPixelBlock(1, 1);
  block.rgba.set([103.53 + 57.375, 116, 123.675 + 58.395, 255].map(Math.round));
  const { data, shape } = detectorInput(block, { width: 1, height: 1 });
  expect(shape).toEqual([1, 3, 1, 1]);
  expect([...(data as Float32Array)].map((value) => value.toFixed(1))).toEqual(['1.0', '-0.0', '1.0']);
});

test('lines fill the tensor from the left, with the width that keeps their aspect ratio, up to that of the tensor; the rest is 0', () => {
  const black = createPixelBlock(4, 2);
  const wide = createPixelBlock(20, 2);
  const { data, shape } = recogniserInput([black, wide], 3, 1, 3);
  expect(shape).toEqual([3, 3, 1, 3]);
  expect([...(data as Float32Array)]).toEqual([
    -1,
    -1,
    0,
    -1,
    -1,
    0,
    -1,
    -1,
    0,
    ...Array(9).fill(-1),
    ...Array(9).fill(0),
  ]);
});
