import type { Task } from '#core/task/task.ts';
import { encodeRunLengths } from './run-lengths.ts';
import { minForegroundAlpha, type Segmentation } from './segmentation.ts';

export const segmentation: Task<Segmentation> = {
  input: 'image',
  view: 'segmentation',
  demoModel: null,
  hubSearch: { pipeline_tag: 'image-segmentation' },
  files: { labels: { isOptional: true, namePattern: /labels?[^/]*\.txt$/i } },
  /** One row per class. */
  table: {
    columns: ['label', 'areaFraction', 'x', 'y', 'width', 'height'],
    toRows: ({ classes }) =>
      classes.map(({ label, areaFraction, box }) => [label, areaFraction, box.x, box.y, box.width, box.height]),
  },
  /** The foreground is exported as run lengths instead of pixels. */
  toJson: ({ width, height, alpha, classes }) => ({
    areaFraction: classes.reduce((sum, { areaFraction }) => sum + areaFraction, 0),
    classes,
    mask: encodeRunLengths(width, height, (index) => alpha[index]! >= minForegroundAlpha),
  }),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ({ classes }) => ({
    numbers: { foreground: classes.reduce((sum, { areaFraction }) => sum + areaFraction, 0) },
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
