import type { TensorEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { setSizes } from '#core/engine/tensor.ts';
import { taskIds, getTask, type TaskId } from '#tasks/index.ts';
import { splitByRole, readGraphFacts, toSignature } from './model-graphs.ts';

/**
 * Lists the tasks whose roles recognise the model's graphs, by the rules that also apply when it is opened, but from
 * the file headers alone. Fallback tasks are listed only if no other task fits.
 * @param sizes of free dimensions that the tasks do not choose themselves
 * @throws AppError of `readFacts`
 */
export async function detectFittingTasks(
  model: ModelFiles,
  engine: TensorEngineId,
  sizes: Dimensions = {},
): Promise<readonly TaskId[]> {
  const headers = new Map<string, Promise<ModelFacts>>();
  const readHeader = (name: string) => {
    const header = headers.get(name) ?? readGraphFacts(model, name).then((facts) => applySizes(facts, sizes));
    headers.set(name, header);
    return header;
  };
  const fits = await Promise.all(taskIds.map((id) => isFitting(id, model, engine, readHeader)));
  const fittingTasks = taskIds.filter((_, index) => fits[index]);
  const specific = fittingTasks.filter((id) => !getTask(id).isFallback);
  return specific.length > 0 ? specific : fittingTasks;
}

const applySizes = (facts: ModelFacts, sizes: Dimensions): ModelFacts => ({
  ...facts,
  inputs: setSizes(facts.inputs, sizes),
  outputs: setSizes(facts.outputs, sizes),
});

async function isFitting(
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
