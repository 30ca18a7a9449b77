import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Activations, type CalibrationContext } from './activations.ts';
import {
  findEntropyRange,
  Histogram,
  findMseRange,
  findPercentileRange,
  withZero,
  type Range,
} from './activation-histogram.ts';

export const calibrationMethods = ['min-max', 'moving-average', 'percentile', 'entropy', 'mse'] as const;

export interface CalibrationOptions {
  readonly calibration: (typeof calibrationMethods)[number];
  /** Values that `percentile` keeps within the range, in percent. */
  readonly percentile: number;
}

/**
 * The range of each value over all calibration inputs; values that an engine does not return, or that are not finite,
 * have none. `min-max` spans all of them, `moving-average` has the means of the smallest and of the largest value of each
 * input, and the others read the inputs twice, for a histogram.
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
      const nodeExtremes = extremes.get(name) ?? new Extremes();
      nodeExtremes.add(data);
      extremes.set(name, nodeExtremes);
    });
    context.onProgress?.(0.4);
    const isBounded = ({ min, max }: Range) => Number.isFinite(min) && Number.isFinite(max);
    const finite = [...extremes].filter(([, { overall }]) => isBounded(overall));
    if (calibration === 'min-max') return new Map(finite.map(([name, { overall }]) => [name, withZero(overall)]));
    if (calibration === 'moving-average') return new Map(finite.map(([name, { mean }]) => [name, withZero(mean)]));
    const histograms = new Map(finite.map(([name, { overall }]) => [name, new Histogram(overall)]));
    await activations.forEach((name, data) => histograms.get(name)?.add(data));
    context.onProgress?.(0.8);
    const rangeOf = {
      percentile: (histogram: Histogram) => findPercentileRange(histogram, percentile / 100),
      entropy: findEntropyRange,
      mse: (histogram: Histogram) => findMseRange(histogram, 256),
    }[calibration];
    return new Map([...histograms].map(([name, histogram]) => [name, rangeOf(histogram)]));
  } finally {
    await activations.close();
  }
}

/** The smallest and the largest value of all calibration inputs, and the means of each input's. */
class Extremes {
  overall: Range = { min: Infinity, max: -Infinity };
  #sum: Range = { min: 0, max: 0 };
  #count = 0;

  add(data: Float32Array): void {
    let { min, max } = { min: Infinity, max: -Infinity };
    // NaN makes both NaN for good, unlike in comparisons.
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
