import { maxThreads, listSettingPairs, listSettingsOfKind, type EngineSettings } from '#core/engine/engine-settings.ts';
import {
  listEquivalentCompanionEngines,
  listDevices,
  pageDeviceIds,
  renamedDevices,
  runsInPage,
  tensorEngineIds,
  textEngineIds,
  type DeviceId,
  type EngineId,
  type TensorEngineId,
} from '#core/engine/engines.ts';
import { listEnginesInCompanion, listEnginesForFiles } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import { resolveStoredId, type HubModel } from '#core/model/hub-model.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { getCompanionName, readModelId } from '#core/model/model-id.ts';
import type { Model } from '#core/model/model.ts';
import type { DetectionSettings } from '#core/task/task.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { taskIds, getTask, type TaskId } from '#tasks/index.ts';
import { textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import { parseDimensions, formatDimensions } from './dimensions-query.ts';
import { LinkQuery } from './link-query.ts';
import { modelNames, readModel } from './model-query.ts';
import { listHostPairs, readCompanionTarget, targetNames } from './target-query.ts';
import { readSettings, listSettingNames } from './setting-query.ts';

/** Lists the parameters of a model and the settings to open it for a task. */
export function listTaskModelNames(task: ScoredTaskId): readonly string[] {
  const kind = getModelKind(task);
  const names = ['task', ...modelNames, ...targetNames, 'threads', ...listSettingNames(listSettingsOfKind(kind))];
  return kind === 'tensor' ? [...names, 'dims'] : names;
}

const getModelKind = (task: ScoredTaskId) => (task === textGeneration ? 'text' : 'tensor');
const getDemoModel = (task: ScoredTaskId) => (task === textGeneration ? null : getTask(task).demoModel);

/** The models that have a short id for links. */
export interface Catalogue {
  /** Bundled models. */
  readonly models: readonly Pick<Model, 'id' | 'entry' | 'engine' | 'task'>[];
  /** Models on the Hub. */
  readonly hubModels: readonly HubModel[];
}

/** A model of the catalogue, of this browser's downloads, or of the companion. */
export interface ModelReference<Engine extends EngineId = TensorEngineId> {
  readonly id: string;
  /** The engines that open it, preferred first. */
  readonly engineIds: readonly [Engine, ...Engine[]];
}

/** A model and the settings to open it for a task. */
export interface TaskModel<
  Task extends ScoredTaskId = TaskId,
  Engine extends EngineId = TensorEngineId,
> extends EngineSettings {
  readonly task: Task;
  /** `null` if the files are on the user's disk. */
  readonly model: ModelReference<Engine> | null;
  /** The id of a linked model; `null`, with a `model` of `null`, if the user chooses the files. */
  readonly linkedId: string | null;
  /** `null` for the preferred engine of the model's format. */
  readonly engine: Engine | null;
  /** `null`, like `threads`, for the choice for this model and device. */
  readonly device: DeviceId | null;
  readonly threads: number | null;
  /** The sizes of free dimensions of the model's inputs. */
  readonly dimensions: Dimensions;
}

/** A model for a scored task, which may have no graphs. */
export type ScoredModel = TaskModel<ScoredTaskId, EngineId>;

/** The contents of `#/run?…`: all settings of a run except the input. */
export interface RunLink extends TaskModel {
  /** Empty for a task that is not a detector. */
  readonly detection: DetectionSettings;
  /** Whether to run the bundled sample immediately. */
  readonly sample: boolean;
  /** Language of audio, see `InputAudio`; `null` to detect it. */
  readonly language: string | null;
  /** See `Task.aggregation`; `null` for the default. */
  readonly aggregation: string | null;
}

/**
 * Parses a link to the Run page.
 * @throws AppError link-invalid if anything in it is unknown, repeated or out of range | model-unknown
 */
export function parseRunLink(query: URLSearchParams, catalogue: Catalogue): RunLink {
  const link = new LinkQuery(query, [
    ...listTaskModelNames('object-detection'),
    ...detectionNames,
    'sample',
    'language',
    'aggregation',
  ]);
  const model = readTaskModel(link, 'object-detection', catalogue);
  const detection = readDetectionSettings(link, model.task);
  return {
    ...model,
    detection,
    sample: link.readChoice('sample', ['0', '1']) === '1',
    language: link.readText('language'),
    aggregation: link.readChoice('aggregation', getTask(model.task).aggregation?.choices ?? []),
  };
}

/** The names of {@link DetectionSettings} in links and commands. */
export const detectionNames = ['confidence', 'iou'] as const;
/** The lowest score of a box that a detector reports. */
const minConfidence = 0.1;

function readDetectionSettings(link: LinkQuery, task: TaskId): DetectionSettings {
  const detectionName = detectionNames.find((name) => link.readText(name) !== null);
  if (detectionName !== undefined && !getTask(task).filter)
    throw createInvalidLinkError({ reason: 'setting-of-detector', setting: detectionName, task });
  const minScore = link.readNumber('confidence', { min: minConfidence, max: 1 });
  const maxOverlap = link.readNumber('iou', { min: 0, max: 1 });
  return { ...(minScore !== null && { minScore }), ...(maxOverlap !== null && { maxOverlap }) };
}

function readTaskModel(link: LinkQuery, defaultTask: TaskId, catalogue: Catalogue): TaskModel {
  const task = link.readChoice('task', taskIds) ?? defaultTask;
  return { task, ...readModelSetup(link, task, catalogue, tensorEngineIds) };
}

/**
 * Reads the model of a link whose task is known; the task may have no graphs.
 * @throws AppError as {@link parseRunLink}
 */
export function readScoredModel(link: LinkQuery, task: ScoredTaskId, catalogue: Catalogue): ScoredModel {
  const engines: readonly EngineId[] = task === textGeneration ? textEngineIds : tensorEngineIds;
  return { task, ...readModelSetup(link, task, catalogue, engines) };
}

/**
 * Reads the model and the settings to open it.
 * @param taskEngines the engines of the task
 */
function readModelSetup<Engine extends EngineId>(
  link: LinkQuery,
  task: ScoredTaskId,
  catalogue: Catalogue,
  taskEngines: readonly Engine[],
): Omit<TaskModel<ScoredTaskId, Engine>, 'task'> {
  const { modelId, linkedId, expectsFile } = readModel(link);
  const id = modelId ?? getDemoModel(task);
  const model =
    expectsFile || linkedId !== null || id === null ? null : resolveReferenceAmong(id, task, catalogue, taskEngines);
  const dims = link.readText('dims');
  const isInCompanion = model !== null && getCompanionName(model.id) !== null;
  const opensModel = (id: Engine) =>
    !model ||
    (isInCompanion ? model.engineIds.includes(id) : listEquivalentCompanionEngines(model.engineIds[0]).includes(id));
  return {
    model,
    linkedId,
    ...(readCompanionTarget(link, taskEngines.filter(opensModel), isInCompanion) ??
      readPageTarget(link, taskEngines, model)),
    threads: link.readInteger('threads', { min: 1, max: maxThreads }),
    ...readSettings(link, listSettingsOfKind(getModelKind(task))),
    dimensions: dims === null ? {} : parseDimensions(dims),
  };
}

function readPageTarget<Engine extends EngineId>(
  link: LinkQuery,
  taskEngines: readonly Engine[],
  model: ModelReference<Engine> | null,
): { readonly engine: Engine | null; readonly device: DeviceId | null } {
  const inPage = taskEngines.filter((id) => runsInPage(id));
  const engine = link.readChoice('engine', inPage) ?? model?.engineIds[0] ?? null;
  if (model && engine && !model.engineIds.includes(engine))
    throw createInvalidLinkError({ reason: 'engine-of-other-model', engine, engines: model.engineIds.join(', ') });
  const devices = engine ? listDevices(engine, 'page') : pageDeviceIds;
  return { engine, device: link.readChoice('device', devices, renamedDevices) };
}

/** Formats the URL hash that repeats a run, without the sample, which runs only on explicit request. */
export function formatRunHash(
  link: TaskModel & Partial<Pick<RunLink, 'detection' | 'language' | 'aggregation'>>,
): string {
  const query = formatTaskModelQuery(link);
  const { minScore, maxOverlap } = link.detection ?? {};
  if (minScore !== undefined) query.set('confidence', String(minScore));
  if (maxOverlap !== undefined) query.set('iou', String(maxOverlap));
  if (typeof link.language === 'string') query.set('language', link.language);
  if (typeof link.aggregation === 'string') query.set('aggregation', link.aggregation);
  return `#/run?${query}`;
}

/** Formats the parameters that {@link readTaskModel} reads. */
export function formatTaskModelQuery(link: ScoredModel): URLSearchParams {
  const { task, model, linkedId, engine, device, threads, dimensions } = link;
  const query = new URLSearchParams({ task });
  if (linkedId !== null) query.set('linked', linkedId);
  else if (!model) query.set('file', '1');
  else if (model.id !== getDemoModel(task)) query.set('model', model.id);
  for (const [name, value] of listHostPairs(device)) query.set(name, value);
  if (engine && engine !== model?.engineIds[0]) query.set('engine', engine);
  if (device !== null) query.set('device', device);
  if (threads !== null) query.set('threads', String(threads));
  for (const [name, text] of listSettingPairs(link)) query.set(name, text);
  const dims = formatDimensions(dimensions);
  if (dims !== undefined) query.set('dims', dims);
  return query;
}

/**
 * Finds a model by its id and the engines that open it.
 * @throws AppError link-invalid if the model is for another task, or no engine opens it | model-unknown
 */
export function resolveReference(name: string, task: TaskId, catalogue: Catalogue): ModelReference {
  return resolveReferenceAmong(name, task, catalogue, tensorEngineIds);
}

/** Does the same as {@link resolveReference}, for a task that may have no graphs. */
export function resolveScoredReference(
  name: string,
  task: ScoredTaskId,
  catalogue: Catalogue,
): ModelReference<EngineId> {
  return resolveReferenceAmong<EngineId>(
    name,
    task,
    catalogue,
    task === textGeneration ? textEngineIds : tensorEngineIds,
  );
}

/**
 * Finds a model among those of these engines.
 * @param taskEngines the engines of the task
 */
function resolveReferenceAmong<Engine extends EngineId>(
  name: string,
  task: ScoredTaskId,
  { models, hubModels }: Catalogue,
  taskEngines: readonly Engine[],
): ModelReference<Engine> {
  const bundled = models.find(({ id }) => id === name);
  if (bundled && bundled.task !== task)
    throw new AppError('link-invalid', { model: bundled.id, madeFor: bundled.task, task });
  const id = bundled?.id ?? resolveStoredId(name, hubModels);
  const entry = bundled?.entry ?? readModelId(id).entry ?? getCompanionName(id);
  if (entry === null) throw new AppError('model-unknown', { model: id });
  const openingEngines = getCompanionName(id) === null ? listEnginesForFiles([entry]) : listEnginesInCompanion(id);
  const candidates = openingEngines.flatMap((engine) => taskEngines.filter((candidate) => candidate === engine));
  const bundledEngines = candidates.filter((engine) => engine === bundled?.engine);
  const [first, ...others] = [...bundledEngines, ...candidates.filter((engine) => !bundledEngines.includes(engine))];
  if (!first) throw createInvalidLinkError({ reason: 'no-engine-for-file', file: entry });
  return { id, engineIds: [first, ...others] };
}
