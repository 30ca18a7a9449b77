import type { Metric } from '#core/task/evaluation.ts';
import { rankDetections } from './average-precision.ts';
import { iouThresholds, type AreaRange, type DetectionOutcome } from './detection-outcome.ts';

/** COCO's detection metrics, as computed by pycocotools: means over classes and IoU thresholds. */
export const detectionMetrics: readonly Metric<DetectionOutcome>[] = [
  defineCocoMetric('ap50-95', 'precision', 'all'),
  defineCocoMetric('ap50', 'precision', 'all', [iouThresholds.indexOf(0.5)]),
  defineCocoMetric('ap75', 'precision', 'all', [iouThresholds.indexOf(0.75)]),
  defineCocoMetric('ap-small', 'precision', 'small'),
  defineCocoMetric('ap-medium', 'precision', 'medium'),
  defineCocoMetric('ap-large', 'precision', 'large'),
  defineCocoMetric('ar100', 'recall', 'all'),
];

function defineCocoMetric(
  id: string,
  field: 'precision' | 'recall',
  area: AreaRange,
  thresholds: readonly number[] = [...iouThresholds.keys()],
): Metric<DetectionOutcome> {
  const createResampler = (outcomes: readonly DetectionOutcome[]) => {
    const classes = rankDetections(outcomes, area);
    return (counts: Readonly<Uint32Array>) => {
      const values = classes.flatMap((ranked) => ranked.summarise(counts, thresholds)?.[field] ?? []);
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
  };
  return {
    id,
    createResampler,
    compute: (outcomes) => createResampler(outcomes)(new Uint32Array(outcomes.length).fill(1)),
  };
}
