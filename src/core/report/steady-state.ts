/** A percentile, or the number of samples needed to report it with 99% confidence (R6). */
export type Percentile = { readonly ms: number } | { readonly needs: number };

/**
 * Samples as stored in a link, without their order: bins of equal width without empty ones. Bin `index` contains `count`
 * samples in `[index * widthMs, (index + 1) * widthMs)`.
 */
export interface Histogram {
  readonly widthMs: number;
  readonly bins: readonly (readonly [index: number, count: number])[];
}

/** The samples of one steady state and their statistics. All times are in milliseconds per inference. */
export interface SteadyState {
  /** Number of samples of the statistics, without excluded ones. */
  readonly n: number;
  /** All samples in order (R7); empty for a report from a link, which has a `histogram`. */
  readonly samplesMs: readonly number[];
  /** Present for a report from a link. The statistics were computed from the original samples. */
  readonly histogram?: Histogram;
  /** Above 1 if one inference is short relative to the clock's resolution (R11). */
  readonly inferencesPerSample: number;
  /**
   * Indices of the samples that the statistics exclude because of an interruption (R14).
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
