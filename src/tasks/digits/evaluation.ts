import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import { toClassificationOutcome } from '../classification-outcome.ts';
import { rankDigits, type DigitGuess } from './digit-guess.ts';

export const evaluation: TaskEvaluation<DigitGuess, ClassificationOutcome> = {
  label: 'class',
  toGroundTruth({ digit, probabilities }) {
    checkFinite(probabilities);
    return { kind: 'class', label: String(digit) };
  },
  toOutcome: ({ probabilities }, truth) => {
    checkFinite(probabilities);
    return toClassificationOutcome(rankDigits(probabilities), truth);
  },
  metrics: classificationMetrics,
};
