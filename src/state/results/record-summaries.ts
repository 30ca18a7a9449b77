import { listHallmarks, type StoredHallmark } from '#records/hallmarks.ts';
import { listSummaries, type ResultSummary } from '#records/results.ts';

/** A stored hallmark among the results. */
export interface HallmarkSummary extends StoredHallmark {
  readonly kind: 'hallmark';
}

export type RecordSummary = ResultSummary | HallmarkSummary;
export type RecordKind = RecordSummary['kind'];

/** Everything that the Results page lists, newest first. @throws as IndexedDB */
export async function recordSummaries(): Promise<RecordSummary[]> {
  const [results, hallmarks] = await Promise.all([listSummaries(), listHallmarks()]);
  const all: RecordSummary[] = [...results, ...hallmarks.map(hallmarkSummary)];
  return all.sort((one, other) => other.at - one.at);
}

function hallmarkSummary(hallmark: StoredHallmark): HallmarkSummary {
  return { ...hallmark, kind: 'hallmark' };
}
