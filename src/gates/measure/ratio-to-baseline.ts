/** Conversions of errors to qualities, which have a ratio. */
const qualityConverters: Readonly<Record<string, (error: number) => number>> = {
  // MLPerf Inference compares word accuracy, 1 - WER, with the reference's word accuracy.
  wer: (error) => 1 - error,
  cer: (error) => 1 - error,
  perplexity: (value) => 1 / value,
};

interface MetricKind {
  readonly metric: string;
  /** Whether a smaller value is better. */
  readonly isError?: boolean;
}

/**
 * Returns whether the metric has a ratio of qualities. Some errors, such as a divergence, have no corresponding
 * quality.
 */
export function hasQualityRatio({ metric, isError = false }: MetricKind): boolean {
  return !isError || Object.hasOwn(qualityConverters, metric);
}

/** Computes the candidate's quality as a fraction of the baseline's; `null` if the baseline's is not positive. */
export function computeRatioToBaseline(kind: MetricKind, baseline: number, candidate: number): number | null {
  const toQuality = kind.isError ? qualityConverters[kind.metric]! : (score: number) => score;
  const quality = toQuality(baseline);
  return quality > 0 ? toQuality(candidate) / quality : null;
}
