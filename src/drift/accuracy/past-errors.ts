import { computeWilsonInterval } from '#statistics/wilson.ts';
import { estimateAccuracy, type ConfidenceFit, type EstimationMethod } from './accuracy-estimator.ts';
import type { TopProbabilities } from './calibrated-confidence.ts';

/** A random input of a deployment that the user labelled later. */
export interface LabelledInput {
  readonly atMs: number;
  readonly probabilities: TopProbabilities;
  readonly isCorrect: boolean;
}

/** Estimates of consecutive inputs, compared with the labels that they were given later. */
export interface PastError {
  /** Epoch milliseconds of the first and last input. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly items: number;
  readonly accuracy: number;
  /** Two-sided interval of 95% of the accuracy. */
  readonly interval: readonly [low: number, high: number];
  readonly estimates: Readonly<Record<EstimationMethod, number>>;
}

/** The number of inputs in one comparison. With fewer, the accuracy is too uncertain. Heuristic, not measured. */
export const pastErrorItems = 20;

/**
 * Compares estimates with later labels, in groups of 20 consecutive inputs.
 * @param inputs drawn at random, in the order in which they ran. Inputs that were chosen because the model was unsure
 * of them would bias every comparison.
 */
export function computePastErrors(fit: ConfidenceFit, inputs: readonly LabelledInput[]): readonly PastError[] {
  const batches = Math.floor(inputs.length / pastErrorItems);
  return Array.from({ length: batches }, (_, index) => {
    const batch = inputs.slice(index * pastErrorItems, (index + 1) * pastErrorItems);
    const correct = batch.filter(({ isCorrect }) => isCorrect).length;
    return {
      fromMs: batch[0]!.atMs,
      toMs: batch.at(-1)!.atMs,
      items: batch.length,
      accuracy: correct / batch.length,
      interval: computeWilsonInterval(correct, batch.length)!,
      estimates: estimateAccuracy(
        fit,
        batch.map(({ probabilities }) => probabilities),
      ),
    };
  });
}
