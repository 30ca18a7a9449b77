import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { asAppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { needsConversion } from '#convert/open-checkpoint.ts';
import { maxCalibrationItems, selectItems } from '#evaluate/items/select-items.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { recordInputs } from '#sessions/record-inputs.ts';
import { listFittingTasks } from '#sessions/task-session.ts';
import { getTask, taskIds, type TaskId } from '#tasks/index.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { UsageError, type Context } from '../command.ts';
import { listSourceFiles } from '../files/model-files.ts';
import { writeParts } from '../files/write-parts.ts';
import { formatErrorMessage } from '../print/print-error.ts';
import { itemReader } from './native-model.ts';
import { readData } from './read-data.ts';
import type { HostedStepEngine } from './step-engine.ts';

/** A fixed seed, so that the same items are always used. */
const seed = 1;

interface RecordedModel {
  /** The path of the model file. */
  readonly path: string;
  /** The model in that file. */
  readonly model: OnnxModel;
  /** The task that the user has named; `undefined` for the first that accepts the model. */
  readonly task: string | undefined;
  readonly dimensions: Dimensions;
}

/**
 * Records the input tensors that a model's task computes from the files of a folder, or from a random sample of them.
 * @throws UsageError if no task accepts the model, or if the folder has no inputs of the task | AppError from
 * `recordInputs`
 */
export async function recordSamples(
  folder: string,
  { path, model, task: taskName, dimensions }: RecordedModel,
  engine: HostedStepEngine,
  { signal, log }: Pick<Context, 'signal' | 'log'>,
): Promise<readonly Tensors[]> {
  const copies = await mkdtemp(join(tmpdir(), 'assay-record-')); // readable only by this user
  try {
    const files = await openModelFiles(path, model, copies, signal);
    const task = await findTask(taskName, files, folder);
    const items = await readItems(folder, task, signal);
    log(`${basename(folder)}: ${items.length} inputs of ${task}`);
    const request = { task, items, dimensions, device: 'cpu' } as const;
    return await recordInputs(files, request, { runtime: engine.runtime, reader: itemReader, signal });
  } finally {
    await rm(copies, { recursive: true, force: true });
  }
}

/** @throws UsageError if the folder has no inputs of the task */
async function readItems(folder: string, task: TaskId, signal: AbortSignal): Promise<readonly EvaluationItem[]> {
  const { input, evaluation } = getTask(task);
  // Texts are items of a table with labels. Other inputs are files, whose labels are not needed.
  const label = input === 'text' ? ((await evaluation?.())?.label ?? null) : null;
  const unsplit = { task, labels: null, split: null };
  try {
    const { dataset, files, match } = await readData({ path: folder, labelsOutside: null }, unsplit, label, signal);
    return selectItems(dataset, files, match(undefined), undefined, { n: maxCalibrationItems, seed });
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== 'dataset-unclear') throw error;
    const reason = formatErrorMessage(error);
    throw new UsageError(`--calibrate "${folder}": no NumPy files (.npy), nor inputs of ${task}: ${reason}`, {
      cause: error,
    });
  }
}

/** Opens the files that a task needs: the model as ONNX, and the files next to it that are not weights. */
async function openModelFiles(
  path: string,
  model: OnnxModel,
  copies: string,
  signal: AbortSignal,
): Promise<ModelFiles> {
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => /\.(json|txt|model)$/i.test(name));
  const sidecars = names.map((name) => join(folder, name));
  const paths = needsConversion(path) ? [join(copies, 'model.onnx')] : await listSourceFiles(path);
  if (needsConversion(path)) await writeParts(paths[0]!, encodeOnnx(model), signal);
  const files = await Promise.all([...paths, ...sidecars].map(openFileOnDisk));
  const entry = basename(paths[0]!);
  return { id: entry, entry, files: new Map(files.map((file) => [file.name, file])) };
}

async function findTask(taskName: string | undefined, files: ModelFiles, folder: string): Promise<TaskId> {
  if (taskName !== undefined) {
    const task = taskIds.find((id) => id === taskName);
    if (!task) throw new UsageError(`--task must be one of ${taskIds.join(', ')}, not "${taskName}"`);
    return task;
  }
  const [task] = await listFittingTasks(files, 'ort');
  if (task) return task;
  throw new UsageError(`--calibrate "${folder}": no task accepts the model, so NumPy files (.npy) are expected`);
}
