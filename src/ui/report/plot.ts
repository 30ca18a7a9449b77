/** The range of a plot: outliers above `high` are counted, not drawn to scale. */
export interface PlotRange {
  readonly low: number;
  readonly high: number;
  /** Samples above `high`. */
  readonly beyond: number;
}

/** From the fastest sample to a little above most of them, so that an outlier does not compress the rest. */
export function plotRange(sets: readonly (readonly number[])[]): PlotRange {
  const all = sets.flat().sort((a, b) => a - b);
  const at = (fraction: number) => all[Math.floor((all.length - 1) * fraction)] ?? 0;
  const [min, max] = [at(0), at(1)];
  const reach = at(0.95) + 2 * (at(0.95) - at(0.05));
  const high = max > reach ? reach : max;
  const margin = (high - min || high || 1) * 0.04;
  const top = high + margin;
  return { low: Math.max(0, min - margin), high: top, beyond: all.filter((value) => value > top).length };
}

/** The number of samples in each of `count` equal bins of the range. */
export function countBins(samples: readonly number[], { low, high }: PlotRange, count: number): number[] {
  const bins = Array.from({ length: count }, () => 0);
  for (const sample of samples) {
    if (sample > high) continue;
    const index = Math.min(count - 1, Math.floor(((sample - low) / (high - low)) * count));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return bins;
}

/** Three to seven round values within the range. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((digit) => digit * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Indices of samples further from the median than seven times the MAD, and at least 5 % of the median. */
export function outliers(samples: readonly number[], medianMs: number, madMs: number): Set<number> {
  const limit = Math.max(7 * madMs, 0.05 * medianMs);
  return new Set(samples.flatMap((sample, index) => (Math.abs(sample - medianMs) > limit ? [index] : [])));
}
