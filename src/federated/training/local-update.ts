import { addCrossEntropyGradient } from '#teach/cross-entropy.ts';
import type { LabelledFeatures } from '#teach/fit-head.ts';
import { clipToNorm } from '#statistics/norm.ts';
import type { RandomSource } from '#statistics/normal-variate.ts';
import { addGaussianNoise } from '../privacy/gaussian.ts';

/** The training settings of every participant, which are part of the plan. */
export interface TrainingSettings {
  /** Steps in each round. */
  readonly localSteps: number;
  readonly learningRate: number;
  /** The probability that an example is used in a step. */
  readonly sampleRate: number;
  /** The L2 norm to which the gradient of each example is clipped. */
  readonly clipNorm: number;
  /** The standard deviation of the noise of a step, divided by `clipNorm`. */
  readonly noiseMultiplier: number;
  /** The L2 norm to which the update is clipped. */
  readonly maxUpdateNorm: number;
}

export interface LocalUpdate {
  /** The change of the weights [labels, length], row-major, then of the biases; clipped. */
  readonly update: Float64Array<ArrayBuffer>;
  /** The norm of the update before it was clipped. */
  readonly norm: number;
}

/**
 * Trains a head on the examples of one participant by DP-SGD (Abadi et al. 2016, arXiv:1607.00133): in each step the
 * gradient of every sampled example is clipped, and Gaussian noise is added to their sum. Each step is one use of the
 * subsampled Gaussian mechanism, so the privacy of each example follows from the number of steps alone.
 * @param parameters the head of this round: the weights [labels, length], row-major, then the biases; not modified
 * @param random must be unpredictable, except in tests
 */
export function computeLocalUpdate(
  parameters: Float64Array,
  examples: readonly LabelledFeatures[],
  labels: number,
  { localSteps, learningRate, sampleRate, clipNorm, noiseMultiplier, maxUpdateNorm }: TrainingSettings,
  random: RandomSource,
): LocalUpdate {
  const current = Float64Array.from(parameters);
  const [gradient, sum] = [new Float64Array(current.length), new Float64Array(current.length)];
  const expectedBatch = sampleRate * examples.length;
  for (let step = 0; step < localSteps; step++) {
    sum.fill(0);
    for (const { features, label } of examples) {
      if (random() >= sampleRate) continue;
      gradient.fill(0);
      addCrossEntropyGradient(current, gradient, features, label, labels);
      clipToNorm(gradient, clipNorm);
      for (let index = 0; index < sum.length; index++) sum[index]! += gradient[index]!;
    }
    addGaussianNoise(sum, noiseMultiplier * clipNorm, random);
    for (let index = 0; index < sum.length; index++) current[index]! -= (learningRate / expectedBatch) * sum[index]!;
  }
  const update = current.map((value, index) => value - parameters[index]!);
  return { update, norm: clipToNorm(update, maxUpdateNorm) };
}
