import type { MaskGroundTruth, TaskEvaluation } from '#core/task/evaluation.ts';
import { segmentationMetrics, createSegmentationOutcome, type SegmentationOutcome } from '#metrics/segmentation.ts';
import { toPixelClasses, type Segmentation } from './segmentation.ts';

export const evaluation: TaskEvaluation<Segmentation, SegmentationOutcome> = {
  label: 'mask',
  toGroundTruth: (result) => ({
    kind: 'mask',
    width: result.width,
    height: result.height,
    classes: toPixelClasses(result),
    labels: result.labels,
  }),
  toOutcome(result, truth) {
    if (truth.kind !== 'mask') return { classes: {} };
    return createSegmentationOutcome({ classes: resizeClassMap(result, truth), labels: result.labels }, truth);
  },
  metrics: segmentationMetrics,
};

/** Resizes the class map of a result to the size of the ground truth, by nearest neighbour. */
function resizeClassMap(
  result: Segmentation,
  { width, height }: Pick<MaskGroundTruth, 'width' | 'height'>,
): Uint8Array {
  const classes = toPixelClasses(result);
  if (width === result.width && height === result.height) return classes;
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * result.width) / width));
  const output = new Uint8Array(width * height);
  for (let y = 0, index = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * result.height) / height) * result.width;
    for (let x = 0; x < width; x++, index++) output[index] = classes[row + columns[x]!]!;
  }
  return output;
}
