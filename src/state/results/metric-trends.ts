import { toMetricKey, type MetricValue } from './metric-values.ts';
import { hasMetricValues, loadDetails, type RecordDetails } from './record-details.ts';
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
  /** In order of decreasing number of points. */
  readonly trends: readonly Trend[];
  /** The number of records that could not be read. */
  readonly unreadableCount: number;
}

/** Maximum number of records in a trend, because each is read with its samples. */
export const maxTrendRecords = 100;

/**
 * Reads the metric values over time of records of one model and target. Runs with wrong outputs are omitted, and so are
 * hallmarks, whose runs are among the records.
 * @param summaries newest first; of more than {@link maxTrendRecords}, the newest are read
 */
export async function readTrends(summaries: readonly RecordSummary[]): Promise<Trends> {
  const usable = summaries.filter((summary) => hasMetricValues(summary) && summary.kind !== 'hallmark');
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
