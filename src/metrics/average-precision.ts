import { iouThresholds, type AreaRange, type DetectionOutcome, type MatchedClass } from './detection-outcome.ts';

interface ClassSummary {
  /** Average precision over 101 recalls, averaged over the IoU thresholds. */
  readonly precision: number;
  /** Proportion of ground truths detected, averaged over the IoU thresholds. */
  readonly recall: number;
}

/** The detections of one class in all images, ranked by score. */
interface RankedClass {
  readonly label: string;
  /**
   * Summarises the detections of a resample of the images.
   * @param counts how often each image occurs
   * @param thresholds indices of `iouThresholds`
   * @returns `null` if the class has no ground truth
   */
  summarise(counts: Readonly<Uint32Array>, thresholds: readonly number[]): ClassSummary | null;
}

/** COCO averages the precision at recalls 0, 0.01 … 1. */
const recallSteps = 100;

/** Ranks the detections of all images, by class, as `COCOeval.accumulate` of pycocotools 2.0.11 does. */
export function rankDetections(outcomes: readonly DetectionOutcome[], area: AreaRange): RankedClass[] {
  const imageClasses = outcomes.flatMap((classes, image) => classes.map((matched) => ({ image, matched })));
  return Array.from(
    Map.groupBy(imageClasses, ({ matched }) => matched.label),
    ([label, classes]) => rankClass(label, classes, area),
  );
}

function rankClass(
  label: string,
  imageClasses: readonly { readonly image: number; readonly matched: MatchedClass }[],
  area: AreaRange,
): RankedClass {
  const detections = imageClasses.flatMap(({ image, matched }) =>
    matched.scores.map((score, index) => ({ score, image, bits: matched.bits[area][index]! })),
  );
  // The sort is stable, so detections of equal score keep the order of the images, as in pycocotools.
  detections.sort((a, b) => b.score - a.score);
  const images = Int32Array.from(detections, ({ image }) => image);
  const bits = Int32Array.from(detections, ({ bits }) => bits);
  const precisions = new Float64Array(detections.length);
  const cumulativeTruePositives = new Float64Array(detections.length);

  const summariseAt = (threshold: number, counts: Readonly<Uint32Array>, groundTruths: number): ClassSummary => {
    const truePositiveBit = 1 << threshold;
    const ignoredBit = 1 << (iouThresholds.length + threshold);
    let [truePositives, falsePositives, last] = [0, 0, -1];
    for (let i = 0; i < bits.length; i++) {
      const count = counts[images[i]!]!;
      const flags = bits[i]!;
      if (count === 0 || (flags & ignoredBit) !== 0) continue;
      if ((flags & truePositiveBit) !== 0) truePositives += count;
      else falsePositives += count;
      last++;
      cumulativeTruePositives[last] = truePositives;
      precisions[last] = truePositives / (truePositives + falsePositives);
    }
    // The precision at a recall is the maximum at this or any higher recall.
    for (let index = last; index > 0; index--)
      if (precisions[index]! > precisions[index - 1]!) precisions[index - 1] = precisions[index]!;
    let sum = 0;
    let rank = 0;
    for (let step = 0; step <= recallSteps; step++) {
      const recall = step === recallSteps ? 1 : step * (1 / recallSteps); // the same rounding error as in pycocotools
      while (rank <= last && cumulativeTruePositives[rank]! / groundTruths < recall) rank++;
      if (rank > last) break;
      sum += precisions[rank]!;
    }
    return { precision: sum / (recallSteps + 1), recall: truePositives / groundTruths };
  };

  return {
    label,
    summarise(counts, thresholds) {
      const groundTruths = imageClasses.reduce(
        (sum, { image, matched }) => sum + matched.groundTruths[area] * counts[image]!,
        0,
      );
      if (groundTruths === 0) return null;
      const summaries = thresholds.map((threshold) => summariseAt(threshold, counts, groundTruths));
      const mean = (field: keyof ClassSummary) =>
        summaries.reduce((sum, summary) => sum + summary[field], 0) / summaries.length;
      return { precision: mean('precision'), recall: mean('recall') };
    },
  };
}
