import type { Task } from '#core/task/task.ts';
import { computeProbabilityFeatures } from '../probability-features.ts';
import { rankDigits, type DigitGuess } from './digit-guess.ts';

export const digits: Task<DigitGuess> = {
  input: 'image',
  view: 'digits',
  demoModel: 'digits',
  table: {
    columns: ['digit', 'probability'],
    toRows: ({ digit, probabilities }) => [[digit, probabilities[digit] ?? 0]],
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ({ digit, probabilities }) => ({
    numbers: computeProbabilityFeatures(probabilities),
    category: String(digit),
    classes: rankDigits(probabilities),
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
