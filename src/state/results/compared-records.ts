import type { RunComponent } from '#hallmark/compare/compare-with-run.ts';
import { figureKey, type Figure } from './figures.ts';
import { loadDetails, type RecordDetails } from './record-details.ts';
import { listRecords, type RecordSummary } from './record-summaries.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** A figure that at least one of two records has. */
interface ComparedFigure {
  readonly key: string;
  readonly figures: readonly [first: Figure | null, second: Figure | null];
  /** `overlap`: the intervals do, so that the values need not differ. `unknown`: not both have an interval in one unit. */
  readonly difference: 'first-higher' | 'second-higher' | 'overlap' | 'unknown';
}

/** Two stored records of any kinds, side by side. */
export interface ComparedRecords {
  readonly summaries: readonly [first: RecordSummary, second: RecordSummary];
  readonly figures: readonly ComparedFigure[];
  /** What at least one of them states. */
  readonly parts: readonly {
    readonly part: RunComponent;
    readonly values: readonly [first: string, second: string];
    readonly isSame: boolean;
  }[];
}

/** @returns `null` if one of them is not stored here or has no figures @throws AppError storage-failed */
export async function compareStored(firstId: string, secondId: string): Promise<ComparedRecords | null> {
  const summaries = await wrapStorageError(listRecords());
  const detailsOf = (id: string) => {
    const summary = summaries.find((one) => one.id === id);
    return summary ? loadDetails(summary) : null;
  };
  const [first, second] = await wrapStorageError(Promise.all([detailsOf(firstId), detailsOf(secondId)]));
  return first && second ? compareDetails(first, second) : null;
}

function compareDetails(first: RecordDetails, second: RecordDetails): ComparedRecords {
  const keys = new Set([...first.figures, ...second.figures].map(figureKey));
  const find = ({ figures }: RecordDetails, key: string) => figures.find((figure) => figureKey(figure) === key) ?? null;
  const figures = [...keys].map((key): ComparedFigure => {
    const [one, other] = [find(first, key), find(second, key)];
    return { key, figures: [one, other], difference: differenceOf(one, other) };
  });
  const names = new Set([...Object.keys(first.parts), ...Object.keys(second.parts)] as RunComponent[]);
  const parts = [...names].map((part) => {
    const values = [first.parts[part] ?? '', second.parts[part] ?? ''] as const;
    return { part, values, isSame: values[0] === values[1] };
  });
  return {
    summaries: [first.summary, second.summary],
    figures,
    parts: parts.filter(({ values }) => values.some((value) => value !== '')),
  };
}

/** Whether the intervals do not overlap. Without the samples of both, no paired test is possible. */
function differenceOf(first: Figure | null, second: Figure | null): ComparedFigure['difference'] {
  if (!first?.interval || !second?.interval || first.unit !== second.unit) return 'unknown';
  if (first.interval.low > second.interval.high) return 'first-higher';
  return second.interval.low > first.interval.high ? 'second-higher' : 'overlap';
}
