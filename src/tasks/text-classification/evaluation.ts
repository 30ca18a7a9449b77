import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { ClassProbability } from '#core/task/observation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import { toClassificationOutcome } from '../classification-outcome.ts';
import { toClasses, type TextClassification } from './text-classification.ts';

/** Scores the labels of a text against its class. */
export const evaluation: TaskEvaluation<readonly TextClassification[], ClassificationOutcome> = {
  label: 'class',
  toGroundTruth: (results) => ({ kind: 'class', label: readClasses(results)[0]?.label ?? '' }),
  toOutcome: (results, truth) => toClassificationOutcome(readClasses(results), truth),
  metrics: classificationMetrics,
};

/** Reads the classes of the only text of an item. */
function readClasses([result]: readonly TextClassification[]): readonly ClassProbability[] {
  const classes = result ? toClasses(result) : [];
  checkFinite(classes.map(({ probability }) => probability));
  return classes;
}
