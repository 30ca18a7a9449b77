import type { ReportViewModel } from '../report/report-view-model.ts';
import { loadGateRun, type OpenedGateRun } from './stored-gate-run.ts';
import { loadStoredViewModel } from './stored-report.ts';

/** A stored report, or a stored gate run on a report. */
export type StoredResultView = ReportViewModel | OpenedGateRun;

/**
 * Loads the stored result with this id; `null` if there is none.
 * @throws AppError storage-failed | link-invalid
 */
export async function loadStoredResult(id: string): Promise<StoredResultView | null> {
  return (await loadStoredViewModel(id)) ?? (await loadGateRun(id));
}
