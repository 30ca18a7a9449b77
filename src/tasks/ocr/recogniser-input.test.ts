import { expect, test } from 'vitest';
import { createDetectorInput, chooseDetectorSize } from './detector-input.ts';
import { reference, sampleNames } from './reference-values.fixture.ts';
import { createRecogniserInput } from './recogniser-input.ts';
import { createPixelBlock } from './pixel-block.ts';

const anySize = [1, 3, '?', '?'];

test.each(sampleNames)('the detector input has the same size as in RapidOCR: %s', (name) => {
  const [width, height] = reference.maps[name].image;
  const [mapWidth, mapHeight] = reference.maps[name].map;
  expect(chooseDetectorSize({ width, height }, anySize)).toEqual({ width: mapWidth, height: mapHeight });
});

test('the sides of a detector input are 32 to 1280 pixels, or fixed by the graph', () => {
  expect(chooseDetectorSize({ width: 4000, height: 3000 }, anySize)).toEqual({ width: 1280, height: 960 });
  expect(chooseDetectorSize({ width: 6400, height: 40 }, anySize).height).toBe(32);
  expect(chooseDetectorSize({ width: 4000, height: 3000 }, [1, 3, 640, 480])).toEqual({ width: 480, height: 640 });
});

test('a detector input is BGR, normalised by the mean and standard deviation of each channel', () => {
  const block = createPixelBlock(1, 1);
  block.rgba.set([103.53 + 57.375, 116, 123.675 + 58.395, 255].map(Math.round));
  const { data, shape } = createDetectorInput(block, { width: 1, height: 1 });
  expect(shape).toEqual([1, 3, 1, 1]);
  expect([...(data as Float32Array)].map((value) => value.toFixed(1))).toEqual(['1.0', '-0.0', '1.0']);
});

test('a line keeps its aspect ratio up to the width of the tensor, and is padded with 0 on the right', () => {
  const black = createPixelBlock(4, 2);
  const wide = createPixelBlock(20, 2);
  const { data, shape } = createRecogniserInput([black, wide], 3, 1, 3);
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
