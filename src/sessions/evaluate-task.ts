import type { EvaluationItem, EvaluationScores, ItemFile } from '#evaluate/items/evaluation-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { AppError } from '#core/errors/error.ts';
import type { TaskInputs } from '#core/task/task.ts';
import { readMask } from '#evaluate/dataset/masks/read-mask.ts';
import { evaluateItems, type OpenedItem } from '#evaluate/run/evaluate-items.ts';
import { scoreDataset } from '#metrics/score-dataset.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { readWavSamples } from './audio/read-wav-samples.ts';
import { corruptAudio } from './corrupt-audio.ts';
import { corruptImage } from './corrupt-image.ts';
import { corruptText } from './corrupt-text.ts';
import type { ItemReader } from './item-reader.ts';
import type { TaskSession } from './task-session.ts';

type Input = TaskInputs[keyof TaskInputs];

/**
 * Runs items on an open model and reduces each result to its outcome.
 * @throws AppError input-invalid if the task cannot be scored
 */
export async function evaluateTask(
  session: TaskSession,
  items: readonly EvaluationItem[],
  returnGroundTruth: boolean,
  reader: ItemReader,
): Promise<readonly EvaluatedItem[]> {
  const evaluation = await requireEvaluation(session);
  const readItem = cacheLastRead(reader);
  const open = openers[session.input];
  const evaluator = {
    open: (item: EvaluationItem) => open(item, readItem(item), evaluation.label, reader),
    digest: async (item: EvaluationItem) => ({
      sha256: await computeSha256Hex(await readItem(item)),
      ...(item.mask && { maskSha256: await computeSha256Hex(await readBytes(item.mask.file, reader)) }),
    }),
    run: (input: Input, options: object) => session.pipeline.run(input, options),
    evaluation,
  };
  return evaluateItems(items, evaluator, returnGroundTruth);
}

/**
 * Computes the metrics of all outcomes.
 * @throws AppError input-invalid if the task cannot be scored
 */
export async function computeScores(session: TaskSession, outcomes: readonly unknown[]): Promise<EvaluationScores> {
  const { metrics, createMetrics: metricsFor } = await requireEvaluation(session);
  const allMetrics = [...metrics, ...(metricsFor?.(outcomes) ?? [])];
  return { scores: scoreDataset(outcomes, allMetrics), memory: await session.memory() };
}

function requireEvaluation({ evaluation }: TaskSession): Promise<TaskEvaluation<unknown, unknown>> {
  if (!evaluation) throw new AppError('input-invalid', { name: 'task', reason: 'task-not-scored' });
  return evaluation();
}

/**
 * Caches the bytes of the last item, so that a file is read once for its image and its digest. Chromium retains about 1
 * kB for each read until the page drops the `File` (docs/labelled-data.md).
 */
function cacheLastRead(reader: ItemReader): (item: EvaluationItem) => Promise<Uint8Array<ArrayBuffer>> {
  let last: { readonly item: EvaluationItem; readonly bytes: Promise<Uint8Array<ArrayBuffer>> } | undefined;
  return (item) => {
    if (last?.item !== item) last = { item, bytes: readItemBytes(item, reader) };
    return last.bytes;
  };
}

async function openImageItem(
  { path, truth, mask, corruption }: EvaluationItem,
  bytes: Promise<Uint8Array<ArrayBuffer>>,
  label: TaskEvaluation<unknown, unknown>['label'],
  { images, openFile }: ItemReader,
): Promise<OpenedItem<Input>> {
  const startMs = performance.now();
  const clean = await images.decode(await bytes, path);
  const input = corruption ? await corruptImage(clean, corruption, label, images) : clean;
  const decodeMs = performance.now() - startMs;
  const close = () => input.close();
  try {
    const maskTruth = mask && (await readMask({ path: mask.path, open: () => openFile(mask.file) }, mask.labels));
    return { input, decodeMs, truth: maskTruth ?? truth, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Supports only WAV, because workers have no decoders for other audio codecs. */
async function openAudioItem(
  { path, truth, corruption }: EvaluationItem,
  bytes: Promise<Uint8Array<ArrayBuffer>>,
): Promise<OpenedItem<Input>> {
  const startMs = performance.now();
  const clean = readWavSamples(await bytes, path);
  const samples = corruption ? corruptAudio(clean, corruption) : clean;
  return { input: { samples }, decodeMs: performance.now() - startMs, truth, close: () => {} };
}

/** Opens the text of an item, and for a pair label also the second text. */
async function openTextItem(
  { truth, corruption }: EvaluationItem,
  bytes: Promise<Uint8Array<ArrayBuffer>>,
): Promise<OpenedItem<Input>> {
  const startMs = performance.now();
  const clean = new TextDecoder().decode(await bytes);
  const text = corruption ? corruptText(clean, corruption) : clean;
  const input = truth?.kind === 'pair' ? [text, truth.text] : [text];
  return { input, decodeMs: performance.now() - startMs, truth, close: () => {} };
}

/**
 * Reads and decodes an item as an input of a task, without its mask and corruption.
 * @throws AppError file-gone | file-unreadable
 */
export function openItem(
  input: keyof TaskInputs,
  { mask: _mask, corruption: _corruption, ...item }: EvaluationItem,
  reader: ItemReader,
): Promise<OpenedItem<Input>> {
  return openers[input](item, readItemBytes(item, reader), null, reader);
}

const openers = { image: openImageItem, audio: openAudioItem, text: openTextItem };

async function readItemBytes({ file, text }: EvaluationItem, reader: ItemReader): Promise<Uint8Array<ArrayBuffer>> {
  return file ? readBytes(file, reader) : new TextEncoder().encode(text);
}

async function readBytes(file: ItemFile, { openFile }: ItemReader): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await openFile(file)).arrayBuffer());
}
