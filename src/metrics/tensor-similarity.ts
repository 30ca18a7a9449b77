import type { Metric } from '#core/task/evaluation.ts';
import { computeDivergence, computeLogSoftmax } from './log-probabilities.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** The similarity of a model's output to a reference output, for one input. */
export interface TensorOutcome {
  /** Cosine similarity; 1 if both are zero, 0 if one is. */
  readonly cosine: number;
  /** Sum of the squares of the reference. */
  readonly signal: number;
  /** Sum of the squares of the differences. */
  readonly noise: number;
  /** Kullback-Leibler divergence from the reference in nats, averaged over rows. */
  readonly divergence: number;
}

/**
 * Compares two tensors of the same shape.
 * @param rowLength the length of a row, usually the last dimension. For the divergence, rows that are not probabilities
 *   are converted by softmax
 */
export function createTensorOutcome(
  reference: Float32Array,
  candidate: Float32Array,
  rowLength = reference.length,
): TensorOutcome {
  let [products, signal, power, noise] = [0, 0, 0, 0];
  for (let index = 0; index < reference.length; index++) {
    const [expected, actual] = [reference[index]!, candidate[index]!];
    products += expected * actual;
    signal += expected * expected;
    power += actual * actual;
    noise += (expected - actual) ** 2;
  }
  const cosine = signal === 0 && power === 0 ? 1 : products / Math.sqrt(signal * power || 1);
  return { cosine, signal, noise, divergence: computeMeanDivergence(reference, candidate, rowLength) };
}

function computeMeanDivergence(reference: Float32Array, candidate: Float32Array, rowLength: number): number {
  const splitRows = (values: Float32Array) =>
    Array.from({ length: values.length / rowLength }, (_, row) =>
      values.subarray(row * rowLength, (row + 1) * rowLength),
    );
  const [expected, actual] = [splitRows(reference), splitRows(candidate)];
  const toLogProbabilities =
    expected.every(isDistribution) && actual.every(isDistribution) ? computeLogarithms : computeLogSoftmax;
  const sum = expected.reduce(
    (total, row, index) => total + computeDivergence(toLogProbabilities(row), toLogProbabilities(actual[index]!)),
    0,
  );
  return sum / expected.length;
}

/**
 * Tolerance for the sum of probabilities. In float16 they sum to 1 within 5e-4 (half of float16's epsilon, 2^-10);
 * outputs of quantised models, with steps of 1/256, deviate more. Heuristic, not measured.
 */
const sumTolerance = 0.02;

function isDistribution(values: Float32Array): boolean {
  return (
    Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < sumTolerance && values.every((value) => value >= 0)
  );
}

/** The smallest normal float32. A lower probability is treated as this value, because it is 0 only due to rounding. */
const minProbability = 2 ** -126;

function computeLogarithms(probabilities: Float32Array): Float64Array {
  return Float64Array.from(probabilities, (value) => Math.log(Math.max(value, minProbability)));
}

export const tensorMetrics: readonly Metric<TensorOutcome>[] = [
  { ...defineRatioMetric<TensorOutcome>('cosine', { numerator: ({ cosine }) => cosine }), isAgreement: true },
  /** Signal-to-quantisation-noise ratio in dB; undefined without noise. */
  defineRatioMetric('sqnr', {
    numerator: ({ signal }) => signal,
    denominator: ({ noise }) => noise,
    finish: (ratio) => 10 * Math.log10(ratio),
  }),
  defineRatioMetric('kl-divergence', { isError: true, numerator: ({ divergence }) => divergence }),
];
