import type { Metric } from '#core/task/evaluation.ts';
import { rankDetections } from './average-precision.ts';
import { iouThresholds, type AreaRange, type DetectionOutcome } from './detection-outcome.ts';

/** COCO's scores of detected boxes, as pycocotools computes them: means over classes and thresholds. */
export const detectionMetrics: readonly Metric<DetectionOutcome>[] = [
  cocoMetric('ap50-95', 'precision', 'all'),
  cocoMetric('ap50', 'precision', 'all', [iouThresholds.indexOf(0.5)]),
  cocoMetric('ap75', 'precision', 'all', [iouThresholds.indexOf(0.75)]),
  cocoMetric('ap-small', 'precision', 'small'),
  cocoMetric('ap-medium', 'precision', 'medium'),
  cocoMetric('ap-large', 'precision', 'large'),
  cocoMetric('ar100', 'recall', 'all'),
];

function cocoMetric(
  id: string,
  what: 'precision' | 'recall',
  area: AreaRange,
  thresholds: readonly number[] = [...iouThresholds.keys()],
): Metric<DetectionOutcome> {
  const resampler = (outcomes: readonly DetectionOutcome[]) => {
    const classes = rankDetections(outcomes, area);
    return (counts: Readonly<Uint32Array>) => {
      const values = classes.flatMap((ranked) => ranked.summarise(counts, thresholds)?.[what] ?? []);
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
  };
  return { id, resampler, compute: (outcomes) => resampler(outcomes)(new Uint32Array(outcomes.length).fill(1)) };
}
