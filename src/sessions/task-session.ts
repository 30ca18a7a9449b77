import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { ModelFiles, Subject } from '#core/model/model.ts';
import type { MemoryInUse, OpenedTensorModel, OpenOptions, Runtime, TensorSession } from '#core/engine/runtime.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { setSizes } from '#core/engine/tensor.ts';
import type { Graph, GraphRole, GraphSignature, TaskInputs } from '#core/task/task.ts';
import { getTask, type TaskId } from '#tasks/index.ts';
import { bindTask, type TimedPipeline } from '#tasks/run-task.ts';
import { detectFittingTasks } from './fitting-tasks.ts';
import { splitByRole, readGraphFacts } from './model-graphs.ts';

/** A model opened for a task, with its graphs bound to the task's pipeline. */
export interface TaskSession {
  readonly facts: Pick<OpenedTensorModel, 'facts' | 'graphs' | 'sizes' | 'labels'>;
  /** The task's input type. */
  readonly input: keyof TaskInputs;
  /** The graphs, without pre- and post-processing. */
  readonly graphs: readonly Graph[];
  readonly pipeline: TimedPipeline<TaskInputs[keyof TaskInputs], unknown>;
  /** Absent if the task cannot be scored. */
  readonly evaluation?: () => Promise<TaskEvaluation<unknown, unknown>>;
  /** The engine's memory, which all graphs share. */
  memory(): Promise<MemoryInUse>;
}

/** How a model is opened for a task. */
export interface TaskOpening {
  readonly subject: Pick<Subject, 'kind'> & { readonly id?: string };
  readonly engine: TensorEngineId;
  readonly options: OpenOptions;
  /** Sizes for free dimensions of the model's inputs. */
  readonly dimensions?: Dimensions;
  /** See `DetectionSettings`; applies to every run that is not scored. */
  readonly maxOverlap?: number | undefined;
}

/**
 * Opens the graphs of a model, one after the other, and binds them to a task.
 * @throws AppError model-parts | model-unsupported if the model does not fit the task, with a task that it fits |
 *   errors of `Runtime.open`
 */
export async function openForTask(
  id: TaskId,
  runtime: Runtime,
  model: ModelFiles,
  { subject, engine, options, dimensions = {}, maxOverlap }: TaskOpening,
): Promise<TaskSession> {
  try {
    return await openGraphs(id, runtime, model, { engine, options, dimensions, maxOverlap });
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== 'model-parts' && error.facts['misfit'] !== 'task') throw error;
    // If the headers cannot be read, the error reports only the mismatch.
    const fittingTasks = await listFittingTasks(model, engine).catch((): TaskId[] => []);
    const suits = fittingTasks.find((other) => other !== id);
    const stored = subject.kind === 'model' && { id: subject.id };
    throw new AppError(error.code, { ...error.facts, task: id, ...stored, ...(suits && { suits }) }, { cause: thrown });
  }
}

async function openGraphs(
  id: TaskId,
  runtime: Runtime,
  model: ModelFiles,
  { engine, options, dimensions, maxOverlap }: Required<Omit<TaskOpening, 'subject'>>,
): Promise<TaskSession> {
  const task = getTask(id);
  const definition = await task.loadPipeline();
  const split = await splitByRole(model, engine, definition.roles, task.files ?? {});
  const sessions: TensorSession[] = [];
  const graphs: Record<string, Graph> = {};
  let sizes = dimensions;
  for (const [role, files] of split.graphs) {
    const session = await runtime.open(files, options);
    sessions.push(session);
    sizes = await chooseSizes(definition.roles[role], session.facts, files, sizes);
    graphs[role] = toGraph(session, files, sizes);
  }
  const pipeline = await bindTask(definition, { graphs, files: split.files }, () => performance.now());
  const facts = combineSessionFacts(sessions, [...split.graphs.keys()]);
  const { labels } = pipeline;
  const hasSizes = Object.keys(sizes).length > 0;
  return {
    facts: { ...facts, ...(hasSizes && { sizes }), ...(labels && { labels }) },
    input: task.input,
    graphs: Object.values(graphs),
    pipeline: {
      ...pipeline,
      run: (input, runOptions = {}) =>
        pipeline.run(input, runOptions.isForScoring ? runOptions : { maxOverlap, ...runOptions }),
    },
    memory: () => sessions[0]!.memory(),
    ...(task.evaluation && { evaluation: () => task.evaluation!() }),
  };
}

/**
 * Adds suggested sizes to the requested ones if the role needs sizes for other free dimensions.
 * @throws AppError input-invalid if the model fits the role, but not with the requested sizes
 */
async function chooseSizes(
  role: GraphRole | undefined,
  signature: GraphSignature,
  model: ModelFiles,
  requested: Dimensions,
): Promise<Dimensions> {
  if (!role || role.matches(applySizes(signature, requested))) return requested;
  const suggested = await suggestDimensions(model);
  const sizes = { ...suggested, ...requested };
  if (role.matches(applySizes(signature, sizes))) return sizes;
  if (!role.matches(applySizes(signature, suggested))) return requested;
  throw new AppError('input-invalid', {
    reason: 'sizes-not-for-task',
    sizes: formatSizes(sizes),
    suggested: formatSizes(suggested),
  });
}

const formatSizes = (sizes: Dimensions) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name} ${size}`)
    .join(', ');

/** Suggests sizes for the free dimensions from the header and from a file that specifies the image size. */
async function suggestDimensions(model: ModelFiles): Promise<Dimensions> {
  let sizes: Dimensions = {};
  if (model.files.size === 0) return sizes; // the files are on a server
  await readGraphFacts(
    model,
    model.entry,
    (header, imageSizes) => (sizes = { ...suggestSizes(header), ...imageSizes }),
  );
  return sizes;
}

/**
 * Lists the tasks that a model fits, with suggested sizes if necessary.
 * @throws AppError of `readFacts`
 */
export async function listFittingTasks(model: ModelFiles, engine: TensorEngineId): Promise<readonly TaskId[]> {
  const fittingTasks = await detectFittingTasks(model, engine);
  return fittingTasks.length > 0 ? fittingTasks : detectFittingTasks(model, engine, await suggestDimensions(model));
}

function combineSessionFacts(
  [first, ...others]: readonly TensorSession[],
  roles: readonly string[],
): TaskSession['facts'] {
  if (!first) throw new AppError('internal', { why: 'a task was opened without a graph' });
  const createMs = others.reduce((sum, { facts }) => sum + facts.createMs, first.facts.createMs);
  return { facts: { ...first.facts, createMs }, ...(others.length > 0 && { graphs: roles }) };
}

function toGraph(session: TensorSession, model: ModelFiles, dimensions: Dimensions): Graph {
  const facts = applySizes(session.facts, dimensions);
  // A model on a server has no local files.
  const header = async () => (model.files.size === 0 ? null : readGraphFacts(model, model.entry));
  return { facts, run: (inputs) => session.run(inputs), readHeader: header };
}

function applySizes({ inputs, outputs }: GraphSignature, sizes: Dimensions): GraphSignature {
  return { inputs: setSizes(inputs, sizes), outputs: setSizes(outputs, sizes) };
}
