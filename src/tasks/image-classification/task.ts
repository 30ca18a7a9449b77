import type { Task } from '#core/task/task.ts';
import { computeProbabilityFeatures } from '../probability-features.ts';
import type { Classification } from './classification.ts';

export const imageClassification: Task<readonly Classification[]> = {
  input: 'image',
  view: 'classification',
  demoModel: 'cifar10',
  hubSearch: { pipeline_tag: 'image-classification' },
  /** One row per class, the likeliest first. */
  table: {
    columns: ['rank', 'label', 'probability'],
    toRows: (classes) => classes.map(({ label, probability }, index) => [index + 1, label, probability]),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: (classes) => ({
    numbers: computeProbabilityFeatures(classes.map(({ probability }) => probability)),
    category: classes[0]!.label,
    classes,
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
