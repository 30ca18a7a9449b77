import type { ImageCorruption, RgbaImage } from '../corruption.ts';

/** Radius of the kernel in standard deviations: `truncate` of scikit-image, which ImageNet-C uses. */
const radiusInDeviations = 4;

/** Gaussian blur with repeated edge pixels. Constants: standard deviation in pixels. */
export const gaussianBlur: ImageCorruption = {
  kind: 'image',
  constants: [1, 2, 3, 4, 6],
  source: 'imagenet-c',
  isGeometric: false,
  apply: (image, standardDeviation) => {
    const kernel = computeGaussianKernel(standardDeviation);
    const values = Float64Array.from(image.data);
    const { width, height } = image;
    const rows = convolve(values, { kernel, length: width, step: 4, lines: height, lineStep: width * 4 });
    const blurred = convolve(rows, { kernel, length: height, step: width * 4, lines: width, lineStep: 4 });
    return { ...image, data: toOpaqueBytes(blurred, image) };
  },
};

function computeGaussianKernel(standardDeviation: number): Float64Array {
  const radius = Math.floor(radiusInDeviations * standardDeviation + 0.5);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-0.5 * ((index - radius) / standardDeviation) ** 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

interface Direction {
  readonly kernel: Float64Array;
  /** Pixels of a line, and the distance between them. */
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly lineStep: number;
}

function convolve(values: Float64Array, { kernel, length, step, lines, lineStep }: Direction): Float64Array {
  const result = new Float64Array(values.length);
  const radius = (kernel.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    for (let pixel = 0; pixel < length; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = line * lineStep + channel;
        let sum = 0;
        for (let index = 0; index < kernel.length; index++) {
          const clampedPixel = Math.min(length - 1, Math.max(0, pixel + index - radius));
          sum += kernel[index]! * values[start + clampedPixel * step]!;
        }
        result[start + pixel * step] = sum;
      }
    }
  }
  return result;
}

function toOpaqueBytes(values: Float64Array, { data }: RgbaImage): Uint8ClampedArray {
  return Uint8ClampedArray.from(values, (value, index) => (index % 4 === 3 ? data[index]! : value));
}
