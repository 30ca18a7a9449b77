import { toMetricKey, type MetricValue } from './metric-values.ts';
import { hasFigures, loadDetails, type RecordDetails } from './record-details.ts';
import { getRecordVerdict, type RecordSummary } from './record-summaries.ts';

/** A metric value of one record. */
interface TrendPoint {
  readonly summary: RecordSummary;
  readonly components: RecordDetails['components'];
  readonly value: number;
  readonly interval: MetricValue['interval'];
}

/** One metric value in several records, oldest first. */
export interface Trend {
  readonly key: string;
  readonly metricValue: MetricValue;
  readonly points: readonly TrendPoint[];
}

/** The trends of several records. */
interface Trends {
  /** Those with the most points first. */
  readonly trends: readonly Trend[];
  /** The number of records that could not be read. */
  readonly unreadableCount: number;
}

/** Each is read with its samples. */
export const maxTrendRecords = 100;

/**
 * Reads the metric values over time of records of one model and target. A run whose outputs were wrong is left out, and
 * so is a hallmark of a run that is among the records.
 * @param summaries newest first; of more than {@link maxTrendRecords}, the newest are read
 */
export async function readTrends(summaries: readonly RecordSummary[]): Promise<Trends> {
  const usable = summaries.filter((summary) => hasFigures(summary) && summary.kind !== 'hallmark');
  const reliable = usable.filter((summary) => getRecordVerdict(summary) !== 'invalid').slice(0, maxTrendRecords);
  const loaded = await Promise.allSettled(reliable.map(loadDetails));
  const details = loaded.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
  const trends = new Map<string, { readonly metricValue: MetricValue; readonly points: TrendPoint[] }>();
  for (const { summary, components, metricValues } of details.toReversed()) {
    for (const metricValue of metricValues) {
      const key = toMetricKey(metricValue);
      const trend = trends.get(key) ?? { metricValue, points: [] };
      const { value, interval } = metricValue;
      trend.points.push({ summary, components, value, interval });
      trends.set(key, trend);
    }
  }
  return {
    trends: [...trends]
      .map(([key, { metricValue, points }]) => ({ key, metricValue, points }))
      .sort((a, b) => b.points.length - a.points.length),
    unreadableCount: loaded.filter(({ status }) => status === 'rejected').length,
  };
}
