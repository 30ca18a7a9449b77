import type { AppError } from '#core/errors/error.ts';
import { toLabelledSet } from '#deploy/labelling/labelled-set.ts';
import type { QueuedInput } from '#deploy/labelling/queued-input.ts';
import { deleteInput, deleteQueue, setLabel } from '#records/labelling-records.ts';
import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import { rememberFolder } from '../evaluate/data/last-folder.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';
import { announceDeploymentChange } from './deployment-changes.ts';

/** Maximum number of offered classes: the keys 1 to 9 choose one. */
const maxChoices = 9;

/** The inputs of a deployment that a person labels one after the other. */
export class LabellingQueue {
  error = $state.raw<AppError | null>(null);
  /** Inputs that the person skipped in this visit; they come last. */
  #skipped = $state.raw<readonly number[]>([]);
  /** The inputs labelled in this visit, the latest last, so that a label can be undone. */
  #labelled = $state.raw<readonly number[]>([]);
  readonly #deployment: string;
  readonly #inputs: () => readonly QueuedInput[];

  /** @param inputs of the deployment, the oldest first; a change of them is announced to all tabs */
  constructor(deployment: string, inputs: () => readonly QueuedInput[]) {
    [this.#deployment, this.#inputs] = [deployment, inputs];
  }

  get unlabelled(): readonly QueuedInput[] {
    return this.#inputs().filter(({ label }) => label === null);
  }

  get labelled(): readonly QueuedInput[] {
    return this.#inputs().filter(({ label }) => label !== null);
  }

  /** The input to label now; `null` if all have a label. */
  get current(): QueuedInput | null {
    const { unlabelled } = this;
    return unlabelled.find(({ id }) => !this.#skipped.includes(id)) ?? unlabelled[0] ?? null;
  }

  /** The classes offered for the current input: the predicted one, the candidate's, then the others by probability. */
  get choices(): readonly string[] {
    const { current } = this;
    if (!current) return [];
    const { classes, candidate } = current;
    const labels = new Set([classes[0]?.label, candidate?.label, ...classes.map(({ label }) => label)]);
    return [...labels].filter((label) => label !== undefined).slice(0, maxChoices);
  }

  /** The classes that occur in the queue, as a prediction or as a label, in alphabetical order. */
  get knownLabels(): readonly string[] {
    const inputs = this.#inputs();
    const labels = inputs.flatMap(({ classes }) => classes.map(({ label }) => label));
    labels.push(...inputs.flatMap(({ label }) => label ?? []));
    return [...new Set(labels)].sort();
  }

  get canUndo(): boolean {
    return this.#labelled.length > 0;
  }

  /** Labels the current input; has no effect if the label is empty. */
  async label(label: string): Promise<void> {
    const { current } = this;
    if (!current || label.trim() === '') return;
    if (await this.#change(() => setLabel(current.id, label.trim()))) this.#labelled = [...this.#labelled, current.id];
  }

  /** Removes the last label of this visit; its input is current again. */
  async undo(): Promise<void> {
    const last = this.#labelled.at(-1);
    if (last === undefined || !(await this.#change(() => setLabel(last, null)))) return;
    this.#labelled = this.#labelled.slice(0, -1);
    this.#skipped = this.unlabelled.map(({ id }) => id).filter((id) => id !== last);
  }

  skip(): void {
    const { current, unlabelled } = this;
    if (!current) return;
    const others = this.#skipped.filter((id) => id !== current.id);
    // The input after the last one is the first one again.
    this.#skipped = others.length + 1 >= unlabelled.length ? [current.id] : [...others, current.id];
  }

  async remove(): Promise<void> {
    const { current } = this;
    if (current) await this.#change(() => deleteInput(current.id));
  }

  async removeAll(): Promise<void> {
    await this.#change(() => deleteQueue(this.#deployment));
  }

  /** Offers the labelled inputs on the Evaluate page, as the last folder of the task. */
  offerToEvaluate(task: string, name: string): void {
    const { table, images } = toLabelledSet(this.labelled);
    const files: DatasetFolder['files'] = [
      { path: 'labels.jsonl', file: new File([table], 'labels.jsonl') },
      ...images.map(({ path, image }) => ({ path, file: new File([image], path, { type: image.type }) })),
    ];
    rememberFolder(task, { name, handle: null, files });
  }

  async #change(action: () => Promise<void>): Promise<boolean> {
    const isDone = await attempt(this, () => wrapStorageError(action()));
    announceDeploymentChange();
    return isDone;
  }
}
