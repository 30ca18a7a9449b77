import type { DeviceId, TensorEngineId } from '#core/engine/engines.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { Task, TaskRun } from '#core/task/task.ts';

/** The agreement of results with those of another model or engine for the same inputs. */
export interface ResultAgreement {
  /** Mean of the task's score over the inputs, 0 to 1. */
  readonly score: number;
  readonly inputs: number;
  /** The model, engine and device that the results are compared with. */
  readonly model: string;
  readonly engine: TensorEngineId;
  readonly device: DeviceId;
}

/**
 * Measures how far the results of a run agree with those of the previous model or engine.
 * @param task its `score` compares two results
 * @returns `null` if no input has both results
 */
export async function measureResultAgreement<Result>(
  { id, facts }: OpenedTensorModel,
  inputs: readonly { readonly run: TaskRun<Result> | null; readonly previousResult: Result | null }[],
  task: Task<Result>,
): Promise<ResultAgreement | null> {
  const pairs = inputs.flatMap(({ run, previousResult }) =>
    run && previousResult !== null ? [{ actual: run.result, previousResult }] : [],
  );
  if (pairs.length === 0) return null;
  const { score } = await task.loadPipeline();
  const sum = pairs.reduce((total, { actual, previousResult }) => total + score(actual, previousResult), 0);
  return { score: sum / pairs.length, inputs: pairs.length, model: id, engine: facts.engine, device: facts.device };
}
