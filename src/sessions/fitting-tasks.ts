import type { TensorEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { withSizes } from '#core/engine/tensor.ts';
import { taskIds, getTask, type TaskId } from '#tasks/index.ts';
import { splitByRole, readGraphFacts, toSignature } from './model-graphs.ts';

/**
 * The tasks that a model is for: those whose roles recognise its graphs, from the headers alone, by the same rules that
 * decide once it is opened. Tasks for any model only if there are no others.
 * @param sizes of free dimensions that the tasks do not choose themselves
 * @throws AppError what `readFacts` throws
 */
export async function detectFittingTasks(
  model: ModelFiles,
  engine: TensorEngineId,
  sizes: Dimensions = {},
): Promise<readonly TaskId[]> {
  const headers = new Map<string, Promise<ModelFacts>>();
  const read = (name: string) => {
    const header = headers.get(name) ?? readGraphFacts(model, name).then((facts) => withGivenSizes(facts, sizes));
    headers.set(name, header);
    return header;
  };
  const results = await Promise.all(taskIds.map((id) => fitsFiles(id, model, engine, read)));
  const fitting = taskIds.filter((_, index) => results[index]);
  const specific = fitting.filter((id) => !getTask(id).isFallback);
  return specific.length > 0 ? specific : fitting;
}

const withGivenSizes = (facts: ModelFacts, sizes: Dimensions): ModelFacts => ({
  ...facts,
  inputs: withSizes(facts.inputs, sizes),
  outputs: withSizes(facts.outputs, sizes),
});

async function fitsFiles(
  id: TaskId,
  model: ModelFiles,
  engine: TensorEngineId,
  read: (name: string) => Promise<ModelFacts>,
): Promise<boolean> {
  const task = getTask(id);
  const { roles } = await task.loadPipeline();
  try {
    const { graphs } = await splitByRole(model, engine, roles, task.files ?? {}, read);
    for (const [role, { entry }] of graphs) if (!roles[role]?.matches(toSignature(await read(entry)))) return false;
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-parts') return false;
    throw thrown;
  }
}
