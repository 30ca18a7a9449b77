export interface DigitGuess {
  /** The likeliest, 0 to 9. */
  readonly digit: number;
  /** One for each of 0 to 9, their sum 1. */
  readonly probabilities: readonly number[];
}
