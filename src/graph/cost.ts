import { countElements, type Shape } from './value.ts';

/**
 * Operations per element, the same for every format. A multiply-add counts as two operations; every function of one
 * element as one. Chosen by the steps of the usual algorithm, not measured.
 */
export const operationsPer = {
  /** Maximum, subtraction, exponential, sum, division. */
  softmax: 5,
  /** With mean and deviation measured in the run: two sums, then shift and scale twice. */
  normalisation: 8,
  /** By the root of the mean square, without a mean. */
  rmsNormalisation: 5,
  /** By the Euclidean norm, without a scale. */
  l2Normalisation: 3,
  /** With stored mean and deviation, folded to one multiply-add. */
  storedNormalisation: 2,
  /** Scale and zero point. */
  quantisation: 2,
  /** Four neighbours weighted. */
  interpolation: 7,
} as const;

/** `operations` for each element of `shape`; null where either is not known, or the product is beyond counting. */
export function perElementOperations(
  shape: Shape | null | undefined,
  operations: number | null | undefined,
): number | null {
  const count = countElements(shape);
  const flops = count === null || typeof operations !== 'number' ? null : count * operations;
  return Number.isSafeInteger(flops) ? flops : null;
}

/** The sum, or null where one of them is not known. */
export function sumOf(costs: readonly (number | null)[]): number | null {
  return costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}
