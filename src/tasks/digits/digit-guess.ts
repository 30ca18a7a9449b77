import type { ClassProbability } from '#core/task/observation.ts';

export interface DigitGuess {
  /** The likeliest, 0 to 9. */
  readonly digit: number;
  /** One for each of 0 to 9, their sum 1. */
  readonly probabilities: readonly number[];
}

/** The digits as classes, the likeliest first. */
export function rankDigits(probabilities: DigitGuess['probabilities']): readonly ClassProbability[] {
  return probabilities
    .map((probability, digit) => ({ label: String(digit), probability }))
    .sort((a, b) => b.probability - a.probability);
}
