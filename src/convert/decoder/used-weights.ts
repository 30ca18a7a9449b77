import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { Rows } from '../matrix-rows.ts';
import type { DecoderWeights } from './decoder.ts';

/** The weights of a decoder, tracking those that a graph has not used. */
export class UsedWeights {
  readonly #weights: DecoderWeights;
  readonly unused: Set<string>;

  constructor(weights: DecoderWeights) {
    this.#weights = weights;
    this.unused = new Set(weights.names);
  }

  has(name: string): boolean {
    return this.#weights.find(name) !== undefined;
  }

  /** @throws AppError model-corrupt if the tensor is missing */
  getRowCount(name: string): number {
    return this.#find(name).rows;
  }

  /** @throws AppError model-corrupt if the tensor is missing or has another shape */
  get(name: string, rows: number, width: number): Rows {
    const tensor = this.#find(name);
    if (tensor.rows !== rows || tensor.width !== width)
      throw createCorruptModelError(this.#weights.format, { reason: 'tensor-shape-invalid', tensor: name });
    this.unused.delete(name);
    return tensor;
  }

  #find(name: string): Rows {
    const tensor = this.#weights.find(name);
    if (!tensor) throw createCorruptModelError(this.#weights.format, { reason: 'entry-invalid', entry: name });
    return tensor;
  }
}
