/** The range of a plot. Samples above it are counted, but not drawn to scale. */
export interface PlotRange {
  readonly low: number;
  readonly high: number;
  /** Number of samples above `high`. */
  readonly beyond: number;
}

/**
 * Computes the range from the fastest sample to a little above most of them, so that outliers do not compress the plot.
 */
export function computePlotRange(sampleSets: readonly (readonly number[])[]): PlotRange {
  const sorted = sampleSets.flat().sort((a, b) => a - b);
  const quantile = (fraction: number) => sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0;
  const [min, max] = [quantile(0), quantile(1)];
  const high = Math.min(max, quantile(0.95) + 2 * (quantile(0.95) - quantile(0.05)));
  const margin = (high - min || high || 1) * 0.04;
  const plotMax = high + margin;
  return { low: Math.max(0, min - margin), high: plotMax, beyond: sorted.filter((value) => value > plotMax).length };
}

/** Counts the samples in each of `count` equal bins of the range. */
export function countBins(samples: readonly number[], { low, high }: PlotRange, count: number): number[] {
  const bins = Array.from({ length: count }, () => 0);
  for (const sample of samples) {
    if (sample > high) continue;
    const index = Math.min(count - 1, Math.floor(((sample - low) / (high - low)) * count));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return bins;
}

/** Chooses three to eight ticks in the range, at multiples of 1, 2 or 5 times a power of ten. */
export function chooseTicks(low: number, high: number): number[] {
  const minStep = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(minStep));
  const steps = [1, 2, 5, 10].map((digit) => digit * power);
  const index = steps.findIndex((step) => step >= minStep);
  const values = listMultiples(steps[index] ?? 10 * power, low, high);
  return values.length >= 3 ? values : listMultiples(steps[index - 1] ?? power, low, high);
}

function listMultiples(step: number, low: number, high: number): number[] {
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Finds the indices of the samples that are further from the median than max(7 MAD, 5% of the median). */
export function findOutliers(samples: readonly number[], medianMs: number, madMs: number): Set<number> {
  const limit = Math.max(7 * madMs, 0.05 * medianMs);
  return new Set(samples.flatMap((sample, index) => (Math.abs(sample - medianMs) > limit ? [index] : [])));
}

/** Whether the bins of a histogram are wide enough to mention: below 0.1% of the median, the rounding is invisible. */
export function hasWideBins(widthMs: number, medianMs: number): boolean {
  return widthMs >= medianMs / 1000;
}
