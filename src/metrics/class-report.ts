/** The true class of one item, and what was predicted. */
export interface LabelledPrediction {
  readonly truth: string;
  /** The most likely labels, best first: five of them if the model has as many. */
  readonly predictions: readonly string[];
}

/** The scores of one class. */
interface ClassScores {
  readonly label: string;
  /** Items of this class. */
  readonly items: number;
  /** Correct predictions of this class, divided by all predictions of it; `null` if there are none. */
  readonly precision: number | null;
  /** Correct predictions of this class, divided by its items; `null` if there are none. */
  readonly recall: number | null;
  /** The harmonic mean of the two; 0 if either is undefined, as in scikit-learn. */
  readonly f1: number;
}

/** The scores of every class that occurs as truth or as first prediction, in order of first occurrence. */
export function scoreClasses(outcomes: readonly LabelledPrediction[]): ClassScores[] {
  const tallies = new Map<string, { items: number; predicted: number; correct: number }>();
  const getTally = (label: string) => {
    const tally = tallies.get(label) ?? { items: 0, predicted: 0, correct: 0 };
    tallies.set(label, tally);
    return tally;
  };
  for (const { truth, predictions } of outcomes) {
    const ofTruth = getTally(truth);
    ofTruth.items++;
    const [first] = predictions;
    if (first === undefined) continue;
    getTally(first).predicted++;
    if (first === truth) ofTruth.correct++;
  }
  return Array.from(tallies, ([label, { items, predicted, correct }]) => ({
    label,
    items,
    precision: predicted === 0 ? null : correct / predicted,
    recall: items === 0 ? null : correct / items,
    f1: (2 * correct) / (items + predicted),
  }));
}
