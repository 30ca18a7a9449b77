import { AppError } from '#core/errors/error.ts';
import type { ResourceDescriptor } from '#hallmark/statement/statement.ts';
import { formatEvaluateLink, type BaselineModel } from '#links/evaluate-link.ts';
import { resolveScoredReference } from '#links/run-link.ts';
import { scoredTasks, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import { defaultSuite } from '#validation/robustness/suite-settings.ts';
import { defaultSustainedS } from '#evaluate/run/performance-tests.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { findModel } from './find-model.ts';
import type { HallmarkViewModel } from './hallmark-view-model.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

/** Finds the task of a hallmark; `null` if this version of Assay does not score it. */
export function findHallmarkTask({ verified }: HallmarkViewModel): ScoredTaskId | null {
  return scoredTasks.find((task) => task === verified.statement.predicate.task) ?? null;
}

/**
 * Formats the link of the Evaluate page that repeats the run of a hallmark. The user chooses a model that this browser
 * does not have.
 */
export async function formatReproductionHash(
  { verified, hash }: HallmarkViewModel,
  task: ScoredTaskId,
): Promise<string> {
  const { subject, predicate } = verified.statement;
  const { data, baseline, run } = predicate;
  const candidate = await findModelInBrowser(subject, task);
  // If the engine of the hallmark does not open the model, another one is used, because scores should not depend on it.
  const engine = candidate.model?.engineIds.find((id) => id === run.target.engine);
  const isSample = data?.sample !== undefined;
  return formatEvaluateLink({
    ...(engine && run.settings),
    ...candidate,
    task,
    engine: engine ?? candidate.model?.engineIds[0] ?? null,
    device: null,
    threads: null,
    dimensions: {},
    baseline: baseline ? await findModelInBrowser([baseline], task) : null,
    labels: null,
    split: null,
    items: isSample ? data.items + data.failed + data.notRun : null,
    stopAfter: data && data.notRun > 0 ? data.items + data.failed : null,
    seed: data?.sample?.seed ?? 1,
    robustness: run.gates.some(({ gate }) => gate === 'robustness') ? defaultSuite : null,
    concurrency: null,
    sustainedS: run.gates.some((gate) => gate.gate === 'sustained-slowdown' && 'measured' in gate)
      ? defaultSustainedS
      : null,
    hallmark: hash.slice('#/h/'.length),
  });
}

async function findModelInBrowser(files: readonly ResourceDescriptor[], task: ScoredTaskId): Promise<BaselineModel> {
  const model = await findModel(files, task);
  if (!model) return { model: null, linkedId: null };
  if ('linkedId' in model) return { model: null, linkedId: model.linkedId };
  try {
    return { model: resolveScoredReference(model.id, task, catalogue), linkedId: null };
  } catch (thrown) {
    if (thrown instanceof AppError) return { model: null, linkedId: null }; // no engine of the task opens the stored model
    throw thrown;
  }
}
