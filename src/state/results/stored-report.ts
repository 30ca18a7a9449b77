import { loadResult } from '#records/result-records.ts';
import { toViewModel, type ReportViewModel } from '../report/report-view-model.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/**
 * Loads the stored report with this id, with all samples; `null` if there is none.
 * @throws AppError storage-failed
 */
export async function loadStoredViewModel(id: string): Promise<ReportViewModel | null> {
  const stored = await wrapStorageError(loadResult(id));
  return stored?.report ? toViewModel(stored.report) : null;
}
