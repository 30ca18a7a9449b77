/** The range of a metric, inclusive. */
export interface MetricRange {
  readonly min: number;
  readonly max: number;
}

/** Ranges of the metrics that are not fractions. */
const ranges: Readonly<Record<string, MetricRange>> = {
  wer: { min: 0, max: Infinity }, // insertions can cause more errors than the reference has words
  cer: { min: 0, max: Infinity },
  spearman: { min: -1, max: 1 },
  pearson: { min: -1, max: 1 },
  cosine: { min: -1, max: 1 },
  perplexity: { min: 1, max: Infinity }, // the exponential of a mean of non-negative values
  'kl-divergence': { min: 0, max: Infinity },
  sqnr: { min: -Infinity, max: Infinity },
};

const fraction: MetricRange = { min: 0, max: 1 };

/** Metrics from 0 to 1. An unknown metric may have any value. */
const fractions: ReadonlySet<string> = new Set([
  'top-1',
  'top-5',
  'macro-f1',
  'balanced-accuracy',
  'calibration-error',
  'ap50-95',
  'ap50',
  'ap75',
  'ap-small',
  'ap-medium',
  'ap-large',
  'ar100',
  'miou',
  'mean-dice',
  'pixel-accuracy',
  'exact-match',
  'token-f1',
  'contains-answer',
  'next-token-agreement',
  'entity-f1',
  'entity-precision',
  'entity-recall',
  'word-accuracy',
]);

/**
 * The range of a metric.
 * @param id as in `Score`: the metric, or `<metric>:<output>`
 */
export function getMetricRange(id: string): MetricRange {
  const [metric = id] = id.split(':');
  return fractions.has(metric) ? fraction : (ranges[metric] ?? { min: -Infinity, max: Infinity });
}
