import { listModelFiles } from '#core/model/model.ts';
import { fitAccuracyEstimator } from '#drift/accuracy/accuracy-estimator.ts';
import type { EvaluationResult } from '#evaluate/result/evaluation-result.ts';
import { listLabelledConfidence } from '#evaluate/result/labelled-confidence.ts';
import { storeEstimator, toModelKey, type StoredEstimator } from '#records/accuracy-estimators.ts';

/**
 * Fits an estimator of accuracy on the items of an evaluation, and stores it for the deployments of the model.
 * @returns `null` if the model is not a classifier, if there are too few labelled items, or if its digests are unknown
 * @throws any error of IndexedDB
 */
export async function recordEstimator(
  { report, items }: Pick<EvaluationResult, 'report' | 'items'>,
  nowMs: number,
): Promise<StoredEstimator | null> {
  if (report.baseline?.isGroundTruth) return null;
  const estimator = fitAccuracyEstimator(listLabelledConfidence(items.map(({ candidate }) => candidate)));
  if (!estimator) return null;
  const { name, sha256 } = report.data;
  const files = listModelFiles(report.subject);
  if (files.some((file) => file.sha256 === '')) return null;
  const model = toModelKey(files);
  const stored = { model, task: report.task, dataset: { name, sha256 }, fittedAtMs: nowMs, estimator };
  await storeEstimator(stored);
  return stored;
}
