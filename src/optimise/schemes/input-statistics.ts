import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Activations, type CalibrationContext } from './activations.ts';

/** Calibration statistics of the inputs of a product, per channel (the last axis). */
export interface InputStatistics {
  readonly meanMagnitudes: Float64Array;
  readonly meanSquares: Float64Array;
  /** Mean products of two channels, [channels, channels], upper triangle; `null` if not requested. */
  readonly secondMoments: Float64Array | null;
}

/** The maximum size of one group's second moments (32 inputs x 1024^2 float64). */
const maxGroupBytes = 256 * 2 ** 20;

/**
 * Measures statistics of values over all calibration inputs. Yields groups that fit in memory together; the calibration
 * inputs are read once per group.
 * @param sizes the number of channels by the name of the value
 */
export async function* measureInputStatistics(
  model: OnnxModel,
  sizes: ReadonlyMap<string, number>,
  withSecondMoments: boolean,
  context: CalibrationContext,
): AsyncGenerator<ReadonlyMap<string, InputStatistics>> {
  for (const group of groupBySize(sizes, withSecondMoments)) {
    const sums = new Map(group.map(([name, channels]) => [name, new Sums(channels, withSecondMoments)]));
    const activations = await Activations.open(model, [...sums.keys()], context);
    try {
      await activations.forEach((name, data) => sums.get(name)?.add(data));
    } finally {
      await activations.close();
    }
    yield new Map([...sums].flatMap(([name, sum]) => (sum.isUsable ? [[name, sum.toMeans()]] : [])));
  }
}

function groupBySize(sizes: ReadonlyMap<string, number>, withSecondMoments: boolean): (readonly [string, number])[][] {
  const groups: (readonly [string, number])[][] = [];
  let remainingBytes = 0;
  for (const entry of sizes) {
    const bytes = withSecondMoments ? entry[1] ** 2 * 8 : 0;
    if (bytes > remainingBytes || groups.length === 0) {
      groups.push([]);
      remainingBytes = maxGroupBytes;
    }
    groups.at(-1)?.push(entry);
    remainingBytes -= bytes;
  }
  return groups;
}

class Sums {
  readonly #channels: number;
  readonly #magnitudes: Float64Array;
  readonly #squares: Float64Array;
  readonly #secondMoments: Float64Array | null;
  #count = 0;

  constructor(channels: number, withSecondMoments: boolean) {
    this.#channels = channels;
    this.#magnitudes = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
    this.#secondMoments = withSecondMoments ? new Float64Array(channels * channels) : null;
  }

  add(data: Float32Array): void {
    const size = this.#channels;
    for (let from = 0; from + size <= data.length; from += size) {
      this.#count++;
      for (let row = 0; row < size; row++) {
        const value = data[from + row]!;
        this.#magnitudes[row]! += Math.abs(value);
        this.#squares[row]! += value * value;
        if (!this.#secondMoments || value === 0) continue;
        const rowOffset = row * size;
        for (let column = row; column < size; column++)
          this.#secondMoments[rowOffset + column]! += value * data[from + column]!;
      }
    }
  }

  get isUsable(): boolean {
    return this.#count > 0 && this.#squares.every(Number.isFinite);
  }

  /** Divides the sums in place to avoid a second copy. Call it once, after the last `add`. */
  toMeans(): InputStatistics {
    const [meanMagnitudes, meanSquares, secondMoments] = [this.#magnitudes, this.#squares, this.#secondMoments];
    for (const sums of [meanMagnitudes, meanSquares, secondMoments ?? []])
      for (let index = 0; index < sums.length; index++) sums[index]! /= this.#count;
    return { meanMagnitudes, meanSquares, secondMoments };
  }
}
