import type { ClassProbability, Observation } from '#core/task/observation.ts';

/**
 * Why an input is in the queue.
 * - `random`: drawn independently of its result, so that its label is a fair check of the estimated accuracy.
 * - `disagreement`: the candidate that runs in the shadow predicts another class.
 * - `low-confidence`, `small-margin`: the model is unsure of the class.
 */
export type QueueReason = 'random' | 'disagreement' | 'low-confidence' | 'small-margin';

/** An input of a deployment that a person is to label. Plain data for IndexedDB. */
export interface NewQueuedInput {
  readonly deployment: string;
  readonly version: number;
  /** Epoch milliseconds by the clock of the device, which can have been wrong. */
  readonly atMs: number;
  readonly reason: QueueReason;
  /** An image, or a text. */
  readonly input: Blob | string;
  /** The likeliest classes of the version that answered, the best first. */
  readonly classes: readonly ClassProbability[];
  /** What the candidate predicts, if it disagrees. */
  readonly candidate?: { readonly version: number; readonly label: string };
}

export interface QueuedInput extends NewQueuedInput {
  /** Rises with each input of this browser. */
  readonly id: number;
  /** What a person said; `null` until then. */
  readonly label: string | null;
}

/** Below this confidence, another class is likelier than the predicted one. */
const minConfidence = 0.5;
/** Heuristic, not measured. */
const minMargin = 0.1;
/** The fraction of inputs drawn at random. Heuristic, not measured. */
const randomFraction = 0.05;

/**
 * Decides whether a person should label an input; `null` if not.
 * @param candidate the class that a candidate predicts; absent if none ran
 * @param random uniform in [0, 1); the draw comes first, so that it does not depend on the result
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

/** Inputs of one deployment that are kept at the same time. */
export const maxQueuedInputs = 200;
/** Their total size. */
export const maxQueuedBytes = 50_000_000;

function getQueuedBytes({ input }: Pick<QueuedInput, 'input'>): number {
  return typeof input === 'string' ? 2 * input.length : input.size;
}

/**
 * Which inputs make room for another one: the oldest without a label. Labelled inputs are a person's work and stay.
 * @param stored the oldest first
 * @returns `null` if there is no room
 */
export function planQueue(stored: readonly QueuedInput[], added: NewQueuedInput): readonly QueuedInput[] | null {
  const addedBytes = getQueuedBytes(added);
  let [count, bytes] = [stored.length + 1, stored.reduce((sum, input) => sum + getQueuedBytes(input), addedBytes)];
  const removed: QueuedInput[] = [];
  for (const input of stored) {
    if (count <= maxQueuedInputs && bytes <= maxQueuedBytes) break;
    if (input.label !== null) continue;
    removed.push(input);
    count--;
    bytes -= getQueuedBytes(input);
  }
  return count <= maxQueuedInputs && bytes <= maxQueuedBytes ? removed : null;
}
