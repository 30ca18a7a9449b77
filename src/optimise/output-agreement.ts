import { toNumbers } from '#bench/inputs/tensor-numbers.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** The agreement of an output with that of the original model. */
export interface OutputAgreement {
  readonly name: string;
  /**
   * Signal-to-quantisation-noise ratio: 10 log10 of the sum of squares divided by the sum of squared differences.
   * `Infinity` if equal, `-Infinity` if a value is finite in one model only, `null` if no value could be compared.
   */
  readonly sqnrDb: number | null;
  /** Cosine similarity of all values: 1 if equal, 0 if a value is finite in one model only, `null` as for `sqnrDb`. */
  readonly cosine: number | null;
  /** Number of compared values. */
  readonly compared: number;
  /** Number of values that are finite in neither model. */
  readonly notComparable: number;
}

interface Sums {
  signal: number;
  other: number;
  product: number;
  noise: number;
  compared: number;
  notComparable: number;
}

/** Accumulates the agreement of each output over any number of runs. */
export class AgreementSums {
  readonly #sums = new Map<string, Sums>();

  /** Adds one run on the same inputs. Outputs of another type or size have no compared values; strings are ignored. */
  add(before: Tensors, after: Tensors): void {
    for (const [name, expected] of Object.entries(before)) {
      const actual = after[name];
      if (expected.dtype === 'string' || (expected.data.length === 0 && actual?.data.length === 0)) continue;
      const sums = this.#sums.get(name) ?? { signal: 0, other: 0, product: 0, noise: 0, compared: 0, notComparable: 0 };
      this.#sums.set(name, sums);
      if (!actual || actual.dtype === 'string' || actual.data.length !== expected.data.length) continue;
      addValues(sums, toNumbers(expected), toNumbers(actual));
    }
  }

  get outputs(): readonly OutputAgreement[] {
    return [...this.#sums].map(([name, sums]) => computeAgreement(name, sums));
  }
}

function computeAgreement(name: string, sums: Sums): OutputAgreement {
  const { signal, other, product, noise, compared, notComparable } = sums;
  const createAgreement = (sqnrDb: number | null, cosine: number | null) => ({
    name,
    sqnrDb,
    cosine,
    compared,
    notComparable,
  });
  if (compared === 0) return createAgreement(null, null);
  if (noise === 0) return createAgreement(Infinity, 1);
  if (noise === Infinity) return createAgreement(-Infinity, 0);
  return createAgreement(10 * Math.log10(signal / noise), product / Math.sqrt(signal * other));
}

function addValues(sums: Sums, before: ArrayLike<number>, after: ArrayLike<number>): void {
  for (let index = 0; index < before.length; index++) {
    const [x, y] = [before[index]!, after[index]!];
    const finiteCount = Number(Number.isFinite(x)) + Number(Number.isFinite(y));
    if (finiteCount === 0) {
      sums.notComparable++;
      continue;
    }
    sums.compared++;
    if (finiteCount === 1) {
      sums.noise = Infinity;
      continue;
    }
    sums.signal += x * x;
    sums.other += y * y;
    sums.product += x * y;
    sums.noise += (x - y) ** 2;
  }
}

/** Returns the lowest SQNR of any output, or `-Infinity` if one could not be compared or there is none. */
export function findMinSqnrDb(outputs: readonly OutputAgreement[]): number {
  return outputs.length === 0 ? -Infinity : Math.min(...outputs.map(({ sqnrDb }) => sqnrDb ?? -Infinity));
}
