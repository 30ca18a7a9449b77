import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { answerMetrics, createAnswerOutcome, type AnswerOutcome } from '#metrics/question-answering.ts';

/** Scores answers to questions against the expected answers. */
export const answers: TaskEvaluation<string, AnswerOutcome> = {
  label: 'text',
  toGroundTruth: (answer) => ({ kind: 'text', text: answer }),
  toOutcome: (answer, truth) => createAnswerOutcome(answer, truth.kind === 'text' ? truth.text : ''),
  metrics: answerMetrics,
};
