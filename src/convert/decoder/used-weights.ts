import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { Rows } from '../matrix-rows.ts';
import type { DecoderWeights } from './decoder.ts';

/** The weights of a decoder, and which of them the graph does not have yet. */
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

  /** @throws AppError model-corrupt if it is missing */
  getRowCount(name: string): number {
    return this.#find(name).rows;
  }

  /** @throws AppError model-corrupt if it is missing, or of another shape */
  get(name: string, rows: number, width: number): Rows {
    const foundTensor = this.#find(name);
    if (foundTensor.rows !== rows || foundTensor.width !== width)
      throw createCorruptModelError(this.#weights.format, { reason: 'tensor-shape-invalid', tensor: name });
    this.unused.delete(name);
    return foundTensor;
  }

  #find(name: string): Rows {
    const foundTensor = this.#weights.find(name);
    if (!foundTensor) throw createCorruptModelError(this.#weights.format, { reason: 'entry-invalid', entry: name });
    return foundTensor;
  }
}
