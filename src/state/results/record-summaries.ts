import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Validity } from '#core/report/report-header.ts';
import { listHallmarks, type StoredHallmark } from '#records/hallmark-records.ts';
import { listSummaries, listTags, type ResultSummary } from '#records/result-records.ts';

/** A stored hallmark among the results. */
export interface HallmarkSummary extends StoredHallmark {
  readonly kind: 'hallmark';
}

/** A result, gate run or hallmark that is stored in this browser, as lists show it. */
export type RecordSummary = (ResultSummary | HallmarkSummary) & {
  /** Given by the user, sorted. */
  readonly tags: readonly string[];
};
export type RecordKind = RecordSummary['kind'];
export type RecordVerdict = Validity | GateRun['verdict'];

/**
 * Everything that the Results page lists, newest first.
 * @throws any error of IndexedDB
 */
export async function listRecords(): Promise<RecordSummary[]> {
  const [results, hallmarks, tags] = await Promise.all([listSummaries(), listHallmarks(), listTags()]);
  const all = [...results, ...hallmarks.map(toHallmarkSummary)];
  return all
    .map((summary): RecordSummary => Object.assign(summary, { tags: tags.get(summary.id) ?? [] }))
    .sort((a, b) => b.at - a.at);
}

/** Formats the engine and device of a record, whose metric values can be compared over time; `null` if it has none. */
export function formatRecordTarget(summary: RecordSummary): string | null {
  return 'engine' in summary && summary.engine ? `${summary.engine} ${summary.device}` : null;
}

/** Returns the verdict or validity of a record; `null` if it has neither. */
export function getRecordVerdict(summary: RecordSummary): RecordVerdict | null {
  if ('verdict' in summary) return summary.verdict;
  return 'validity' in summary ? summary.validity : null;
}

function toHallmarkSummary(hallmark: StoredHallmark): HallmarkSummary {
  return { ...hallmark, kind: 'hallmark' };
}
