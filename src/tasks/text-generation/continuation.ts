import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import {
  compareWindows,
  languageModelMetrics,
  createWindowOutcome,
  type WindowOutcome,
} from '#metrics/language-model.ts';

/** Plain text, of which a model predicts each next token. It is its own truth. */
export const continuation: TaskEvaluation<readonly TokenPrediction[], WindowOutcome> = {
  label: null,
  toOutcome: (predictions) => createWindowOutcome(predictions),
  compare: compareWindows,
  metrics: languageModelMetrics,
};
