/**
 * The probabilities of the most probable classes, at most ten, in descending order. Results contain no further classes;
 * these count as a single class with the remaining probability.
 */
export type TopProbabilities = readonly number[];

/** A classifier's probabilities for a labelled item. */
export interface LabelledConfidence {
  readonly probabilities: TopProbabilities;
  /** The probability of the true class; `null` if it is not among the most probable ones. */
  readonly truthProbability: number | null;
  /** Whether the most probable class is the true one. */
  readonly isCorrect: boolean;
}

/** A smaller remaining probability is attributed to rounding, not to further classes. Heuristic, not measured. */
const minRemainingProbability = 1e-3;
/** Keeps the loss of a true class of probability 0 finite. */
const minProbability = 1e-12;
/** The range of the inverse temperature. Beyond it, all classes are practically equally likely, or one has probability 1. */
const inverseTemperatures = [0.05, 20] as const;

/**
 * Computes the probability of the most probable class after temperature scaling (Guo et al. 2017,
 * https://arxiv.org/abs/1706.04599): the softmax of all logits divided by `temperature`. Exact for models with up to
 * ten classes.
 */
export function scaleConfidence(probabilities: TopProbabilities, temperature: number): number {
  return (probabilities[0] ?? 0) ** (1 / temperature) / sumScaled(probabilities, 1 / temperature);
}

/**
 * Finds the temperature with the smallest mean negative log-likelihood of the true classes. The loss is convex in the inverse
 * temperature, so a golden-section search finds its minimum.
 */
export function fitTemperature(items: readonly LabelledConfidence[]): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = inverseTemperatures as readonly [number, number];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [leftLoss, rightLoss] = [computeLoss(items, left), computeLoss(items, right)];
  while (high - low > 1e-6) {
    if (leftLoss < rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - golden * (high - low);
      leftLoss = computeLoss(items, left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + golden * (high - low);
      rightLoss = computeLoss(items, right);
    }
  }
  return 2 / (low + high);
}

function computeLoss(items: readonly LabelledConfidence[], inverseTemperature: number): number {
  let loss = 0;
  for (const { probabilities, truthProbability } of items) {
    const truth = Math.max(truthProbability ?? computeRemainingProbability(probabilities), minProbability);
    loss += Math.log(sumScaled(probabilities, inverseTemperature)) - inverseTemperature * Math.log(truth);
  }
  return loss / items.length;
}

function sumScaled(probabilities: TopProbabilities, inverseTemperature: number): number {
  let sum = 0;
  for (const probability of probabilities) sum += probability ** inverseTemperature;
  const remaining = computeRemainingProbability(probabilities);
  return remaining > 0 ? sum + remaining ** inverseTemperature : sum;
}

function computeRemainingProbability(probabilities: TopProbabilities): number {
  let remaining = 1;
  for (const probability of probabilities) remaining -= probability;
  return remaining < minRemainingProbability ? 0 : remaining;
}
