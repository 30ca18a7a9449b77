import { countElements, type Shape } from './value.ts';

/**
 * Operations per element, the same for every format. A multiply-add counts as two operations; every element-wise
 * function as one. Estimated from the steps of the usual algorithm, not measured.
 */
export const operationsPer = {
  /** Maximum, subtraction, exponential, sum, division. */
  softmax: 5,
  /** Mean and deviation computed at run time: two sums, then shift and scale twice. */
  normalisation: 8,
  /** Division by the root mean square, without subtracting a mean. */
  rmsNormalisation: 5,
  /** Division by the Euclidean norm, without a scale. */
  l2Normalisation: 3,
  /** Stored mean and deviation, folded into one multiply-add. */
  storedNormalisation: 2,
  /** Scale and zero point. */
  quantisation: 2,
  /** A weighted sum of four neighbours. */
  interpolation: 7,
} as const;

/**
 * Multiplies `operations` by the number of elements of `shape`; `null` if either is unknown or the product is not a
 * safe integer.
 */
export function countPerElementOperations(
  shape: Shape | null | undefined,
  operations: number | null | undefined,
): number | null {
  const count = countElements(shape);
  const flops = count === null || typeof operations !== 'number' ? null : count * operations;
  return Number.isSafeInteger(flops) ? flops : null;
}

/** Sums costs; `null` if one of the costs is unknown. */
export function sumCosts(costs: readonly (number | null)[]): number | null {
  return costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}
