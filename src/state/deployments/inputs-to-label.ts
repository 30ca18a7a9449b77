import type { TaskInput } from '#bridge/session-contract.ts';
import { asAppError } from '#core/errors/error.ts';
import type { Observation } from '#core/task/observation.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { chooseQueueReason, type NewQueuedInput } from '#deploy/labelling/queued-input.ts';
import { queueInput } from '#records/labelling-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import type { RunCounts } from './run-counts.svelte.ts';

/** Keeps the inputs of a deployment that a person should label, if that person has agreed. */
export class InputsToLabel {
  readonly #deployment: () => Deployment;
  readonly #counts: RunCounts;
  readonly #random: () => number;

  /** @param counts shows why an input could not be stored */
  constructor(deployment: () => Deployment, counts: RunCounts, random: () => number) {
    [this.#deployment, this.#counts, this.#random] = [deployment, counts, random];
  }

  /** @param candidate what a candidate predicted for the same input; absent if none ran */
  offer(
    version: number,
    input: TaskInput,
    observation: Observation,
    candidate?: NonNullable<NewQueuedInput['candidate']>,
  ): void {
    const { id, keepsInputs = false } = this.#deployment();
    const storable = toStorable(input);
    if (!keepsInputs || storable === null) return;
    const reason = chooseQueueReason(observation, candidate?.label, this.#random());
    if (!reason) return;
    const { classes = [] } = observation;
    const about = { deployment: id, version, atMs: Date.now(), reason, input: storable, classes };
    const queued = reason === 'disagreement' && candidate ? { ...about, candidate } : about;
    wrapStorageError(queueInput(queued)).catch((thrown: unknown) => {
      this.#counts.storageError = asAppError(thrown);
    });
  }
}

/** Image files and single texts; frames and recordings are not kept. */
function toStorable(input: TaskInput): Blob | string | null {
  if (input instanceof Blob) return input;
  return Array.isArray(input) && input.length === 1 ? String(input[0]) : null;
}
