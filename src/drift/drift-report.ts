/** The result of comparing current data with reference data. Plain JSON. */
export interface DriftReport {
  readonly referenceItems: number;
  readonly currentItems: number;
  /** `not-measured` with fewer than `minItems` on one side. */
  readonly verdict: 'drift' | 'no-drift' | 'not-measured';
  /** The combined signal: the smallest adjusted p-value of all parts; `null` if not measured. */
  readonly p: number | null;
  /** The tests that are combined, in order of increasing p-value. */
  readonly parts: readonly DriftPart[];
}

interface DriftTest {
  /** The id of the feature: `brightness`, `predicted-class`, `embedding`, … */
  readonly feature: string;
  /** Unadjusted. */
  readonly p: number;
  /** Adjusted for the number of features (Benjamini-Hochberg). */
  readonly adjustedP: number;
}

/** A feature with numeric values, compared by the Kolmogorov-Smirnov test. */
export interface NumericDrift extends DriftTest {
  readonly kind: 'numeric';
  readonly statistic: number;
  readonly referenceMedian: number;
  readonly currentMedian: number;
  /** The Wasserstein distance, in the unit of the feature. */
  readonly wasserstein: number;
  readonly stabilityIndex: number;
}

/** Predicted classes, compared by Pearson's chi-square test. */
export interface CategoricalDrift extends DriftTest {
  readonly kind: 'categorical';
  readonly statistic: number;
  /** The Jensen-Shannon distance to base 2: 0 to 1. */
  readonly jensenShannon: number;
  readonly stabilityIndex: number;
  /** The class whose fraction changed most. */
  readonly mostChanged: { readonly label: string; readonly reference: number; readonly current: number };
}

/** Embeddings, compared by a permutation test of the maximum mean discrepancy. */
export interface VectorDrift extends DriftTest {
  readonly kind: 'vector';
  /** The unbiased estimate of the squared discrepancy, which can be slightly negative. */
  readonly discrepancy: number;
}

/** A monotonic trend of the latency over the hours of use, detected by the Mann-Kendall test. */
export interface TrendDrift extends DriftTest {
  readonly kind: 'trend';
  /** Latencies in milliseconds at the first and the last hour, on the line with the median slope. */
  readonly from: number;
  readonly to: number;
}

export type DriftPart = NumericDrift | CategoricalDrift | VectorDrift | TrendDrift;
