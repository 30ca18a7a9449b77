import type { TaskEvaluation } from '#core/evaluation.ts';
import { detectionOutcome, type DetectionOutcome } from '#metrics/detection-outcome.ts';
import { detectionMetrics } from '#metrics/detection.ts';
import type { Detection } from './detection.ts';

/** Boxes of a teacher that count as objects: those that a user would see. */
const minTruthScore = 0.2;

export const evaluation: TaskEvaluation<readonly Detection[], DetectionOutcome> = {
  label: 'boxes',
  truthOf: (detections) => ({
    kind: 'boxes',
    boxes: detections.filter(({ score }) => score >= minTruthScore).map(labelledBox),
  }),
  outcomeOf: (detections, truth) =>
    detectionOutcome(
      detections.map(({ label, score, box: { x, y, width, height } }) => ({ label, score, x, y, width, height })),
      truth.kind === 'boxes' ? truth.boxes : [],
    ),
  metrics: detectionMetrics,
};

function labelledBox({ label, box: { x, y, width, height } }: Detection) {
  return { label, x, y, width, height };
}
