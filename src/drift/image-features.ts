import type { InputImage } from '#core/task/task.ts';

/** Images are compared at this width and height: fast, and independent of their resolution. */
const size = 128;

/** The weights of red, green and blue in luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114] as const;

/**
 * What a camera, its settings or the light change in an image: mean luma and its standard deviation, mean saturation
 * (range of the channels), each 0 to 1, and the variance of the Laplacian, which blur reduces.
 */
export function measureImageFeatures(image: Pick<InputImage, 'rgba'>): Readonly<Record<string, number>> {
  const pixels = image.rgba(size, size);
  const grey = new Float64Array(size * size);
  let saturation = 0;
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red, green, blue] = [pixels[4 * pixel]!, pixels[4 * pixel + 1]!, pixels[4 * pixel + 2]!];
    grey[pixel] = (luma[0] * red + luma[1] * green + luma[2] * blue) / 255;
    saturation += (Math.max(red, green, blue) - Math.min(red, green, blue)) / 255;
  }
  const brightness = computeMeanOfSquares(grey, 0).mean;
  return {
    brightness,
    contrast: Math.sqrt(computeMeanOfSquares(grey, brightness).square),
    saturation: saturation / grey.length,
    sharpness: computeLaplacianVariance(grey),
  };
}

function computeMeanOfSquares(values: Readonly<Float64Array>, centre: number) {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += (value - centre) ** 2;
  }
  return { mean: sum / values.length, square: squares / values.length };
}

/** Variance of the Laplacian of the four neighbours, inside the border (Pech-Pacheco et al. 2000). */
function computeLaplacianVariance(grey: Readonly<Float64Array>): number {
  const inner = new Float64Array((size - 2) ** 2);
  for (let y = 1, index = 0; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++, index++) {
      const centre = y * size + x;
      inner[index] =
        grey[centre - 1]! + grey[centre + 1]! + grey[centre - size]! + grey[centre + size]! - 4 * grey[centre]!;
    }
  }
  return computeMeanOfSquares(inner, computeMeanOfSquares(inner, 0).mean).square;
}
