import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asAppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import { audioSampleRate, type TaskInputs } from '#core/task/task.ts';
import { measureImageFeatures } from '#drift/image-features.ts';
import { takeEvenly } from '#drift/take-evenly.ts';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { getTask, type TaskId } from '#tasks/index.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { UsageError, type Context } from '../command.ts';
import { skiaImages } from './images.ts';
import { openDataFiles } from './local-files.ts';
import type { NativeModel } from './native-model.ts';

interface ObservedFolder {
  readonly observations: readonly Observation[];
  /** The paths of the files that are not inputs of the task. */
  readonly unreadable: readonly string[];
}

/** @throws UsageError if `path` is not a folder */
export function checkFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`"${path}" is not a folder`);
}

/**
 * Runs a model on at most `limit` files of a folder, and at most `limit` lines of each text file.
 * @throws AppError from the engine
 */
export async function observeFolder(
  model: NativeModel,
  task: TaskId,
  { folder, limit }: { readonly folder: string; readonly limit: number },
  { log, signal }: Pick<Context, 'log' | 'signal'>,
): Promise<ObservedFolder> {
  const observeFile = observers[getTask(task).input];
  const paths = openDataFiles(folder).map(({ path }) => path);
  const observations: Observation[] = [];
  const unreadable: string[] = [];
  for (const path of takeEvenly(paths.sort(), limit)) {
    signal.throwIfAborted();
    try {
      observations.push(...(await observeFile(model, task, { path: join(folder, path), limit }, signal)));
    } catch (thrown) {
      if (asAppError(thrown).code !== 'file-unreadable') throw thrown;
      unreadable.push(path);
    }
  }
  log(`${basename(folder)}: ${observations.length} inputs`);
  return { observations, unreadable };
}

type ObserveFile = (
  model: NativeModel,
  task: TaskId,
  file: { readonly path: string; readonly limit: number },
  signal: AbortSignal,
) => Promise<readonly Observation[]>;

const observers: Readonly<Record<keyof TaskInputs, ObserveFile>> = {
  async image(model, task, { path }, signal) {
    const image = await skiaImages.decode(new Uint8Array(await readFile(path)), path);
    try {
      const { numbers, ...others } = await observeResult(model, task, image, signal);
      return [{ numbers: { ...measureImageFeatures(image), ...numbers }, ...others }];
    } finally {
      image.close();
    }
  },

  /** Observes a WAV file. Node has no decoder for other audio formats. */
  async audio(model, task, { path }, signal) {
    const samples = readWavSamples(new Uint8Array(await readFile(path)), basename(path));
    const { numbers, ...others } = await observeResult(model, task, { samples }, signal);
    return [{ numbers: { seconds: samples.length / audioSampleRate, ...numbers }, ...others }];
  },

  /** Makes one observation per line. */
  async text(model, task, { path, limit }, signal) {
    const lines = await readTextLines(new Blob([await readFile(path)]), basename(path));
    const observations: Observation[] = [];
    for (const line of takeEvenly(lines, limit)) {
      const { numbers, ...others } = await observeResult(model, task, [line], signal);
      observations.push({ numbers: { characters: line.length, ...numbers }, ...others });
    }
    return observations;
  },
};

async function observeResult(
  { run }: NativeModel,
  task: TaskId,
  input: TaskInputs[keyof TaskInputs],
  signal: AbortSignal,
): Promise<Observation> {
  const { result } = await run!(input, signal); // present for every task with graphs
  return getTask(task).observe?.(result) ?? { numbers: {} };
}
