import { asAppError, type AppError, type ErrorCode } from '#core/errors/error.ts';
import type { EvaluatedItem, ItemDigest } from '#core/task/evaluated-item.ts';
import type { TaskEvaluation, GroundTruth } from '#core/task/evaluation.ts';
import type { PipelineOptions, TaskRun } from '#core/task/task.ts';

/** An item with its decoded input, which `close` frees. */
export interface OpenedItem<Input> {
  readonly input: Input;
  readonly decodeMs: number;
  readonly truth: GroundTruth | null;
  close(): void;
}

interface Evaluator<Item, Input> {
  /** Reads and decodes an item. Called for the next item while the current one runs. */
  open(item: Item): Promise<OpenedItem<Input>>;
  /** @throws AppError if the bytes cannot be read */
  digest(item: Item): Promise<ItemDigest>;
  run(input: Input, options: PipelineOptions<unknown>): Promise<TaskRun<unknown>>;
  readonly evaluation: Pick<TaskEvaluation<unknown, unknown>, 'toOutcome' | 'toGroundTruth'>;
}

/** Errors after which the engine cannot run further items. */
const fatalErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'device-lost',
  'out-of-memory',
  'worker-died',
  'internal',
]);

/**
 * Runs and scores items in order. An item that cannot be read or run is recorded as failed.
 * @param returnGroundTruth whether to return each result as ground truth for another model
 * @throws AppError an engine error after which it cannot continue
 */
export async function evaluateItems<Item extends { readonly path: string }, Input>(
  items: readonly Item[],
  evaluator: Evaluator<Item, Input>,
  returnGroundTruth = false,
): Promise<EvaluatedItem[]> {
  const prepare = (item: Item | undefined) =>
    item && ([settle(evaluator.open(item)), settle(evaluator.digest(item))] as const);
  const evaluated: EvaluatedItem[] = [];
  let next = prepare(items[0]);
  for (const [index, { path }] of items.entries()) {
    const [opening, digesting] = next!;
    const opened = await opening;
    next = prepare(items[index + 1]);
    const outcome = opened.error
      ? { error: opened.error }
      : await scoreItem(opened.value, evaluator, returnGroundTruth);
    const digest = (await digesting).value ?? { sha256: null };
    if ('error' in outcome) {
      const { code, facts } = outcome.error;
      if (fatalErrors.has(code)) {
        await next?.[0].then(({ value }) => value?.close());
        throw outcome.error;
      }
      evaluated.push({ path, ...digest, error: { code, facts } });
    } else {
      evaluated.push({ path, ...digest, ...outcome });
    }
  }
  return evaluated;
}

async function scoreItem<Item, Input>(
  { input, decodeMs, truth, close }: OpenedItem<Input>,
  { run, evaluation }: Evaluator<Item, Input>,
  returnGroundTruth: boolean,
) {
  try {
    const { result, timing } = await run(input, { isForScoring: true });
    return {
      outcome: truth && evaluation.toOutcome(result, truth),
      ...(returnGroundTruth && evaluation.toGroundTruth && { truth: evaluation.toGroundTruth(result) }),
      timing: { ...timing, preMs: timing.preMs + decodeMs },
    };
  } catch (thrown) {
    return { error: asAppError(thrown) };
  } finally {
    close();
  }
}

type Settled<T> = { readonly value: T; readonly error?: never } | { readonly value?: never; readonly error: AppError };

/** Converts a rejection into a value, because the promise is awaited later and must not count as unhandled. */
function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ error: asAppError(thrown) }),
  );
}
