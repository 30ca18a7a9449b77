import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { FactEvidence } from '#core/model/fact-evidence.ts';
import type { FormatId, WeightFacts } from '#core/model/model-facts.ts';

/** Sums tensors by element type. Rejects a file whose sums exceed safe integers. */
export class WeightCounts {
  #format: FormatId;
  #byType = new Map<string, WeightFacts>();
  parameters = 0;
  bytes = 0;

  constructor(format: FormatId) {
    this.#format = format;
  }

  /** @throws AppError model-corrupt above 2^53 */
  add(dtype: string, parameters: number, bytes: number): void {
    const sum = this.#byType.get(dtype) ?? { tensors: 0, parameters: 0, bytes: 0 };
    this.#byType.set(dtype, {
      dtype,
      tensors: sum.tensors + 1,
      parameters: sum.parameters + parameters,
      bytes: sum.bytes + bytes,
    });
    this.parameters += parameters;
    this.bytes += bytes;
    if (!Number.isSafeInteger(this.parameters) || !Number.isSafeInteger(this.bytes)) {
      throw createCorruptModelError(this.#format, { reason: 'too-many-elements' });
    }
  }

  /** Largest first. */
  get weights(): WeightFacts[] {
    return [...this.#byType.values()].sort((a, b) => b.bytes - a.bytes || (a.dtype < b.dtype ? -1 : 1));
  }

  get bitsPerWeight(): number | null {
    return this.parameters > 0 ? (8 * this.bytes) / this.parameters : null;
  }
}

/** Finds the evidence for a quantisation scheme that is derived only from the type of most weight bytes. */
export function findDominantWeightType({ weights: [largest] }: WeightCounts): FactEvidence {
  return largest ? { code: 'most-weight-bytes', dtype: largest.dtype } : { code: 'no-weights' };
}

/**
 * Computes the product of `shape`.
 * @throws AppError model-corrupt for a negative or fractional size, or a product above 2^53
 */
export function countElements(shape: readonly number[], format: FormatId): number {
  let product = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) reject();
    product *= size;
    if (!Number.isSafeInteger(product)) reject();
  }
  return product;

  function reject(): never {
    throw createCorruptModelError(format, { reason: 'tensor-too-large', shape: shape.slice(0, 8).join(',') });
  }
}
