import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { RunLink } from '#links/run-link.ts';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { summarise, toJson, type RunSummary } from '#share/export/run-export.ts';
import { getTask } from '#tasks/index.ts';
import { applyResultSettings } from '#tasks/result-settings.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { skiaImages } from './images.ts';
import { openNativeModel, type NativeModel } from './native-model.ts';
import type { CompanionTarget } from './companion-target.ts';

/** A completed input, with either a result or an error. */
interface CompletedInput {
  readonly file: { readonly name: string };
  readonly run: TaskRun<unknown> | null;
  readonly error: AppError | null;
}

/** Runs a task on files with a native engine, as the Run page does in a browser. */
export async function runInputsNative(
  link: RunLink,
  {
    model,
    target,
    inputs,
  }: { readonly model: ModelArgument; readonly target: CompanionTarget; readonly inputs: readonly string[] },
  signal: AbortSignal,
): Promise<{
  readonly summary: RunSummary<unknown>;
  /** The error of the first input that failed; `null` if none did. */
  readonly failure: AppError | null;
}> {
  const { task, threads, dimensions, detection } = link;
  await using native = await openNativeModel({
    task,
    model,
    target,
    threads,
    dimensions,
    settings: pickEngineSettings(link),
    maxOverlap: detection.maxOverlap,
    signal,
  });
  const completed: CompletedInput[] = [];
  for (const path of inputs) completed.push(await runInput(native, path, link, signal));
  const openedModel = native.opened as OpenedTensorModel; // the task has graphs
  const filtered = completed.map(({ run, ...input }) => ({
    ...input,
    run: run && { ...run, result: applyResultSettings(getTask(task), run.result, link) },
  }));
  const summary = toJson(summarise(task, openedModel, filtered, null), getTask(task));
  return { summary, failure: completed.find(({ error }) => error)?.error ?? null };
}

async function runInput(
  { run }: NativeModel,
  path: string,
  link: RunLink,
  signal: AbortSignal,
): Promise<CompletedInput> {
  if (!run) throw new UsageError(`the model does not accept ${getTask(link.task).input} files`);
  const name = basename(path);
  try {
    const startMs = performance.now();
    const { input, close } = await openInput(path, link);
    const decodeMs = performance.now() - startMs;
    const { timing, ...output } = await run(input, signal).finally(close);
    return { file: { name }, run: { ...output, timing: { ...timing, preMs: timing.preMs + decodeMs } }, error: null };
  } catch (thrown) {
    signal.throwIfAborted();
    return { file: { name }, run: null, error: asAppError(thrown) };
  }
}

async function openInput(path: string, { task, language }: RunLink) {
  const bytes = new Uint8Array(await readFile(path));
  const kind = getTask(task).input;
  if (kind === 'text') return { input: await readTextLines(new Blob([bytes]), basename(path)), close: () => {} };
  if (kind === 'audio') {
    const samples = readWavSamples(bytes, basename(path)); // Node has no decoder for other audio formats
    return { input: { samples, ...(language !== null && { language }) }, close: () => {} };
  }
  const image = await skiaImages.decode(bytes, basename(path));
  return { input: image, close: () => image.close() };
}
