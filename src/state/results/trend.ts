import { figureKey, type Figure } from './figures.ts';
import { hasFigures, loadDetails, type RecordDetails } from './record-details.ts';
import { verdictOf, type RecordSummary } from './record-summaries.ts';

/** A figure of one record. */
interface TrendPoint {
  readonly summary: RecordSummary;
  readonly parts: RecordDetails['parts'];
  readonly value: number;
  readonly interval: Figure['interval'];
}

/** One figure in several records, oldest first. */
export interface Trend {
  readonly key: string;
  readonly figure: Figure;
  readonly points: readonly TrendPoint[];
}

/** Each is read with its samples. */
export const maxTrendRecords = 100;

/**
 * The figures over time of records of one model and target, those with the most points first. A run whose outputs were
 * wrong is left out, and so is a hallmark of a run that is among the records.
 * @param summaries newest first; of more than {@link maxTrendRecords}, the newest are read
 */
export async function readTrends(summaries: readonly RecordSummary[]): Promise<readonly Trend[]> {
  const usable = summaries.filter((summary) => hasFigures(summary) && summary.kind !== 'hallmark');
  const reliable = usable.filter((summary) => verdictOf(summary) !== 'invalid').slice(0, maxTrendRecords);
  const details = await Promise.all(reliable.map((summary) => loadDetails(summary).catch(() => null)));
  const trends = new Map<string, { readonly figure: Figure; readonly points: TrendPoint[] }>();
  for (const found of details.toReversed()) {
    for (const figure of found?.figures ?? []) {
      const key = figureKey(figure);
      const trend = trends.get(key) ?? { figure, points: [] };
      const { value, interval } = figure;
      trend.points.push({ summary: found!.summary, parts: found!.parts, value, interval });
      trends.set(key, trend);
    }
  }
  return [...trends]
    .map(([key, { figure, points }]) => ({ key, figure, points }))
    .sort((one, other) => other.points.length - one.points.length);
}
