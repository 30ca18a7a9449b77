import type { ClassProbability, Observation } from '#core/task/observation.ts';

/**
 * Why an input is in the queue.
 * - `random`: drawn independently of its result, so that its label is an unbiased check of the estimated accuracy.
 * - `disagreement`: a candidate in shadow mode predicts another class.
 * - `low-confidence`, `small-margin`: the model is unsure of the class.
 */
export type QueueReason = 'random' | 'disagreement' | 'low-confidence' | 'small-margin';

/** An input of a deployment that waits for the user's label. Plain data for IndexedDB. */
export interface NewQueuedInput {
  readonly deployment: string;
  readonly version: number;
  /** Epoch milliseconds by the clock of the device, which may have been wrong. */
  readonly atMs: number;
  readonly reason: QueueReason;
  /** An image, or a text. */
  readonly input: Blob | string;
  /** The most probable classes according to the version that handled the input, in descending order. */
  readonly classes: readonly ClassProbability[];
  /** The candidate's prediction, if it disagrees. */
  readonly candidate?: { readonly version: number; readonly label: string };
}

export interface QueuedInput extends NewQueuedInput {
  /** Increases with each queued input of this browser. */
  readonly id: number;
  /** The class that the user has chosen; `null` until then. */
  readonly label: string | null;
}

/** Below this confidence, the prediction is more likely wrong than right. */
const minConfidence = 0.5;
/** Heuristic, not measured. */
const minMargin = 0.1;
/** The fraction of inputs drawn at random. Heuristic, not measured. */
const randomFraction = 0.05;

/**
 * Returns the reason why the user should label an input; `null` if there is none.
 * @param candidate the class that a candidate predicts; absent if none ran
 * @param random uniform in [0, 1). It is evaluated first, so that the random sample does not depend on the result
 */
export function chooseQueueReason(
  { classes, category }: Observation,
  candidate: string | undefined,
  random: number,
): QueueReason | null {
  if (!classes || classes.length < 2) return null;
  if (random < randomFraction) return 'random';
  if (candidate !== undefined && candidate !== category) return 'disagreement';
  const [first, second] = classes.map(({ probability }) => probability) as [number, number];
  if (first < minConfidence) return 'low-confidence';
  return first - second < minMargin ? 'small-margin' : null;
}

/** The maximum number and total size of the inputs that are stored for one deployment. Heuristic, not measured. */
export const maxQueuedInputs = 200;
export const maxQueuedBytes = 50_000_000;

function getQueuedBytes({ input }: Pick<QueuedInput, 'input'>): number {
  return typeof input === 'string' ? 2 * input.length : input.size;
}

/**
 * Chooses the stored inputs to drop for a new one: the oldest without a label. Labelled inputs are never dropped,
 * because they contain the user's work.
 * @param stored oldest first
 * @returns `null` if the new input does not fit
 */
export function planQueue(stored: readonly QueuedInput[], added: NewQueuedInput): readonly QueuedInput[] | null {
  const addedBytes = getQueuedBytes(added);
  let [count, bytes] = [stored.length + 1, stored.reduce((sum, input) => sum + getQueuedBytes(input), addedBytes)];
  const removedInputs: QueuedInput[] = [];
  for (const input of stored) {
    if (count <= maxQueuedInputs && bytes <= maxQueuedBytes) break;
    if (input.label !== null) continue;
    removedInputs.push(input);
    count--;
    bytes -= getQueuedBytes(input);
  }
  return count <= maxQueuedInputs && bytes <= maxQueuedBytes ? removedInputs : null;
}
