import { createSeededRandom, shuffle } from '#core/random.ts';
import { computeNorm } from '#statistics/norm.ts';
import { addCrossEntropyGradient } from '../cross-entropy.ts';
import type { LabelledFeatures } from '../fit-head.ts';
import type { Head } from '../head.ts';
import { chooseScaling, fromScaled, scaleFeatures, toScaled } from '../scaling.ts';

export interface UpdateLimits {
  /** Of stochastic gradient descent, for features whose variance is 1 on average. */
  readonly learningRate: number;
  /** Passes over the new examples. */
  readonly epochs: number;
  /** Maximum L2 norm of one step, as a fraction of the norm of the head. */
  readonly maxStep: number;
  /** Maximum L2 norm of the whole update, as a fraction of the norm of the head. */
  readonly maxChange: number;
}

/** The rate is that of the guide for online learning; the rest is heuristic, not measured. */
export const defaultLimits: UpdateLimits = { learningRate: 0.001, epochs: 100, maxStep: 0.01, maxChange: 0.5 };

/** New examples of a step. Heuristic, not measured. */
const batchSize = 8;
/**
 * Earlier examples for each new one. In the session of `learn-from-corrections.test.ts`, the digit 1 lost 9 points of
 * accuracy with three, and 13 with one; the corrected digit gained as much.
 */
const replayFactor = 3;

/**
 * Moves a head towards new examples by small steps, each with more earlier examples than new ones, and never further
 * from the head than the limits allow. Deterministic.
 * @param session at least one
 * @param replay earlier examples, of all classes if possible
 * @returns the new head, with the norm of the update as a fraction of that of the head
 */
export function adaptHead(
  head: Head,
  session: readonly LabelledFeatures[],
  replay: readonly LabelledFeatures[],
  { learningRate, epochs, maxStep, maxChange }: UpdateLimits = defaultLimits,
  seed = 1,
): { readonly head: Head; readonly change: number } {
  const random = createSeededRandom(seed);
  const scaling = chooseScaling([...session, ...replay].map(({ features }) => features));
  const scale = ({ features, label }: LabelledFeatures) => ({ features: scaleFeatures(features, scaling), label });
  const [added, earlier] = [session.map(scale), replay.map(scale)];
  const start = toScaled(head, scaling);
  const norm = computeNorm(start.subarray(0, head.weights.length)) || 1;
  const parameters = start.slice();
  const gradient = new Float64Array(start.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffle(added, random);
    for (let from = 0; from < order.length; from += batchSize) {
      const batch = order.slice(from, from + batchSize);
      const again =
        earlier.length === 0
          ? []
          : Array.from({ length: replayFactor * batch.length }, () => earlier[Math.floor(random() * earlier.length)]!);
      gradient.fill(0);
      for (const { features, label } of [...batch, ...again])
        addCrossEntropyGradient(parameters, gradient, features, label, head.labels.length);
      const rate = Math.min(learningRate, (maxStep * norm) / (computeNorm(gradient) || 1));
      for (let index = 0; index < parameters.length; index++) parameters[index]! -= rate * gradient[index]!;
      projectTo(parameters, start, maxChange * norm);
    }
  }
  const change = computeNorm(parameters.map((value, index) => value - start[index]!)) / norm;
  return { head: fromScaled(parameters, head.labels, scaling), change };
}

/** Moves `values` to the nearest point within a distance of `centre`, in place. */
function projectTo(values: Float64Array, centre: Float64Array, maxDistance: number): void {
  const distance = computeNorm(values.map((value, index) => value - centre[index]!));
  if (distance <= maxDistance) return;
  for (let index = 0; index < values.length; index++)
    values[index] = centre[index]! + ((values[index]! - centre[index]!) * maxDistance) / distance;
}
