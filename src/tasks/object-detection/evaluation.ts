import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { createDetectionOutcome, type DetectionOutcome } from '#metrics/detection-outcome.ts';
import { detectionMetrics } from '#metrics/detection.ts';
import { checkFinite } from '../check-finite.ts';
import { defaultMinScore, type Detection } from './detection.ts';

export const evaluation: TaskEvaluation<readonly Detection[], DetectionOutcome> = {
  label: 'boxes',
  // Boxes of a baseline count as objects only if their score is high enough to be shown by default.
  toGroundTruth(detections) {
    checkBoxes(detections);
    return { kind: 'boxes', boxes: detections.filter(({ score }) => score >= defaultMinScore).map(toLabelledBox) };
  },
  toOutcome(detections, truth) {
    checkBoxes(detections);
    return createDetectionOutcome(
      detections.map(({ label, score, box: { x, y, width, height } }) => ({ label, score, x, y, width, height })),
      truth.kind === 'boxes' ? truth.boxes : [],
    );
  },
  metrics: detectionMetrics,
};

function toLabelledBox({ label, box: { x, y, width, height } }: Detection) {
  return { label, x, y, width, height };
}

function checkBoxes(detections: readonly Detection[]): void {
  checkFinite(detections.flatMap(({ score, box: { x, y, width, height } }) => [score, x, y, width, height]));
}
