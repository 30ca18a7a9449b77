import type { Task } from '#core/task/task.ts';
import { computeProbabilityFeatures } from '../probability-features.ts';
import { textModelFiles } from '../text-model/text-model-files.ts';
import { toClasses, type TextClassification } from './text-classification.ts';

export const textClassification: Task<readonly TextClassification[], 'text'> = {
  input: 'text',
  view: 'text-classification',
  demoModel: null,
  hubSearch: { pipeline_tag: 'text-classification' },
  files: textModelFiles,
  /** One row per text and label, the highest score first. */
  table: {
    columns: ['line', 'text', 'rank', 'label', 'score', 'truncated'],
    toRows: (results) =>
      results.flatMap(({ text, labels, isTruncated }, index) =>
        labels.map(({ label, score }, rank) => [index + 1, text, rank + 1, label, score, String(isTruncated)]),
      ),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ([first]) => ({
    numbers: computeProbabilityFeatures(first!.labels.map(({ score }) => score)),
    category: first!.labels[0]!.label,
    classes: toClasses(first!),
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
