import { shuffle } from '#core/random.ts';
import { median } from './quantiles.ts';

/** Number of random permutations. The p-value is a multiple of 1 / 500. */
const permutationCount = 499;

/**
 * Tests whether two samples of vectors come from the same distribution, by a permutation test of the squared maximum
 * mean discrepancy (Gretton et al. 2012). Uses the unbiased estimate with a Gaussian kernel whose width is the median
 * distance of all vectors. Time and memory grow with the square of the number of vectors.
 * @param a,b vectors of equal length, at least two each
 * @param random uniform in [0, 1)
 */
export function testMaximumMeanDiscrepancy(
  a: readonly Readonly<Float32Array>[],
  b: readonly Readonly<Float32Array>[],
  random: () => number,
): { readonly squared: number; readonly p: number } {
  const kernel = computeGaussianKernel([...a, ...b]);
  const rowSums = sumRows(kernel, a.length + b.length);
  let order = [...rowSums.keys()];
  const squared = computeUnbiasedEstimate(kernel, rowSums, order, a.length);
  let extremeCount = 1; // the observed order counts as one of the `permutationCount` permutations
  for (let round = 0; round < permutationCount; round++) {
    order = shuffle(order, random);
    if (computeUnbiasedEstimate(kernel, rowSums, order, a.length) >= squared) extremeCount++;
  }
  return { squared, p: extremeCount / (permutationCount + 1) };
}

/** @returns [n, n], row-major, with zeros on the diagonal, which the unbiased estimate excludes */
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
  const width = median(pairs) || 1; // if all vectors are equal, any width works
  return distances.map((distance, index) => (index % (n + 1) === 0 ? 0 : Math.exp(-distance / (2 * width))));
}

function computeSquaredDistance(a: Readonly<Float32Array>, b: Readonly<Float32Array>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index]! - b[index]!) ** 2;
  return sum;
}

function sumRows(kernel: Float64Array, n: number): readonly number[] {
  return Array.from({ length: n }, (_, row) =>
    kernel.subarray(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0),
  );
}

/**
 * Adds up only the kernel within the first sample: the other sums follow from those of the rows.
 * @param order the first `size` vectors are one sample, the rest the other
 */
function computeUnbiasedEstimate(
  kernel: Float64Array,
  rowSums: readonly number[],
  order: readonly number[],
  size: number,
): number {
  const n = order.length;
  const other = n - size;
  let [first, firstRows, allRows] = [0, 0, 0];
  for (let i = 0; i < n; i++) allRows += rowSums[order[i]!]!;
  for (let i = 0; i < size; i++) {
    const row = order[i]! * n;
    firstRows += rowSums[order[i]!]!;
    for (let j = 0; j < i; j++) first += 2 * kernel[row + order[j]!]!;
  }
  const across = firstRows - first;
  const second = allRows - firstRows - across;
  return first / (size * (size - 1)) + second / (other * (other - 1)) - (2 * across) / (size * other);
}
