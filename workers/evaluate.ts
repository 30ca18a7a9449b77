import type { EvaluationItem, EvaluationScores } from '#bridge/contract.ts';
import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { ItemLabel, TaskEvaluation } from '#core/evaluation.ts';
import { AppError } from '#core/error.ts';
import { readMask } from '#evaluate/masks/read-mask.ts';
import { evaluateItems, type OpenedItem } from '#evaluate/evaluate-items.ts';
import { scoreSet } from '#metrics/score-set.ts';
import { sha256Of } from '#storage/model-files.ts';
import { corruptedImage } from './corrupted-image.ts';
import { openImage } from './image.ts';
import type { TaskSession } from './task-session.ts';

type Image = Awaited<ReturnType<typeof openImage>>;

/** Runs the items on the open model and scores them. @throws AppError input-invalid if the task cannot be scored */
export async function evaluateWith(
  session: TaskSession,
  items: readonly EvaluationItem[],
  wantsTruth: boolean,
): Promise<readonly EvaluatedItem[]> {
  const evaluation = await evaluationOf(session);
  const read = readOnce();
  const evaluator = {
    open: async (item: EvaluationItem) => open(item, await read(item.file), evaluation.label),
    digest: async ({ file, mask }: EvaluationItem) => ({
      sha256: await sha256Of(await read(file)),
      ...(mask && { maskSha256: await sha256Of(await bytesOf(mask.file)) }),
    }),
    run: (image: Image, options: object) => session.pipeline.run(image, options),
    evaluation,
  };
  return evaluateItems(items, evaluator, wantsTruth);
}

/** @throws AppError input-invalid if the task cannot be scored */
export async function scoresOf(session: TaskSession, outcomes: readonly unknown[]): Promise<EvaluationScores> {
  const { metrics } = await evaluationOf(session);
  return { scores: scoreSet(outcomes, metrics), memory: await session.memory() };
}

function evaluationOf({ evaluation }: TaskSession): Promise<TaskEvaluation<unknown, unknown>> {
  if (!evaluation) throw new AppError('input-invalid', { name: 'task', reason: 'task-not-scored' });
  return evaluation();
}

/**
 * Reads the bytes of a file; the next call for the same one returns them again. A file is read once for its image and its
 * digest, because Chromium keeps about 1 kB for each read until the page drops the `File` (docs/labelled-data.md).
 */
function readOnce(): (file: EvaluationItem['file']) => Promise<Uint8Array<ArrayBuffer>> {
  let last: { readonly file: EvaluationItem['file']; readonly bytes: Promise<Uint8Array<ArrayBuffer>> } | undefined;
  return (file) => {
    if (last?.file !== file) last = { file, bytes: bytesOf(file) };
    return last.bytes;
  };
}

async function open(
  { file, truth, mask, corruption }: EvaluationItem,
  bytes: Uint8Array<ArrayBuffer>,
  label: ItemLabel['kind'],
): Promise<OpenedItem<Image>> {
  const startMs = performance.now();
  const clean = await openImage(new File([bytes], file.name));
  const input = corruption ? await corruptedImage(clean, corruption, label) : clean;
  const decodeMs = performance.now() - startMs;
  const close = () => input.close();
  try {
    const read = mask && (await readMask({ path: mask.path, open: () => fileOf(mask.file) }, mask.labels));
    return { input, decodeMs, truth: read ?? truth, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

async function bytesOf(file: EvaluationItem['file']): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fileOf(file)).arrayBuffer());
}

async function fileOf(file: EvaluationItem['file']): Promise<File> {
  if (file instanceof File) return file;
  return file.getFile().catch((thrown: unknown) => {
    const isGone = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    throw new AppError(
      isGone ? 'file-gone' : 'file-unreadable',
      { file: file.name, why: String(thrown) },
      { cause: thrown },
    );
  });
}
