import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Activations, type CalibrationContext } from './activations.ts';
import {
  findEntropyRange,
  Histogram,
  findMseRange,
  findPercentileRange,
  includeZero,
  type Range,
} from './activation-histogram.ts';

export const calibrationMethods = ['min-max', 'moving-average', 'percentile', 'entropy', 'mse'] as const;

export interface CalibrationOptions {
  readonly calibration: (typeof calibrationMethods)[number];
  /** The percentage of values within the range of `percentile`. */
  readonly percentile: number;
}

/**
 * Measures the range of each value over all calibration inputs. Values that the engine does not return, or that are not
 * finite, have no range. `min-max` spans all values, `moving-average` averages the minimum and maximum of each input,
 * and the other methods read the inputs twice to build a histogram.
 * @param values names of float32 values in the main graph
 */
export async function calibrate(
  model: OnnxModel,
  values: readonly string[],
  { calibration, percentile }: CalibrationOptions,
  context: CalibrationContext,
): Promise<ReadonlyMap<string, Range>> {
  const activations = await Activations.open(model, values, context);
  try {
    const extremes = new Map<string, Extremes>();
    await activations.forEach((name, data) => {
      const valueExtremes = extremes.get(name) ?? new Extremes();
      valueExtremes.add(data);
      extremes.set(name, valueExtremes);
    });
    context.onProgress?.(0.4);
    const isBounded = ({ min, max }: Range) => Number.isFinite(min) && Number.isFinite(max);
    const finite = [...extremes].filter(([, { overall }]) => isBounded(overall));
    if (calibration === 'min-max') return new Map(finite.map(([name, { overall }]) => [name, includeZero(overall)]));
    if (calibration === 'moving-average') return new Map(finite.map(([name, { mean }]) => [name, includeZero(mean)]));
    const histograms = new Map(finite.map(([name, { overall }]) => [name, new Histogram(overall)]));
    await activations.forEach((name, data) => histograms.get(name)?.add(data));
    context.onProgress?.(0.8);
    const findRange = {
      percentile: (histogram: Histogram) => findPercentileRange(histogram, percentile / 100),
      entropy: findEntropyRange,
      mse: (histogram: Histogram) => findMseRange(histogram, 256),
    }[calibration];
    return new Map([...histograms].map(([name, histogram]) => [name, findRange(histogram)]));
  } finally {
    await activations.close();
  }
}

/** The minimum and maximum over all calibration inputs, and their means over the inputs. */
class Extremes {
  overall: Range = { min: Infinity, max: -Infinity };
  #sum: Range = { min: 0, max: 0 };
  #count = 0;

  add(data: Float32Array): void {
    let { min, max } = { min: Infinity, max: -Infinity };
    // Math.min and Math.max propagate NaN, unlike comparisons.
    for (const value of data) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    this.overall = { min: Math.min(this.overall.min, min), max: Math.max(this.overall.max, max) };
    this.#sum = { min: this.#sum.min + min, max: this.#sum.max + max };
    this.#count++;
  }

  get mean(): Range {
    return { min: this.#sum.min / this.#count, max: this.#sum.max / this.#count };
  }
}
