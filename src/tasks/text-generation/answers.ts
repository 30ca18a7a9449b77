import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { answerMetrics, createAnswerOutcome, type AnswerOutcome } from '#metrics/question-answering.ts';

/** Answers to questions, compared with the expected ones. */
export const answers: TaskEvaluation<string, AnswerOutcome> = {
  label: 'text',
  toGroundTruth: (answer) => ({ kind: 'text', text: answer }),
  toOutcome: (answer, truth) => createAnswerOutcome(answer, truth.kind === 'text' ? truth.text : ''),
  metrics: answerMetrics,
};
