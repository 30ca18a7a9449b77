import type { TaskInput } from '#bridge/session-contract.ts';
import { asAppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { chooseQueueReason, type NewQueuedInput } from '#deploy/labelling/queued-input.ts';
import { queueInput } from '#records/labelling-records.ts';
import type { TaskId } from '#tasks/index.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { RunCounts } from './run-counts.svelte.ts';

/** Stores the inputs of a deployment that a person should label, if the user has agreed to it. */
export class LabellingCollector {
  readonly #deployment: () => Deployment;
  readonly #counts: RunCounts;
  readonly #random: () => number;

  /** @param counts receives the error if an input cannot be stored */
  constructor(deployment: () => Deployment, counts: RunCounts, random: () => number) {
    [this.#deployment, this.#counts, this.#random] = [deployment, counts, random];
  }

  /**
   * Stores the input if it should be labelled.
   * @param candidate the candidate's prediction for the same input; absent if no candidate ran
   */
  collect(
    version: number,
    input: TaskInput,
    observation: Observation,
    candidate?: NonNullable<NewQueuedInput['candidate']>,
  ): void {
    const { id, keepsInputs = false } = this.#deployment();
    const storableInput = toStorable(input);
    if (!keepsInputs || storableInput === null) return;
    const reason = chooseQueueReason(observation, candidate?.label, this.#random());
    if (!reason) return;
    const { classes = [] } = observation;
    const entry = { deployment: id, version, atMs: Date.now(), reason, input: storableInput, classes };
    const queued = reason === 'disagreement' && candidate ? { ...entry, candidate } : entry;
    wrapStorageError(queueInput(queued)).catch((thrown: unknown) => {
      this.#counts.storageError = asAppError(thrown);
    });
  }
}

/** The tasks whose results have classes with probabilities, on which `chooseQueueReason` decides. */
const classifiers: ReadonlySet<TaskId> = new Set<TaskId>(['digits', 'image-classification', 'text-classification']);

/** Whether inputs of a task can be kept to be labelled. */
export const canQueueInputs = (task: TaskId): boolean => classifiers.has(task);

/**
 * Returns an image file or a single text; `null` for other inputs, such as frames and recordings, which are not stored.
 */
function toStorable(input: TaskInput): Blob | string | null {
  if (input instanceof Blob) return input;
  return Array.isArray(input) && input.length === 1 ? String(input[0]) : null;
}
