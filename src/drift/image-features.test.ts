import { expect, test } from 'vitest';
import { measureImageFeatures } from './image-features.ts';

/** An image whose colour depends on the position. */
function createImage(colour: (x: number, y: number) => readonly [number, number, number]) {
  return {
    readRgba(width: number, height: number) {
      const pixels = new Uint8ClampedArray(4 * width * height);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) pixels.set([...colour(x, y), 255], 4 * (y * width + x));
      return pixels;
    },
  };
}

test('a uniform grey image has brightness, but no contrast, saturation or sharpness', () => {
  const features = measureImageFeatures(createImage(() => [51, 51, 51]));
  expect(features['brightness']).toBeCloseTo(0.2, 12);
  for (const name of ['contrast', 'saturation', 'sharpness']) expect(features[name]).toBeCloseTo(0, 12);
});

test('red has the luma of BT.601 and full saturation', () => {
  const features = measureImageFeatures(createImage(() => [255, 0, 0]));
  expect(features).toMatchObject({ brightness: expect.closeTo(0.299, 12), saturation: expect.closeTo(1, 12) });
});

test('a chessboard has the contrast and sharpness computed by hand', () => {
  // Values 0 and 1: standard deviation 1/2. Each Laplacian is 4 or -4: mean 0, variance 16.
  const features = measureImageFeatures(createImage((x, y) => ((x + y) % 2 === 0 ? [0, 0, 0] : [255, 255, 255])));
  expect(features).toMatchObject({ contrast: expect.closeTo(0.5, 12), sharpness: expect.closeTo(16, 10) });
});
