import type { MaskGroundTruth, Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** Pixel counts of one class. */
interface ClassPixels {
  /** Correctly predicted pixels. */
  readonly intersection: number;
  readonly predicted: number;
  readonly truth: number;
}

/** The pixel counts of each class that occurs in one image, by label. */
export interface SegmentationOutcome {
  readonly classes: Readonly<Record<string, ClassPixels>>;
}

/**
 * Compares the predicted class of every pixel with the ground truth. Pixels whose true id has no label are void (255 in
 * Pascal VOC) and do not count.
 * @param predicted a mask of the same size as `truth`
 */
export function createSegmentationOutcome(
  predicted: { readonly classes: Uint8Array; readonly labels: readonly string[] },
  truth: Pick<MaskGroundTruth, 'classes' | 'labels'>,
): SegmentationOutcome {
  const pairs = new Uint32Array(0x1_0000);
  for (let pixel = 0; pixel < truth.classes.length; pixel++) {
    const pair = truth.classes[pixel]! * 0x100 + predicted.classes[pixel]!;
    pairs[pair] = pairs[pair]! + 1;
  }
  const classes = new Map<string, { intersection: number; predicted: number; truth: number }>();
  const getPixels = (label: string) => {
    const pixels = classes.get(label) ?? { intersection: 0, predicted: 0, truth: 0 };
    classes.set(label, pixels);
    return pixels;
  };
  for (const [pair, count] of pairs.entries()) {
    const expected = truth.labels[pair >> 8];
    if (count === 0 || expected === undefined) continue;
    getPixels(expected).truth += count;
    const actual = predicted.labels[pair & 0xff];
    if (actual === undefined) continue;
    getPixels(actual).predicted += count;
    if (actual === expected) getPixels(expected).intersection += count;
  }
  return { classes: Object.fromEntries(classes) }; // works even for a class named __proto__
}

/** The overlap of one class in all images. */
interface ClassOverlap {
  readonly label: string;
  /** Intersection over union, the Jaccard index. */
  readonly iou: number;
  /** Dice coefficient: twice the intersection over the sum of both, the F1 of the pixels. */
  readonly dice: number;
}

/** Computes the overlap of every class over the pixels of all images together, as in Pascal VOC. */
export function sumClassOverlaps(outcomes: readonly SegmentationOutcome[]): ClassOverlap[] {
  const sums = new Map<string, { intersection: number; predicted: number; truth: number }>();
  for (const { classes } of outcomes) {
    for (const [label, { intersection, predicted, truth }] of Object.entries(classes)) {
      const sum = sums.get(label) ?? { intersection: 0, predicted: 0, truth: 0 };
      sums.set(label, {
        intersection: sum.intersection + intersection,
        predicted: sum.predicted + predicted,
        truth: sum.truth + truth,
      });
    }
  }
  return Array.from(sums, ([label, { intersection, predicted, truth }]) => ({
    label,
    iou: intersection / (predicted + truth - intersection),
    dice: (2 * intersection) / (predicted + truth),
  }));
}

export const segmentationMetrics: readonly Metric<SegmentationOutcome>[] = [
  { id: 'miou', compute: (outcomes) => computeMeanOverlap(outcomes, 'iou') },
  { id: 'mean-dice', compute: (outcomes) => computeMeanOverlap(outcomes, 'dice') },
  defineRatioMetric('pixel-accuracy', {
    numerator: ({ classes }) => sumPixels(classes, 'intersection'),
    denominator: ({ classes }) => sumPixels(classes, 'truth'),
  }),
];

function computeMeanOverlap(outcomes: readonly SegmentationOutcome[], field: 'iou' | 'dice'): number | null {
  const overlaps = sumClassOverlaps(outcomes);
  return overlaps.length === 0 ? null : overlaps.reduce((sum, overlap) => sum + overlap[field], 0) / overlaps.length;
}

function sumPixels(classes: SegmentationOutcome['classes'], field: keyof ClassPixels): number {
  return Object.values(classes).reduce((sum, pixels) => sum + pixels[field], 0);
}
