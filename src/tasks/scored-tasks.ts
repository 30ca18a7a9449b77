import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { taskIds, getTask, type TaskId } from './index.ts';

/**
 * The task of language models, which has no folder in `src/tasks`, because they run in text sessions on the Chat page.
 */
export const textGeneration = 'text-generation';

/** A task whose results can be scored. */
export type ScoredTaskId = TaskId | typeof textGeneration;

export const scoredTasks: readonly ScoredTaskId[] = [
  ...taskIds.filter((id) => getTask(id).evaluation !== undefined),
  textGeneration,
];

/** Loads the evaluation of a task on a dataset with or without labels; `undefined` if its results cannot be scored. */
export async function loadEvaluation(
  id: ScoredTaskId,
  hasLabels: boolean,
): Promise<TaskEvaluation<unknown, unknown> | undefined> {
  if (id !== textGeneration) return getTask(id).evaluation?.();
  const { answers } = await import('./text-generation/answers.ts');
  const { continuation } = await import('./text-generation/continuation.ts');
  return (hasLabels ? answers : continuation) as TaskEvaluation<unknown, unknown>;
}
