import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { AppError } from '#core/errors/error.ts';
import { formatEvaluateLink } from '#links/evaluate-link.ts';
import { readHistoryEntry } from '../../shell/history-entry.ts';
import type { EvaluationRequest } from './evaluation-request.ts';
import { RunRecord } from './run-record.ts';
import { computeRunIdentity } from './run-identity.ts';

/**
 * Starts the record of a run, or continues the record of an unfinished run.
 * @throws any error of `RecordedRun.continue`
 */
export async function beginRunRecord(
  { link, candidate, baseline, data, gateFile, unfinished }: EvaluationRequest,
  items: readonly EvaluationItem[],
  startedAtMs: number,
): Promise<RunRecord> {
  const { opened } = candidate.model;
  const { folder, options, classMap } = data;
  if (!opened || !folder) throw new AppError('aborted');
  const openedBaseline = baseline.model.opened;
  const hash = formatEvaluateLink(link);
  const identity = await computeRunIdentity(hash, items, opened, openedBaseline);
  if (unfinished) return RunRecord.continue(unfinished, identity, openedBaseline !== null);
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
  return RunRecord.begin({ ...run, total: items.length }, openedBaseline !== null);
}
