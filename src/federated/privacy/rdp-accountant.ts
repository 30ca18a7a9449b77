import { computeLogGamma } from '#statistics/log-gamma.ts';
import { computeNormalLogCdf } from './normal-log-cdf.ts';

/** A mechanism that adds Gaussian noise to a sum over a random sample of the examples, applied several times. */
export interface SubsampledGaussian {
  /** The probability that an example is in the sample (Poisson sampling), above 0, at most 1. */
  readonly sampleRate: number;
  /** The standard deviation of the noise, divided by the L2 norm to which each example's term is clipped. */
  readonly noiseMultiplier: number;
  readonly steps: number;
}

/** The orders of Rényi divergence over which epsilon is minimised: those of Opacus. */
const orders: readonly number[] = [
  ...Array.from({ length: 99 }, (_, index) => 1 + (index + 1) / 10),
  ...Array.from({ length: 52 }, (_, index) => 12 + index),
];

/**
 * Computes the epsilon of (epsilon, delta)-differential privacy, by Rényi differential privacy of the subsampled
 * Gaussian mechanism (Mironov, Talwar and Zhang 2019, arXiv:1908.10530) and its conversion by Balle et al. 2020,
 * theorem 21 (arXiv:1905.09982). `reference-values/opacus.py` computes the same figures with Opacus.
 * @returns `Infinity` without noise; 0 for no steps
 */
export function computeEpsilon({ sampleRate, noiseMultiplier, steps }: SubsampledGaussian, delta: number): number {
  if (steps === 0) return 0;
  if (!(noiseMultiplier > 0)) return Infinity;
  const candidates = orders.map((order) => {
    const rdp = steps * computeRdp(sampleRate, noiseMultiplier, order);
    return rdp - (Math.log(delta) + Math.log(order)) / (order - 1) + Math.log((order - 1) / order);
  });
  return Math.max(0, Math.min(...candidates));
}

/**
 * Finds the smallest noise multiplier that does not exceed an epsilon, to 0.1%.
 * @param epsilon above 0
 * @returns `Infinity` if no amount of noise is enough, as for an epsilon near 0
 */
export function findNoiseMultiplier(
  epsilon: number,
  mechanism: Omit<SubsampledGaussian, 'noiseMultiplier'>,
  delta: number,
): number {
  const isEnough = (noiseMultiplier: number) => computeEpsilon({ ...mechanism, noiseMultiplier }, delta) <= epsilon;
  let [low, high] = [0, 1];
  while (!isEnough(high)) {
    [low, high] = [high, 2 * high];
    if (high > 1e6) return Infinity;
  }
  while (high - low > 0.001 * high) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Computes the Rényi divergence of one step. */
function computeRdp(sampleRate: number, noiseMultiplier: number, order: number): number {
  if (sampleRate === 1) return order / (2 * noiseMultiplier ** 2);
  const logMoment = Number.isInteger(order)
    ? computeLogMomentOfInteger(sampleRate, noiseMultiplier, order)
    : computeLogMomentOfFraction(sampleRate, noiseMultiplier, order);
  return logMoment / (order - 1);
}

/** Integer orders: the binomial expansion of Mironov et al., equation 6. */
function computeLogMomentOfInteger(q: number, sigma: number, order: number): number {
  let sum = -Infinity;
  for (let k = 0; k <= order; k++) {
    const logBinomial = computeLogGamma(order + 1) - computeLogGamma(k + 1) - computeLogGamma(order - k + 1);
    const term = logBinomial + k * Math.log(q) + (order - k) * Math.log1p(-q) + (k * k - k) / (2 * sigma ** 2);
    sum = addLogs(sum, term);
  }
  return sum;
}

/**
 * Fractional orders: Mironov et al., section 3.3. Sums two series with terms of alternating sign until the terms are
 * negligible.
 */
function computeLogMomentOfFraction(q: number, sigma: number, order: number): number {
  const boundary = sigma ** 2 * Math.log(1 / q - 1) + 0.5;
  const sums = { lower: { plus: -Infinity, minus: -Infinity }, upper: { plus: -Infinity, minus: -Infinity } };
  let [coefficient, sign] = [0, 1]; // the logarithm and the sign of the binomial coefficient of order and k
  for (let k = 0; ; k++) {
    const rest = order - k;
    const lower =
      coefficient +
      k * Math.log(q) +
      rest * Math.log1p(-q) +
      (k * k - k) / (2 * sigma ** 2) +
      computeNormalLogCdf((boundary - k) / sigma);
    const upper =
      coefficient +
      rest * Math.log(q) +
      k * Math.log1p(-q) +
      (rest * rest - rest) / (2 * sigma ** 2) +
      computeNormalLogCdf((rest - boundary) / sigma);
    const part = sign > 0 ? 'plus' : 'minus';
    sums.lower[part] = addLogs(sums.lower[part], lower);
    sums.upper[part] = addLogs(sums.upper[part], upper);
    if (Math.max(lower, upper) < -30 && k > order) break;
    coefficient += Math.log(Math.abs(rest)) - Math.log(k + 1);
    if (rest < 0) sign = -sign;
  }
  return addLogs(subtractLogs(sums.lower), subtractLogs(sums.upper));
}

/** log(exp(a) + exp(b)) */
function addLogs(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}

/** log(exp(plus) - exp(minus)) */
function subtractLogs({ plus, minus }: { readonly plus: number; readonly minus: number }): number {
  return plus > minus ? plus + Math.log1p(-Math.exp(minus - plus)) : -Infinity;
}
