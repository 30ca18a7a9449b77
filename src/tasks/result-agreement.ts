import type { DeviceId, TensorEngineId } from '#core/engine/engines.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { Task, TaskRun } from '#core/task/task.ts';

/** Agreement of a run's results with the results of another model or engine for the same inputs. */
export interface ResultAgreement {
  /** Mean of the task's score over the inputs, 0 to 1. */
  readonly score: number;
  readonly inputs: number;
  /** What the results are compared with. */
  readonly model: string;
  readonly engine: TensorEngineId;
  readonly device: DeviceId;
}

/** @returns `null` if no input has results of both */
export async function measureResultAgreement<Result>(
  { id, facts }: OpenedTensorModel,
  inputs: readonly { readonly run: TaskRun<Result> | null; readonly previous: Result | null }[],
  task: Task<Result>,
): Promise<ResultAgreement | null> {
  const both = inputs.flatMap(({ run, previous }) =>
    run && previous !== null ? [{ actual: run.result, previous }] : [],
  );
  if (both.length === 0) return null;
  const { score } = await task.loadPipeline();
  const sum = both.reduce((total, { actual, previous }) => total + score(actual, previous), 0);
  return { score: sum / both.length, inputs: both.length, model: id, engine: facts.engine, device: facts.device };
}
