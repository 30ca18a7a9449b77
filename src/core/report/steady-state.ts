/** A percentile, or the number of samples needed to report it with 99% confidence (R6). */
export type Percentile = { readonly ms: number } | { readonly needs: number };

/**
 * Samples as stored in a link: bins of equal width, empty ones omitted. Bin `index` contains the `count` samples in
 * `[index * widthMs, (index + 1) * widthMs)`; their order in time is lost.
 */
export interface Histogram {
  readonly widthMs: number;
  readonly bins: readonly (readonly [index: number, count: number])[];
}

/** The samples of one steady state and their statistics. All times are in milliseconds per inference. */
export interface SteadyState {
  /** Samples used for the statistics: all except the excluded ones. */
  readonly n: number;
  /** One value per sample, in order, none removed (R7). Empty if the report came from a link: see `histogram`. */
  readonly samplesMs: readonly number[];
  /** Present if the report came from a link. The statistics below were computed from the samples themselves. */
  readonly histogram?: Histogram;
  /** Inferences per sample; above 1 if one inference is short compared with the clock's resolution (R11). */
  readonly inferencesPerSample: number;
  /**
   * Indices of samples excluded because of an interruption (R14); they remain in `samplesMs`, but not in the
   * statistics.
   */
  readonly excluded: readonly number[];
  readonly medianMs: number;
  readonly madMs: number;
  readonly meanMs: number;
  /** Half-width of the 95% confidence interval of the mean (Student t); `null` with fewer than two samples. */
  readonly meanCi95Ms: number | null;
  readonly minMs: number;
  readonly maxMs: number;
  readonly p90: Percentile;
  readonly p95: Percentile;
  readonly p99: Percentile;
}
