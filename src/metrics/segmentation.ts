import type { MaskTruth, Metric } from '#core/evaluation.ts';
import { ratioMetric } from './ratio-metric.ts';

/** Pixels of one class. */
interface ClassPixels {
  /** Predicted as this class, rightly. */
  readonly right: number;
  readonly predicted: number;
  readonly truth: number;
}

/** What the metrics need of one image: the pixels of each class that occurs, by label. */
export interface SegmentationOutcome {
  readonly classes: Readonly<Record<string, ClassPixels>>;
}

/**
 * Compares the predicted class of every pixel with the truth. Pixels whose true id has no label are void (255 in Pascal
 * VOC) and do not count.
 * @param predicted of the same size as `truth`
 */
export function segmentationOutcome(
  predicted: { readonly classes: Uint8Array; readonly labels: readonly string[] },
  truth: Pick<MaskTruth, 'classes' | 'labels'>,
): SegmentationOutcome {
  const pairs = new Uint32Array(0x1_0000);
  for (let pixel = 0; pixel < truth.classes.length; pixel++) {
    const pair = truth.classes[pixel]! * 0x100 + predicted.classes[pixel]!;
    pairs[pair] = pairs[pair]! + 1;
  }
  const classes: Record<string, { right: number; predicted: number; truth: number }> = {};
  const pixelsOf = (label: string) => (classes[label] ??= { right: 0, predicted: 0, truth: 0 });
  for (const [pair, count] of pairs.entries()) {
    const want = truth.labels[pair >> 8];
    if (count === 0 || want === undefined) continue;
    pixelsOf(want).truth += count;
    const got = predicted.labels[pair & 0xff];
    if (got === undefined) continue;
    pixelsOf(got).predicted += count;
    if (got === want) pixelsOf(want).right += count;
  }
  return { classes };
}

/** The overlap of one class in all images. */
interface ClassOverlap {
  readonly label: string;
  /** Intersection over union, the Jaccard index. */
  readonly iou: number;
  /** Twice the intersection over the sum of both, which is the F1 of the pixels. */
  readonly dice: number;
}

/** The overlap of every class that occurs, over the pixels of all images together as in Pascal VOC. */
export function classOverlaps(outcomes: readonly SegmentationOutcome[]): ClassOverlap[] {
  const sums = new Map<string, { right: number; predicted: number; truth: number }>();
  for (const { classes } of outcomes) {
    for (const [label, { right, predicted, truth }] of Object.entries(classes)) {
      const sum = sums.get(label) ?? { right: 0, predicted: 0, truth: 0 };
      sums.set(label, { right: sum.right + right, predicted: sum.predicted + predicted, truth: sum.truth + truth });
    }
  }
  return Array.from(sums, ([label, { right, predicted, truth }]) => ({
    label,
    iou: right / (predicted + truth - right),
    dice: (2 * right) / (predicted + truth),
  }));
}

export const segmentationMetrics: readonly Metric<SegmentationOutcome>[] = [
  { id: 'miou', compute: (outcomes) => meanOverlap(outcomes, 'iou') },
  { id: 'mean-dice', compute: (outcomes) => meanOverlap(outcomes, 'dice') },
  ratioMetric('pixel-accuracy', {
    numerator: ({ classes }) => sumOf(classes, 'right'),
    denominator: ({ classes }) => sumOf(classes, 'truth'),
  }),
];

function meanOverlap(outcomes: readonly SegmentationOutcome[], what: 'iou' | 'dice'): number | null {
  const overlaps = classOverlaps(outcomes);
  return overlaps.length === 0 ? null : overlaps.reduce((sum, overlap) => sum + overlap[what], 0) / overlaps.length;
}

function sumOf(classes: SegmentationOutcome['classes'], what: keyof ClassPixels): number {
  return Object.values(classes).reduce((sum, pixels) => sum + pixels[what], 0);
}
