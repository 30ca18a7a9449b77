import { AppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import {
  estimateAccuracy,
  fitAccuracyEstimator,
  minLabelledItems,
  type AccuracyEstimator,
  type EstimationMethod,
} from '#drift/accuracy/accuracy-estimator.ts';
import { listLabelledConfidence } from '#evaluate/result/labelled-confidence.ts';
import type { TaskId } from '#tasks/index.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import { UsageError } from '../command.ts';
import type { NativeModel } from './native-model.ts';
import { chooseItems, readData } from './read-data.ts';

/** The accuracy of a classifier on inputs without labels, with the errors of both estimates on labelled items. */
export interface NativeEstimate {
  readonly estimates: Readonly<Record<EstimationMethod, number>>;
  readonly estimator: AccuracyEstimator;
}

/**
 * Fits the estimators on a labelled folder, and applies them to observed inputs.
 * @throws UsageError if the task is no classification, or if there are too few labelled items | AppError
 */
export async function estimateNative(
  model: NativeModel,
  task: TaskId,
  folder: string,
  observations: readonly Observation[],
  signal: AbortSignal,
): Promise<NativeEstimate> {
  const evaluation = await loadEvaluation(task, true);
  if (evaluation?.label !== 'class') throw new UsageError(`--labelled is for classifiers, not for the task "${task}"`);
  const data = await readData(
    { path: folder, labelsOutside: null },
    { task, labels: null, split: null },
    'class',
    signal,
  );
  const { items } = await chooseItems({ link: { items: null, seed: 1 }, data, candidate: model, baseline: null });
  if (items.length === 0) throw new AppError('input-invalid', { name: data.name, reason: 'no-matching-classes' });
  const evaluatedItems = await model.evaluate(items, { signal, returnGroundTruth: false });
  const labelledConfidences = listLabelledConfidence(evaluatedItems);
  const estimator = fitAccuracyEstimator(labelledConfidences);
  const inputs = observations.flatMap(({ classes }) =>
    classes ? [classes.map(({ probability }) => probability)] : [],
  );
  if (!estimator)
    throw new UsageError(
      `--labelled "${folder}" has ${labelledConfidences.length} usable items: expected ${minLabelledItems}`,
    );
  return { estimates: estimateAccuracy(estimator, inputs), estimator };
}
