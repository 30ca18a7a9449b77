import type { Task } from '#core/task/task.ts';
import type { Detection } from './detection.ts';

export const objectDetection: Task<readonly Detection[]> = {
  input: 'image',
  view: 'detection',
  demoModel: 'centernet',
  hubSearch: { pipeline_tag: 'object-detection' },
  /** One row per detection. */
  table: {
    columns: ['label', 'score', 'x', 'y', 'width', 'height'],
    toRows: (detections) =>
      detections.map(({ label, score, box }) => [label, score, box.x, box.y, box.width, box.height]),
  },
  video: {
    loadTracker: async () => (await import('./tracking/tracker.ts')).Tracker,
    table: {
      columns: ['track', 'label', 'score', 'x', 'y', 'width', 'height'],
      toRows: (detections) =>
        detections.map(({ track = 0, label, score, box }) => [
          track,
          label,
          score,
          box.x,
          box.y,
          box.width,
          box.height,
        ]),
    },
  },
  // A tracked object is shown in every frame, although its score may be below the minimum in some.
  filter: (detections, minScore) => detections.filter(({ score, track }) => track !== undefined || score >= minScore),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: (detections) => ({
    numbers: {
      objects: detections.length,
      confidence: Math.max(0, ...detections.map(({ score }) => score)),
    },
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
