import { foregroundLevel, type Segmentation } from './segmentation.ts';

/**
 * Intersection over union of the foregrounds; for models with classes, its mean over the classes in either mask (mean
 * IoU, as PASCAL VOC and Cityscapes score). 1 if neither contains any.
 */
export function score(actual: Segmentation, expected: Segmentation): number {
  const shared = new Map<number, number>();
  const either = new Map<number, number>();
  const count = (counts: Map<number, number>, index: number) => counts.set(index, (counts.get(index) ?? 0) + 1);
  for (let y = 0, i = 0; y < actual.height; y++) {
    const row = Math.floor(((y + 0.5) * expected.height) / actual.height) * expected.width;
    for (let x = 0; x < actual.width; x++, i++) {
      const other = row + Math.floor(((x + 0.5) * expected.width) / actual.width);
      const [ours, theirs] = [readClass(actual, i), readClass(expected, other)];
      count(either, ours);
      if (ours === theirs) count(shared, ours);
      else count(either, theirs);
    }
  }
  if (!actual.classMap) either.delete(0);
  const ratios = [...either].map(([index, area]) => (shared.get(index) ?? 0) / area);
  return ratios.length === 0 ? 1 : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

function readClass({ classMap, alpha }: Segmentation, index: number): number {
  return classMap ? classMap[index]! : Number(alpha[index]! >= foregroundLevel);
}
