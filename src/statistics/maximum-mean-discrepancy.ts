import { shuffle } from '#core/random.ts';
import { median } from './quantiles.ts';

/** Permutations of the test: its p-value is a multiple of 1 / 500. */
const permutations = 499;

/**
 * The squared maximum mean discrepancy of two samples of vectors, and a permutation test of whether both come from the
 * same distribution (Gretton et al. 2012): the unbiased estimate with a Gaussian kernel, whose width is the median
 * distance of all vectors. Takes time and memory proportional to the square of the number of vectors.
 * @param a,b vectors of equal length, at least two of each
 * @param random uniform in [0, 1)
 */
export function testMaximumMeanDiscrepancy(
  a: readonly Readonly<Float32Array>[],
  b: readonly Readonly<Float32Array>[],
  random: () => number,
): { readonly squared: number; readonly p: number } {
  const kernel = computeGaussianKernel([...a, ...b]);
  const n = a.length + b.length;
  let order = [...Array(n).keys()];
  const squared = computeUnbiasedEstimate(kernel, order, a.length);
  let atLeast = 1; // the observed order is one of the permutations
  for (let round = 0; round < permutations; round++) {
    order = shuffle(order, random);
    if (computeUnbiasedEstimate(kernel, order, a.length) >= squared) atLeast++;
  }
  return { squared, p: atLeast / (permutations + 1) };
}

/** @returns row-major, n x n, with zeros on the diagonal, which the unbiased estimate does not count */
function computeGaussianKernel(vectors: readonly Readonly<Float32Array>[]): Float64Array {
  const n = vectors.length;
  const distances = new Float64Array(n * n);
  const pairs: number[] = [];
  for (let row = 1; row < n; row++) {
    for (let column = 0; column < row; column++) {
      const distance = computeSquaredDistance(vectors[row]!, vectors[column]!);
      pairs.push(distance);
      distances[row * n + column] = distances[column * n + row] = distance;
    }
  }
  const width = median(pairs) || 1; // of equal vectors any width will do
  return distances.map((distance, index) => (index % (n + 1) === 0 ? 0 : Math.exp(-distance / (2 * width))));
}

function computeSquaredDistance(a: Readonly<Float32Array>, b: Readonly<Float32Array>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index]! - b[index]!) ** 2;
  return sum;
}

/** @param order the first `size` vectors are one sample, the rest the other */
function computeUnbiasedEstimate(kernel: Float64Array, order: readonly number[], size: number): number {
  const n = order.length;
  let [first, second, across] = [0, 0, 0];
  for (let i = 1; i < n; i++) {
    const row = order[i]! * n;
    for (let j = 0; j < i; j++) {
      const value = kernel[row + order[j]!]!;
      if (i < size) first += value;
      else if (j >= size) second += value;
      else across += value;
    }
  }
  const other = n - size;
  return (2 * first) / (size * (size - 1)) + (2 * second) / (other * (other - 1)) - (2 * across) / (size * other);
}
