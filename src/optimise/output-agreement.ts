import { numbersOf } from '#bench/inputs/numbers.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** How much the values of an output agree with those of the model before. */
export interface OutputAgreement {
  readonly name: string;
  /** Signal to quantisation noise: 10 log10 of the sum of squares over that of the differences; `Infinity` if equal. */
  readonly sqnrDb: number;
  /** Cosine of the angle between all values; 1 if they are equal. */
  readonly cosine: number;
}

/** Sums over the values of each output, of any number of runs. */
export class AgreementSums {
  readonly #sums = new Map<string, { signal: number; other: number; product: number; noise: number }>();

  /** Adds one run on the same inputs. Outputs of another type or size, and values that are not finite, are left out. */
  add(before: Tensors, after: Tensors): void {
    for (const [name, expected] of Object.entries(before)) {
      const actual = after[name];
      if (!actual || expected.dtype === 'string' || actual.data.length !== expected.data.length) continue;
      const sums = this.#sums.get(name) ?? { signal: 0, other: 0, product: 0, noise: 0 };
      const [a, b] = [numbersOf(expected), numbersOf(actual)];
      for (let index = 0; index < a.length; index++) {
        const [x, y] = [a[index]!, b[index]!];
        if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
        sums.signal += x * x;
        sums.other += y * y;
        sums.product += x * y;
        sums.noise += (x - y) ** 2;
      }
      this.#sums.set(name, sums);
    }
  }

  get outputs(): readonly OutputAgreement[] {
    return [...this.#sums].map(([name, { signal, other, product, noise }]) => ({
      name,
      sqnrDb: noise === 0 ? Infinity : 10 * Math.log10(signal / noise),
      cosine: noise === 0 ? 1 : product / Math.sqrt(signal * other),
    }));
  }
}
