import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { AppError } from '#core/errors/error.ts';
import { formatEvaluateLink } from '#links/evaluate-link.ts';
import { readHistoryEntry } from '../../shell/history-entry.ts';
import type { EvaluationRequest } from './evaluation-request.ts';
import { RecordedRun } from './recorded-run.ts';
import { computeRunIdentity } from './run-identity.ts';

/**
 * Starts the record of a run, or continues the record of an unfinished run.
 * @throws AppError what `RecordedRun.continue` throws
 */
export async function beginRecord(
  { link, candidate, baseline, data, gateFile, unfinished }: EvaluationRequest,
  items: readonly EvaluationItem[],
  startedAtMs: number,
): Promise<RecordedRun> {
  const { opened } = candidate.model;
  const { folder, options, classMap } = data;
  if (!opened || !folder) throw new AppError('aborted');
  const other = baseline.model.opened;
  const hash = formatEvaluateLink(link);
  const identity = await computeRunIdentity(hash, items, opened, other);
  if (unfinished) return RecordedRun.continue(unfinished, identity, other !== null);
  const { name, handle } = folder;
  const { result: _, position: __, ...entry } = readHistoryEntry();
  const run = {
    model: candidate.name,
    entry,
    gateFile,
    startedAtMs,
    hash,
    identity,
    folder: { name, handle },
    options,
    classMap,
  };
  return RecordedRun.begin({ ...run, total: items.length }, other !== null);
}
