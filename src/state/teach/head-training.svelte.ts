import type { TeachHandle } from '#bridge/teach-handle.ts';
import type { OpenedBackbone } from '#bridge/teach-contract.ts';
import { computeConfusionMatrix } from '#metrics/confusion-matrix.ts';
import { noAugmentation, type AugmentationChoices } from '#teach/augment.ts';
import type { Head } from '#teach/head.ts';
import { chooseHeldOut } from '#teach/hold-out.ts';
import { matchBackboneLabels } from '#teach/match-backbone-labels.ts';
import type { Example, TrainedHead } from '#teach/train-head.ts';
import type { TaughtClasses } from './taught-classes.svelte.ts';

type Progress =
  | { readonly phase: 'embedding'; readonly done: number; readonly total: number }
  | { readonly phase: 'fitting'; readonly fraction: number };

/** Held-out images of one class that were predicted as one class. */
export type ConfusionCell = ReturnType<typeof computeConfusionMatrix>['cells'][number];

/** The backbone of a training, and the head with which the new one is compared. */
interface TrainingInput {
  readonly handle: TeachHandle;
  readonly backbone: OpenedBackbone;
  readonly current: Head | null;
}

/** The random seed for held-out images and augmentation. */
export const seed = 1;

/** The trainings of a head on the classes of the page. */
export class HeadTraining {
  augmentations = $state.raw<AugmentationChoices>({ ...noAugmentation, crop: true, brightness: true });
  progress = $state.raw<Progress | null>(null);
  /** The trainings whose heads were taken into use, oldest first; the head of the last one is used. */
  accepted = $state.raw<readonly TrainedHead[]>([]);
  /** The last training, if its head was not accepted. */
  rejected = $state.raw<TrainedHead | null>(null);
  /** The held-out images of the last training, in the order of its `outcomes`. */
  heldOutFiles = $state.raw<readonly File[]>([]);
  readonly confusions = $derived(this.last && computeConfusionMatrix(this.last.outcomes));
  readonly #classes: TaughtClasses;
  #controller = new AbortController();

  constructor(classes: TaughtClasses) {
    this.#classes = classes;
  }

  /** The last training, whether its head is in use or not. */
  get last(): TrainedHead | null {
    return this.rejected ?? this.accepted.at(-1) ?? null;
  }

  /** The head of the last training in use; `null` before the first. */
  get head(): Head | null {
    return this.accepted.at(-1)?.head ?? null;
  }

  /**
   * Trains a head on the images, and uses it if it is accepted.
   * @throws any error of the worker | aborted
   */
  async train({ handle, backbone, current }: TrainingInput): Promise<TrainedHead> {
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    this.rejected = null;
    try {
      const { list } = this.#classes;
      const labels = list.map(({ name }) => name.trim());
      const examples = await this.#embed(handle, labels, signal);
      this.heldOutFiles = list
        .flatMap(({ images }) => images.filter(({ isHeldOut }) => isHeldOut === true))
        .map(({ file }) => file);
      this.progress = { phase: 'fitting', fraction: 0 };
      const backboneMatch = matchBackboneLabels(labels, backbone.labels, examples);
      const onProgress = (fraction: number) => (this.progress = { phase: 'fitting', fraction });
      const trained = await handle.train({ labels, ...backboneMatch, current, seed }, { signal, onProgress });
      if (trained.comparison.isAccepted) this.accepted = [...this.accepted, trained];
      else this.rejected = trained;
      return trained;
    } finally {
      if (controller === this.#controller) this.progress = null;
    }
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Returns to the head before the last training. */
  undo(): void {
    this.accepted = this.accepted.slice(0, -1);
    this.rejected = null;
  }

  /** Uses the training that was not accepted. */
  useRejected(): void {
    if (this.rejected) this.accepted = [...this.accepted, this.rejected];
    this.rejected = null;
  }

  /** Stops, and discards all trainings. */
  reset(): void {
    this.cancel();
    [this.accepted, this.rejected] = [[], null];
  }

  /** Computes the features of images that have none for the chosen augmentations, one image at a time. */
  async #embed(handle: TeachHandle, labels: readonly string[], signal: AbortSignal): Promise<readonly Example[]> {
    const { list, heldOutFraction } = this.#classes;
    const images = list.flatMap(({ images: ofClass }, index) =>
      ofClass.map((image) => ({ image, label: labels[index]! })),
    );
    const heldOut = chooseHeldOut(
      images.map(({ image, label }) => ({ label, isHeldOut: image.isHeldOut })),
      heldOutFraction,
      seed,
    );
    const choices = this.augmentations;
    const key = JSON.stringify(choices);
    const examples: Example[] = [];
    for (const [index, { image, label }] of images.entries()) {
      this.progress = { phase: 'embedding', done: index, total: images.length };
      if (image.embedding?.key !== key) {
        const options = { choices, seed: seed + image.id };
        image.embedding = { ...(await handle.embed(image.file, options, { signal })), key };
      }
      image.isHeldOut = heldOut[index]!;
      const { features, backboneLabel } = image.embedding;
      examples.push({ label, isHeldOut: image.isHeldOut, features, backboneLabel });
    }
    return examples;
  }
}
