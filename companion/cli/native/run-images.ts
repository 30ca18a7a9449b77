import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { RunLink } from '#links/run-link.ts';
import { summarise, toJson, type RunSummary } from '#share/export/run-export.ts';
import { getTask } from '#tasks/index.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { skiaImages } from './images.ts';
import { openNativeModel, type NativeModel } from './native-model.ts';
import type { CompanionTarget } from './companion-target.ts';

interface RanImage {
  readonly file: { readonly name: string };
  readonly run: TaskRun<unknown> | null;
  readonly error: AppError | null;
}

/** Runs a task on images with a native engine, as the Run page does in a browser. */
export async function runImagesNative(
  link: RunLink,
  {
    model,
    target,
    inputs,
  }: { readonly model: ModelArgument; readonly target: CompanionTarget; readonly inputs: readonly string[] },
  signal: AbortSignal,
): Promise<{
  readonly summary: RunSummary<unknown>;
  /** The first one, if an image failed. */ readonly failure: AppError | null;
}> {
  const { task, threads, dimensions } = link;
  await using native = await openNativeModel({
    task,
    model,
    target,
    threads,
    dimensions,
    settings: pickEngineSettings(link),
  });
  const ran: RanImage[] = [];
  for (const path of inputs) ran.push(await runImage(native, path, signal));
  const opened = native.opened as OpenedTensorModel; // the task has graphs
  const summary = toJson(summarise(task, opened, ran, null), getTask(task));
  return { summary, failure: ran.find(({ error }) => error)?.error ?? null };
}

async function runImage({ run }: NativeModel, path: string, signal: AbortSignal): Promise<RanImage> {
  if (!run) throw new UsageError('the model takes no images');
  const name = basename(path);
  try {
    const startMs = performance.now();
    const image = await skiaImages.decode(new Uint8Array(await readFile(path)), name);
    const decodeMs = performance.now() - startMs;
    const { timing, ...ran } = await run(image, signal).finally(() => image.close());
    return { file: { name }, run: { ...ran, timing: { ...timing, preMs: timing.preMs + decodeMs } }, error: null };
  } catch (thrown) {
    signal.throwIfAborted();
    return { file: { name }, run: null, error: asAppError(thrown) };
  }
}
