import { minForegroundAlpha, type Segmentation } from './segmentation.ts';

/**
 * Computes the intersection over union (IoU) of the foregrounds or, for models with classes, the mean IoU over the
 * classes in either mask, as PASCAL VOC and Cityscapes do. 1 if both masks are empty.
 */
export function scoreMasks(actual: Segmentation, expected: Segmentation): number {
  const intersections = new Map<number, number>();
  const unions = new Map<number, number>();
  const increment = (counts: Map<number, number>, index: number) => counts.set(index, (counts.get(index) ?? 0) + 1);
  for (let y = 0, pixel = 0; y < actual.height; y++) {
    const row = Math.floor(((y + 0.5) * expected.height) / actual.height) * expected.width;
    for (let x = 0; x < actual.width; x++, pixel++) {
      const expectedPixel = row + Math.floor(((x + 0.5) * expected.width) / actual.width);
      const [actualClass, expectedClass] = [readClass(actual, pixel), readClass(expected, expectedPixel)];
      increment(unions, actualClass);
      if (actualClass === expectedClass) increment(intersections, actualClass);
      else increment(unions, expectedClass);
    }
  }
  if (!actual.classMap) unions.delete(0);
  const ratios = [...unions].map(([index, area]) => (intersections.get(index) ?? 0) / area);
  return ratios.length === 0 ? 1 : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

function readClass({ classMap, alpha }: Segmentation, index: number): number {
  return classMap ? classMap[index]! : Number(alpha[index]! >= minForegroundAlpha);
}
