import type { InputImage } from '#core/task/task.ts';

/** Images are resampled to this width and height, for speed and independence of their resolution. */
const size = 128;

/** The features of {@link measureImageFeatures}. */
export const imageFeatures = ['brightness', 'contrast', 'saturation', 'sharpness'] as const;

/** The weights of red, green and blue in luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114] as const;

/**
 * Measures features that change with the camera, its settings or the light: mean luma (`brightness`) and its standard
 * deviation (`contrast`), mean range of the channels (`saturation`), each 0 to 1, and the variance of the Laplacian
 * (`sharpness`), which blur reduces.
 */
export function measureImageFeatures(image: Pick<InputImage, 'readRgba'>): Readonly<Record<string, number>> {
  const pixels = image.readRgba(size, size);
  const grey = new Float64Array(size * size);
  let saturation = 0;
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red, green, blue] = [pixels[4 * pixel]!, pixels[4 * pixel + 1]!, pixels[4 * pixel + 2]!];
    grey[pixel] = (luma[0] * red + luma[1] * green + luma[2] * blue) / 255;
    saturation += (Math.max(red, green, blue) - Math.min(red, green, blue)) / 255;
  }
  const brightness = computeMoments(grey, 0).mean;
  return {
    brightness,
    contrast: Math.sqrt(computeMoments(grey, brightness).meanSquare),
    saturation: saturation / grey.length,
    sharpness: computeLaplacianVariance(grey),
  };
}

/** Computes the mean, and the mean square of the differences from `centre`. */
function computeMoments(values: Readonly<Float64Array>, centre: number) {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += (value - centre) ** 2;
  }
  return { mean: sum / values.length, meanSquare: squares / values.length };
}

/** Computes the variance of the four-neighbour Laplacian of all pixels inside the border (Pech-Pacheco et al. 2000). */
function computeLaplacianVariance(grey: Readonly<Float64Array>): number {
  const inner = new Float64Array((size - 2) ** 2);
  for (let y = 1, index = 0; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++, index++) {
      const centre = y * size + x;
      inner[index] =
        grey[centre - 1]! + grey[centre + 1]! + grey[centre - size]! + grey[centre + size]! - 4 * grey[centre]!;
    }
  }
  return computeMoments(inner, computeMoments(inner, 0).mean).meanSquare;
}
