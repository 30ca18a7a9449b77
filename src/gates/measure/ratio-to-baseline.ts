/** Converts an error to a quality, which can be divided. */
const qualityOfError: Readonly<Record<string, (error: number) => number>> = {
  // MLPerf Inference compares word accuracy, 1 - WER, with the reference's word accuracy.
  wer: (error) => 1 - error,
  cer: (error) => 1 - error,
  perplexity: (value) => 1 / value,
};

/** A metric, and whether a smaller value is better. */
interface MetricKind {
  readonly metric: string;
  readonly isError?: boolean;
}

/** Whether the metric has a ratio of qualities; of other errors, such as a divergence, there is no quality to divide. */
export function hasQualityRatio({ metric, isError = false }: MetricKind): boolean {
  return !isError || Object.hasOwn(qualityOfError, metric);
}

/** The candidate's quality as a fraction of the baseline's; `null` if the baseline has none. */
export function computeRatioToBaseline(kind: MetricKind, baseline: number, candidate: number): number | null {
  const toQuality = kind.isError ? qualityOfError[kind.metric]! : (score: number) => score;
  const quality = toQuality(baseline);
  return quality > 0 ? toQuality(candidate) / quality : null;
}
