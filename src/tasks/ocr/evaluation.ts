import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { errorRateMetrics, createTextOutcome, type TextOutcome } from '#metrics/text-error-rates.ts';
import type { Recognition } from './recognition.ts';

export const evaluation: TaskEvaluation<Recognition, TextOutcome> = {
  label: 'text',
  toGroundTruth: ({ text }) => ({ kind: 'text', text }),
  toOutcome: ({ text }, truth) => createTextOutcome(text, truth.kind === 'text' ? truth.text : ''),
  metrics: errorRateMetrics.toReversed(), // the character error rate first, as usual for OCR
};
