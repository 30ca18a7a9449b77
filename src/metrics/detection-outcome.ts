import type { LabelledBox } from '#core/task/evaluation.ts';
import { computeIntersectionArea, computeIntersectionOverUnion } from './intersection-over-union.ts';

/** COCO's thresholds of intersection over union (IoU). */
export const iouThresholds = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const;

/** COCO's ranges of object area in square pixels, inclusive. */
export const areaRanges = {
  all: [0, 1e10],
  small: [0, 32 ** 2],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
} as const;

export type AreaRange = keyof typeof areaRanges;

/** COCO counts at most this many detections per class and image, those with the highest scores. */
const maxDetections = 100;

/** A detected object, with its box in image pixels. */
export interface DetectedBox {
  readonly label: string;
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The detections of one class in one image, matched to its ground truth. */
export interface MatchedClass {
  readonly label: string;
  /** Scores of the detections, highest first. */
  readonly scores: readonly number[];
  /**
   * Flags of each detection by index t of `iouThresholds`: bit t is set for a true positive at that threshold, bit 10 +
   * t for an ignored detection, which is neither a true nor a false positive.
   */
  readonly bits: Readonly<Record<AreaRange, readonly number[]>>;
  /** The number of ground-truth boxes that count. */
  readonly groundTruths: Readonly<Record<AreaRange, number>>;
}

/** The matched classes of one image, from which the metrics are computed. */
export type DetectionOutcome = readonly MatchedClass[];

/**
 * Matches the detections of one image to its ground truth, like `COCOeval.evaluateImg` of pycocotools 2.0.11. Any
 * number of detections of a box with `isIgnored` are ignored, as in the VOC 2012 development kit.
 */
export function createDetectionOutcome(
  detections: readonly DetectedBox[],
  groundTruths: readonly LabelledBox[],
): DetectionOutcome {
  const detectionsByLabel = Map.groupBy(detections, ({ label }) => label);
  const groundTruthsByLabel = Map.groupBy(groundTruths, ({ label }) => label);
  const labels = new Set([...groundTruthsByLabel.keys(), ...detectionsByLabel.keys()]);
  return Array.from(labels, (label) =>
    matchClass(label, detectionsByLabel.get(label) ?? [], groundTruthsByLabel.get(label) ?? []),
  );
}

function matchClass(
  label: string,
  allDetections: readonly DetectedBox[],
  groundTruths: readonly LabelledBox[],
): MatchedClass {
  const detections = allDetections.toSorted((a, b) => b.score - a.score).slice(0, maxDetections);
  const ious = detections.map((detection) => groundTruths.map((groundTruth) => computeIou(detection, groundTruth)));
  const matchIn = (area: AreaRange) => matchInRange(detections, groundTruths, ious, areaRanges[area]);
  const [all, small, medium, large] = [matchIn('all'), matchIn('small'), matchIn('medium'), matchIn('large')];
  return {
    label,
    scores: detections.map(({ score }) => score),
    bits: { all: all.bits, small: small.bits, medium: medium.bits, large: large.bits },
    groundTruths: {
      all: all.groundTruths,
      small: small.groundTruths,
      medium: medium.groundTruths,
      large: large.groundTruths,
    },
  };
}

function matchInRange(
  detections: readonly DetectedBox[],
  groundTruths: readonly LabelledBox[],
  ious: readonly (readonly number[])[],
  range: readonly [low: number, high: number],
): { bits: number[]; groundTruths: number } {
  const isOutside = (area: number) => area < range[0] || area > range[1];
  /** Boxes that match any number of detections. */
  const isShared = groundTruths.map(({ isCrowd, isIgnored }) => isCrowd === true || isIgnored === true);
  const isIgnored = groundTruths.map(
    ({ area, width, height }, index) => isShared[index]! || isOutside(area ?? width * height),
  );
  // Boxes that count come first, so a detection is matched to an ignored box only if no other box matches.
  const order = [...groundTruths.keys()].sort((a, b) => Number(isIgnored[a]) - Number(isIgnored[b]));
  const bits = detections.map(() => 0);
  for (const [index, threshold] of iouThresholds.entries()) {
    const matched = new Uint8Array(groundTruths.length);
    for (const [detectionIndex, detection] of detections.entries()) {
      let best = -1;
      let bestIou = Math.min(threshold, 1 - 1e-10);
      for (const candidate of order) {
        if (matched[candidate] === 1 && !isShared[candidate]!) continue;
        if (best >= 0 && !isIgnored[best]! && isIgnored[candidate]!) break;
        const iou = ious[detectionIndex]![candidate]!;
        // Also skips NaN, the IoU of a box that is not finite, so such a box matches nothing.
        if (!(iou >= bestIou)) continue;
        bestIou = iou;
        best = candidate;
      }
      if (best >= 0) matched[best] = 1;
      const isDetectionIgnored = best >= 0 ? isIgnored[best]! : isOutside(detection.width * detection.height);
      if (isDetectionIgnored) bits[detectionIndex]! |= 1 << (iouThresholds.length + index);
      else if (best >= 0) bits[detectionIndex]! |= 1 << index;
    }
  }
  return { bits, groundTruths: isIgnored.filter((ignored) => !ignored).length };
}

/** Computes intersection over union; for a crowd, intersection over the area of the detection. */
function computeIou(detection: DetectedBox, groundTruth: LabelledBox): number {
  return groundTruth.isCrowd === true
    ? computeIntersectionArea(detection, groundTruth) / (detection.width * detection.height || 1)
    : computeIntersectionOverUnion(detection, groundTruth);
}
