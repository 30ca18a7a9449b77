import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { readEnvironment } from '#device/environment.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { assembleResult, type EvaluationResult } from '#evaluate/result/evaluation-result.ts';
import { runDataset } from '#evaluate/run/run-dataset.ts';
import { chooseItems } from '../evaluate/data/choose-items.ts';
import type { EvaluationRequest } from '../evaluate/run/evaluation-request.ts';
import { toEvaluatedModel } from '../evaluate/run/evaluation-run.svelte.ts';
import { collectSecurityEvidence } from '../evaluate/run/security-evidence.ts';
import { appVersion } from '../shell/app-version.ts';

/**
 * Runs both models on the items in interleaved blocks, and judges the candidate by the gates if there are any. Unlike
 * an evaluation, it records nothing, and runs neither corruptions nor load.
 * @throws AppError input-invalid if no item can be used, and any error of the engine
 */
export async function judgeTrial(
  { link, data, candidate, baseline, baselineIsGroundTruth, scoring, gateFile }: EvaluationRequest,
  signal: AbortSignal,
): Promise<EvaluationResult> {
  const startedAtMs = Date.now();
  const pageMonitor = new PageMonitor();
  try {
    const { items, usableCount } = await chooseItems({ link, data, candidate, baseline });
    const { folder, dataset } = data;
    if (items.length === 0 || !folder || !dataset)
      throw new AppError('input-invalid', { name: folder?.name ?? '', reason: 'no-matching-classes' });
    const evaluated = { candidate: [] as EvaluatedItem[], baseline: [] as EvaluatedItem[], blocks: [] as number[] };
    await runDataset({
      items,
      candidate: candidate.model,
      baseline: baseline.model,
      baselineIsGroundTruth,
      signal,
      shouldContinue: async () => true,
      now: () => performance.now(),
      onBlock: (block) => {
        evaluated.candidate.push(...block.candidate);
        evaluated.baseline.push(...(block.baseline ?? []));
        evaluated.blocks.push(block.candidate.length);
      },
    });
    const security = gateFile && (await collectSecurityEvidence(candidate, signal));
    return await assembleResult({
      app: appVersion,
      settings: link,
      data: { name: folder.name, dataset, changedFiles: await data.listChangedFiles() },
      items,
      usableCount,
      candidate: toEvaluatedModel(candidate, evaluated.candidate),
      baseline: toEvaluatedModel(baseline, evaluated.baseline),
      baselineIsGroundTruth,
      blocks: evaluated.blocks,
      evaluation: scoring,
      gateFile,
      robustness: null,
      additionalEvidence: security ? { security } : {},
      startedAtMs,
      environment: await readEnvironment(),
      eventLoop: pageMonitor.eventLoop,
      signal,
    });
  } finally {
    pageMonitor.stop();
  }
}
