/** The true class and the predicted classes of one item. */
export interface LabelledPrediction {
  readonly truth: string;
  /** The most likely labels, best first; at most five. */
  readonly predictions: readonly string[];
}

/** The scores of one class. */
interface ClassScores {
  readonly label: string;
  /** The number of items of this class. */
  readonly support: number;
  /** Correct predictions of this class divided by all its predictions; `null` if it was never predicted. */
  readonly precision: number | null;
  /** Correct predictions of this class divided by its items; `null` if it has none. */
  readonly recall: number | null;
  /** The harmonic mean of precision and recall; 0 if either is undefined, as in scikit-learn. */
  readonly f1: number;
}

/** Scores every class that occurs as truth or top prediction, in order of first occurrence. */
export function scoreClasses(outcomes: readonly LabelledPrediction[]): ClassScores[] {
  const tallies = new Map<string, { support: number; predicted: number; correct: number }>();
  const getTally = (label: string) => {
    const tally = tallies.get(label) ?? { support: 0, predicted: 0, correct: 0 };
    tallies.set(label, tally);
    return tally;
  };
  for (const { truth, predictions } of outcomes) {
    const truthTally = getTally(truth);
    truthTally.support++;
    const [topLabel] = predictions;
    if (topLabel === undefined) continue;
    getTally(topLabel).predicted++;
    if (topLabel === truth) truthTally.correct++;
  }
  return Array.from(tallies, ([label, { support, predicted, correct }]) => ({
    label,
    support,
    precision: predicted === 0 ? null : correct / predicted,
    recall: support === 0 ? null : correct / support,
    f1: (2 * correct) / (support + predicted),
  }));
}
