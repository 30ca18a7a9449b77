import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import type { DigitGuess } from './digit-guess.ts';

export const evaluation: TaskEvaluation<DigitGuess, ClassificationOutcome> = {
  label: 'class',
  toGroundTruth({ digit, probabilities }) {
    checkFinite(probabilities);
    return { kind: 'class', label: String(digit) };
  },
  toOutcome: ({ probabilities }, truth) => {
    checkFinite(probabilities);
    const ranked = probabilities.map((probability, digit) => ({ digit, probability }));
    ranked.sort((a, b) => b.probability - a.probability);
    return {
      truth: truth.kind === 'class' ? truth.label : '',
      predictions: ranked.slice(0, 5).map(({ digit }) => String(digit)),
      confidence: ranked[0]?.probability ?? 0,
    };
  },
  metrics: classificationMetrics,
};
