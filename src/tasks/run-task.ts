import type { TensorSession } from '#core/runtime.ts';
import type { Task, TaskRun } from '#core/task.ts';

/**
 * Runs one input through a task on an open model, and times each part.
 * @param now A monotonic clock in milliseconds.
 * @throws AppError as the task's `encode` and the session's `run` do.
 */
export async function runTask<Input, Result>(
  task: Task<Input, Result>,
  session: Pick<TensorSession, 'facts' | 'run'>,
  input: Input,
  now: () => number,
): Promise<TaskRun<Result>> {
  const start = now();
  const tensors = task.encode(input, session.facts);
  const encoded = now();
  const outputs = await session.run(tensors);
  const inferred = now();
  const result = task.decode(outputs, input, session.facts);
  return { result, timing: { preMs: encoded - start, inferenceMs: inferred - encoded, postMs: now() - inferred } };
}
