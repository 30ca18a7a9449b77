import type { RunComponent } from '#hallmark/compare/compare-with-run.ts';
import { toMetricKey, type MetricValue } from './metric-values.ts';
import { loadDetails, type RecordDetails } from './record-details.ts';
import { listRecords, type RecordSummary } from './record-summaries.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** A metric value that at least one of two records has. */
interface ComparedMetric {
  readonly key: string;
  readonly values: readonly [first: MetricValue | null, second: MetricValue | null];
  /**
   * `overlap`: the intervals overlap, so the values need not differ. `unknown`: not both have an interval in the same
   * unit.
   */
  readonly difference: 'first-higher' | 'second-higher' | 'overlap' | 'unknown';
}

/** Two stored records of any kinds, side by side. */
export interface ComparedRecords {
  readonly summaries: readonly [first: RecordSummary, second: RecordSummary];
  readonly metricValues: readonly ComparedMetric[];
  /** The components that at least one of the records states. */
  readonly components: readonly {
    readonly component: RunComponent;
    readonly values: readonly [first: string, second: string];
    readonly isSame: boolean;
  }[];
}

/**
 * Compares two stored records.
 * @returns `null` if a record is not stored in this browser or has no metric values
 * @throws AppError storage-failed
 */
export async function compareStoredRecords(firstId: string, secondId: string): Promise<ComparedRecords | null> {
  const summaries = await wrapStorageError(listRecords());
  const findDetails = (id: string) => {
    const summary = summaries.find((candidate) => candidate.id === id);
    return summary ? loadDetails(summary) : null;
  };
  const [first, second] = await wrapStorageError(Promise.all([findDetails(firstId), findDetails(secondId)]));
  return first && second ? compareDetails(first, second) : null;
}

function compareDetails(first: RecordDetails, second: RecordDetails): ComparedRecords {
  const keys = new Set([...first.metricValues, ...second.metricValues].map(toMetricKey));
  const find = ({ metricValues }: RecordDetails, key: string) =>
    metricValues.find((metricValue) => toMetricKey(metricValue) === key) ?? null;
  const metricValues = [...keys].map((key): ComparedMetric => {
    const [a, b] = [find(first, key), find(second, key)];
    return { key, values: [a, b], difference: compareValues(a, b) };
  });
  const names = new Set([...Object.keys(first.components), ...Object.keys(second.components)] as RunComponent[]);
  const components = [...names].map((component) => {
    const values = [first.components[component] ?? '', second.components[component] ?? ''] as const;
    return { component, values, isSame: values[0] === values[1] };
  });
  return {
    summaries: [first.summary, second.summary],
    metricValues,
    components: components.filter(({ values }) => values.some((value) => value !== '')),
  };
}

/** Compares two values by their intervals, because no paired test is possible without the samples of both. */
function compareValues(first: MetricValue | null, second: MetricValue | null): ComparedMetric['difference'] {
  if (!first?.interval || !second?.interval || first.unit !== second.unit) return 'unknown';
  if (first.interval.low > second.interval.high) return 'first-higher';
  return second.interval.low > first.interval.high ? 'second-higher' : 'overlap';
}
