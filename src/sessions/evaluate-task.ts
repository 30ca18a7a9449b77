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
import { corruptAudio } from './corrupted-audio.ts';
import { corruptImage } from './corrupted-image.ts';
import { corruptText } from './corrupted-text.ts';
import type { ItemReader } from './item-reader.ts';
import type { TaskSession } from './task-session.ts';

type Input = TaskInputs[keyof TaskInputs];

/**
 * Runs the items on the open model and scores them.
 * @throws AppError input-invalid if the task cannot be scored
 */
export async function evaluateWith(
  session: TaskSession,
  items: readonly EvaluationItem[],
  returnGroundTruth: boolean,
  reader: ItemReader,
): Promise<readonly EvaluatedItem[]> {
  const evaluation = await requireEvaluation(session);
  const read = readOnce(reader);
  const open = openers[session.input];
  const evaluator = {
    open: (item: EvaluationItem) => open(item, read(item), evaluation.label, reader),
    digest: async (item: EvaluationItem) => ({
      sha256: await computeSha256Hex(await read(item)),
      ...(item.mask && { maskSha256: await computeSha256Hex(await readBytes(item.mask.file, reader)) }),
    }),
    run: (input: Input, options: object) => session.pipeline.run(input, options),
    evaluation,
  };
  return evaluateItems(items, evaluator, returnGroundTruth);
}

/** @throws AppError input-invalid if the task cannot be scored */
export async function computeScores(session: TaskSession, outcomes: readonly unknown[]): Promise<EvaluationScores> {
  const { metrics, metricsFor } = await requireEvaluation(session);
  const all = [...metrics, ...(metricsFor?.(outcomes) ?? [])];
  return { scores: scoreDataset(outcomes, all), memory: await session.memory() };
}

function requireEvaluation({ evaluation }: TaskSession): Promise<TaskEvaluation<unknown, unknown>> {
  if (!evaluation) throw new AppError('input-invalid', { name: 'task', reason: 'task-not-scored' });
  return evaluation();
}

/**
 * Reads the bytes of an item; the next call for the same one returns them again. A file is read once for its image and its
 * digest, because Chromium keeps about 1 kB for each read until the page drops the `File` (docs/labelled-data.md).
 */
function readOnce(reader: ItemReader): (item: EvaluationItem) => Promise<Uint8Array<ArrayBuffer>> {
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
    const read = mask && (await readMask({ path: mask.path, open: () => openFile(mask.file) }, mask.labels));
    return { input, decodeMs, truth: read ?? truth, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** WAV only: workers have no decoder of other codecs. */
async function openAudioItem(
  { path, truth, corruption }: EvaluationItem,
  bytes: Promise<Uint8Array<ArrayBuffer>>,
): Promise<OpenedItem<Input>> {
  const startMs = performance.now();
  const clean = readWavSamples(await bytes, path);
  const samples = corruption ? corruptAudio(clean, corruption) : clean;
  return { input: { samples }, decodeMs: performance.now() - startMs, truth, close: () => {} };
}

/** The text of an item and, if that is its label, the other text of the pair. */
async function openTexts(
  { truth, corruption }: EvaluationItem,
  bytes: Promise<Uint8Array<ArrayBuffer>>,
): Promise<OpenedItem<Input>> {
  const startMs = performance.now();
  const clean = new TextDecoder().decode(await bytes);
  const text = corruption ? corruptText(clean, corruption) : clean;
  const input = truth?.kind === 'pair' ? [text, truth.text] : [text];
  return { input, decodeMs: performance.now() - startMs, truth, close: () => {} };
}

/** Reads and decodes an item without a corruption as an input of a task. @throws AppError file-gone | file-unreadable */
export function openItem(
  input: keyof TaskInputs,
  { mask: _mask, corruption: _corruption, ...item }: EvaluationItem,
  reader: ItemReader,
): Promise<OpenedItem<Input>> {
  return openers[input](item, readItemBytes(item, reader), null, reader);
}

const openers = { image: openImageItem, audio: openAudioItem, text: openTexts };

async function readItemBytes({ file, text }: EvaluationItem, reader: ItemReader): Promise<Uint8Array<ArrayBuffer>> {
  return file ? readBytes(file, reader) : new TextEncoder().encode(text);
}

async function readBytes(file: ItemFile, { openFile }: ItemReader): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await openFile(file)).arrayBuffer());
}
