import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import {
  compareWindows,
  languageModelMetrics,
  createWindowOutcome,
  type WindowOutcome,
} from '#metrics/language-model.ts';

/** Scores how well a model predicts each next token of plain text, which needs no labels. */
export const continuation: TaskEvaluation<readonly TokenPrediction[], WindowOutcome> = {
  label: null,
  toOutcome: (predictions) => createWindowOutcome(predictions),
  compare: compareWindows,
  metrics: languageModelMetrics,
};
