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
  const evaluator = {
    open: (item: EvaluationItem) => open(item, evaluation.label),
    digest: async ({ file, mask }: EvaluationItem) => ({
      sha256: await digestOf(file),
      ...(mask && { maskSha256: await digestOf(mask.file) }),
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

async function open(
  { file, truth, mask, corruption }: EvaluationItem,
  label: ItemLabel['kind'],
): Promise<OpenedItem<Image>> {
  const startMs = performance.now();
  const clean = await openImage(await fileOf(file));
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

async function digestOf(file: EvaluationItem['file']): Promise<string> {
  return sha256Of(new Uint8Array(await (await fileOf(file)).arrayBuffer()));
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
