import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { errorRateMetrics, createTextOutcome, type TextOutcome } from '#metrics/text-error-rates.ts';
import type { Transcription } from './transcription.ts';

/** Scores transcripts by their words. Case and punctuation are ignored, because they are not spoken. */
export const evaluation: TaskEvaluation<Transcription, TextOutcome> = {
  label: 'text',
  toGroundTruth: ({ text }) => ({ kind: 'text', text }),
  toOutcome: ({ text }, truth) =>
    createTextOutcome(text, truth.kind === 'text' ? truth.text : '', 'lower-case-no-punctuation'),
  metrics: errorRateMetrics,
};
