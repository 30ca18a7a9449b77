import type { ClassProbability } from '#core/task/observation.ts';

export interface DigitGuess {
  /** The likeliest digit, 0 to 9. */
  readonly digit: number;
  /** The probability of each digit from 0 to 9; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Lists the digits as classes, the likeliest first. */
export function rankDigits(probabilities: DigitGuess['probabilities']): readonly ClassProbability[] {
  return probabilities
    .map((probability, digit) => ({ label: String(digit), probability }))
    .sort((a, b) => b.probability - a.probability);
}
