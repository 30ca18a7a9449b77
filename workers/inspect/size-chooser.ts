import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { ChooseSizes } from '#formats/format.ts';

/**
 * Chooses the sizes of free dimensions of a model: the requested ones, the image processor's, or suggested ones, in
 * this order of precedence. A dimension that occurs in several parts of a model gets the size from the first part in
 * all of them, because sizes are displayed and requested by name.
 */
export class SizeChooser {
  readonly #requested: Dimensions;
  readonly #chosen = new Map<string, number>();

  constructor(requested: Dimensions) {
    this.#requested = requested;
  }

  readonly choose: ChooseSizes = (signature, imageSizes) => {
    const suggested = { ...suggestSizes(signature), ...imageSizes };
    const sizes = Object.entries(suggested).map(([name, size]): [string, number] => [
      name,
      this.#chooseSize(name, size),
    ]);
    return Object.fromEntries(sizes);
  };

  #chooseSize(name: string, suggested: number): number {
    const requestedSize = Object.hasOwn(this.#requested, name) ? this.#requested[name] : undefined;
    const size = requestedSize ?? this.#chosen.get(name) ?? suggested;
    this.#chosen.set(name, size);
    return size;
  }

  /**
   * Returns all chosen sizes.
   * @throws AppError input-invalid if a size was requested for a dimension that the model does not have
   */
  getChosen(): Dimensions {
    const unknown = Object.keys(this.#requested).find((name) => !this.#chosen.has(name));
    if (unknown === undefined) return Object.fromEntries(this.#chosen);
    const knownNames = [...this.#chosen.keys()].join(', ');
    throw new AppError('input-invalid', { name: unknown, reason: 'no-such-dimension', known: knownNames });
  }
}
