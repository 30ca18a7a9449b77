import type { Truth } from '#core/evaluation.ts';

/** COCO's thresholds: 0.5 to 0.95 in steps of 0.05. */
export const overlapThresholds = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const;

/** COCO's ranges of object area in square pixels, both ends included. */
export const areaRanges = {
  all: [0, 1e10],
  small: [0, 32 ** 2],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
} as const;

export type AreaRange = keyof typeof areaRanges;

/** COCO counts only this many detections of a class per image, the ones with the highest scores. */
const maxDetections = 100;

/** A detected object; the box is in pixels of the image. */
export interface DetectedBox {
  readonly label: string;
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type LabelledBox = Extract<Truth, { kind: 'boxes' }>['boxes'][number];

/** The detections of one class in one image, compared with its objects. */
export interface MatchedClass {
  readonly label: string;
  /** Scores of the detections, highest first. */
  readonly scores: readonly number[];
  /**
   * For each detection, bits by index of `overlapThresholds`: bit t is set if it is right at that threshold, bit 10 + t if
   * it counts neither as right nor as wrong.
   */
  readonly bits: Readonly<Record<AreaRange, readonly number[]>>;
  /** The number of objects to find. */
  readonly objects: Readonly<Record<AreaRange, number>>;
}

/** What the metrics need of one image. */
export type DetectionOutcome = readonly MatchedClass[];

/** Compares the detections of one image with its objects, as `COCOeval.evaluateImg` of pycocotools 2.0.11 does. */
export function detectionOutcome(
  detections: readonly DetectedBox[],
  objects: readonly LabelledBox[],
): DetectionOutcome {
  const detectionsByLabel = Map.groupBy(detections, ({ label }) => label);
  const objectsByLabel = Map.groupBy(objects, ({ label }) => label);
  const labels = new Set([...objectsByLabel.keys(), ...detectionsByLabel.keys()]);
  return Array.from(labels, (label) =>
    matchClass(label, detectionsByLabel.get(label) ?? [], objectsByLabel.get(label) ?? []),
  );
}

function matchClass(label: string, found: readonly DetectedBox[], objects: readonly LabelledBox[]): MatchedClass {
  const detections = found.toSorted((a, b) => b.score - a.score).slice(0, maxDetections);
  const overlaps = detections.map((detection) => objects.map((object) => overlapOf(detection, object)));
  const matched = (area: AreaRange) => matchInRange(detections, objects, overlaps, areaRanges[area]);
  const [all, small, medium, large] = [matched('all'), matched('small'), matched('medium'), matched('large')];
  return {
    label,
    scores: detections.map(({ score }) => score),
    bits: { all: all.bits, small: small.bits, medium: medium.bits, large: large.bits },
    objects: { all: all.objects, small: small.objects, medium: medium.objects, large: large.objects },
  };
}

function matchInRange(
  detections: readonly DetectedBox[],
  objects: readonly LabelledBox[],
  overlaps: readonly (readonly number[])[],
  range: readonly [low: number, high: number],
): { bits: number[]; objects: number } {
  const isOutside = (area: number) => area < range[0] || area > range[1];
  const isIgnored = objects.map(
    ({ isCrowd, area, width, height }) => isCrowd === true || isOutside(area ?? width * height),
  );
  // Objects that count come first, so that a detection is matched to an ignored one only if no other fits.
  const order = [...objects.keys()].sort((a, b) => Number(isIgnored[a]) - Number(isIgnored[b]));
  const bits = detections.map(() => 0);
  for (const [index, threshold] of overlapThresholds.entries()) {
    const taken = new Uint8Array(objects.length);
    for (const [at, detection] of detections.entries()) {
      let best = -1;
      let bestOverlap = Math.min(threshold, 1 - 1e-10);
      for (const object of order) {
        if (taken[object] === 1 && objects[object]!.isCrowd !== true) continue;
        if (best >= 0 && !isIgnored[best]! && isIgnored[object]!) break;
        const overlap = overlaps[at]![object]!;
        if (overlap < bestOverlap) continue;
        bestOverlap = overlap;
        best = object;
      }
      if (best >= 0) taken[best] = 1;
      const ignored = best >= 0 ? isIgnored[best]! : isOutside(detection.width * detection.height);
      if (ignored) bits[at]! |= 1 << (overlapThresholds.length + index);
      else if (best >= 0) bits[at]! |= 1 << index;
    }
  }
  return { bits, objects: isIgnored.filter((ignored) => !ignored).length };
}

/** Intersection over union; for a crowd, over the area of the detection. */
function overlapOf(detection: DetectedBox, object: LabelledBox): number {
  const width = Math.min(detection.x + detection.width, object.x + object.width) - Math.max(detection.x, object.x);
  const height = Math.min(detection.y + detection.height, object.y + object.height) - Math.max(detection.y, object.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  const area = detection.width * detection.height;
  return intersection / (object.isCrowd === true ? area : area + object.width * object.height - intersection);
}
