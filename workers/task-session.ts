import type { OpenRequest } from '#bridge/contract.ts';
import type { ModelFiles } from '#core/model.ts';
import type { Opened, Runtime, TensorSession } from '#core/runtime.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Dimensions } from '#core/report.ts';
import { withSizes } from '#core/tensor.ts';
import type { Graph, TaskInputs } from '#core/task.ts';
import { taskOf, type TaskId } from '#tasks/index.ts';
import { bindTask, type TimedPipeline } from '#tasks/run-task.ts';
import { fittingTasks } from './fitting-tasks.ts';
import { modelParts, readHeader } from './model-parts.ts';

/** A model that was opened for a task, with its graphs bound to it. */
export interface TaskSession {
  readonly facts: Pick<Opened, 'facts' | 'graphs'>;
  readonly pipeline: TimedPipeline<TaskInputs[keyof TaskInputs], unknown>;
}

/**
 * Opens every graph of a model, one after the other, and binds the task to them.
 * @throws AppError model-parts | model-unsupported if the model is not for the task, with the task that it suits, and
 * as `Runtime.open`
 */
export async function openForTask(
  id: TaskId,
  engine: Runtime,
  model: ModelFiles,
  { subject, runtime, options, dimensions = {} }: Pick<OpenRequest, 'subject' | 'runtime' | 'options' | 'dimensions'>,
): Promise<TaskSession> {
  try {
    return await openGraphs(id, engine, model, { runtime, options, dimensions });
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== 'model-parts' && error.facts['misfit'] !== 'task') throw error;
    // If the header cannot be read, the error reports only the mismatch.
    const fitting = await fittingTasks(model, runtime).catch((): TaskId[] => []);
    const suits = fitting.find((other) => other !== id);
    const stored = subject.kind === 'model' && { id: subject.id };
    throw new AppError(error.code, { ...error.facts, task: id, ...stored, ...(suits && { suits }) }, { cause: thrown });
  }
}

async function openGraphs(
  id: TaskId,
  engine: Runtime,
  model: ModelFiles,
  { runtime, options, dimensions }: Required<Pick<OpenRequest, 'runtime' | 'options' | 'dimensions'>>,
): Promise<TaskSession> {
  const task = taskOf(id);
  const code = await task.code();
  const parts = await modelParts(model, runtime, code.roles, task.files ?? {});
  const sessions: TensorSession[] = [];
  const graphs: Record<string, Graph> = {};
  for (const [role, files] of parts.graphs) {
    const session = await engine.open(files, options);
    sessions.push(session);
    graphs[role] = graphOf(session, files, dimensions);
  }
  const pipeline = await bindTask(code, { graphs, files: parts.files }, () => performance.now());
  return { facts: jointFacts(sessions, [...parts.graphs.keys()]), pipeline };
}

function jointFacts([first, ...others]: readonly TensorSession[], roles: readonly string[]): TaskSession['facts'] {
  if (!first) throw new AppError('internal', { why: 'a task was opened without a graph' });
  const createMs = others.reduce((sum, { facts }) => sum + facts.createMs, first.facts.createMs);
  return { facts: { ...first.facts, createMs }, ...(others.length > 0 && { graphs: roles }) };
}

function graphOf(session: TensorSession, model: ModelFiles, dimensions: Dimensions): Graph {
  const { inputs, outputs } = session.facts;
  const facts = { inputs: withSizes(inputs, dimensions), outputs: withSizes(outputs, dimensions) };
  return { facts, run: (inputs) => session.run(inputs), header: () => readHeader(model, model.entry) };
}
