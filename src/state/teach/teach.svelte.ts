import { TeachHandle } from '#bridge/teach-handle.ts';
import type { BackboneSubject, OpenedBackbone } from '#bridge/teach-contract.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { formatTeachLink, parseTeachLink } from '#links/teach-link.ts';
import { noAugmentation } from '#teach/augment.ts';
import { classifyFeatures, rankLabels, type Head } from '#teach/head.ts';
import { ModelChoice } from '../picker/model-choice.svelte.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { setPendingFiles } from '../shell/file-handoff.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { router } from '../shell/route.svelte.ts';
import { HeadTraining, seed } from './head-training.svelte.ts';
import { TaughtClasses } from './taught-classes.svelte.ts';

/** A predicted class, with its probability. */
export type Prediction = ReturnType<typeof rankLabels>[number];

/** State of one visit of the Teach page: the backbone, and the model made of backbone and head. Not stored. */
export class Teach {
  readonly choice: ModelChoice;
  readonly classes = new TaughtClasses();
  readonly training = new HeadTraining(this.classes);
  backbone = $state.raw<OpenedBackbone | null>(null);
  /** The error of the last action. */
  error = $state.raw<AppError | null>(null);
  #handle: TeachHandle | null = null;
  #unregisterActions = () => {};

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    const link = parseTeachLink(query, { hubModels: hubCatalogue });
    this.choice = new ModelChoice(link, (subject) => void this.#open(subject));
  }

  /**
   * @param placeholderNames names of empty classes to begin with, which are removed if the model has its own classes
   */
  start(placeholderNames: readonly string[]): void {
    this.classes.addPlaceholders(placeholderNames);
    this.#unregisterActions = registerActions({ openModel: (files) => this.choice.chooseFiles(files) });
    reportStart('ready');
    void this.choice.openFromLink('cifar10');
  }

  /** Name of the backbone; `null` if none is chosen. */
  get backboneName(): string | null {
    const { subject, name } = this.choice;
    return subject?.kind === 'files' ? (this.backbone?.name ?? name) : name;
  }

  /** The head in use: of the last training in use, otherwise of the opened model. */
  get head(): Head | null {
    return this.training.head ?? this.backbone?.head ?? null;
  }

  /** Trains a head on the images. Errors are in `error`. */
  async train(): Promise<void> {
    const { backbone, head: current } = this;
    const handle = this.#handle;
    if (this.classes.missingExamples || !handle || !backbone || this.training.progress) return;
    this.error = null;
    reportStart('running');
    try {
      const { accuracy, comparison } = await this.training.train({ handle, backbone, current });
      this.classes.beginWork(); // not saved, even if an earlier training was
      reportDone({ accuracy, isAccepted: comparison.isAccepted });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = reportFailure(error);
    }
  }

  /**
   * Computes the features of an image, without augmentation. A bitmap is transferred.
   * @throws any error of the worker | aborted
   */
  async computeFeatures(image: Blob | ImageBitmap, signal?: AbortSignal): Promise<Float32Array> {
    if (!this.#handle) throw new AppError('aborted');
    const options = { choices: noAugmentation, seed };
    const { features } = await this.#handle.embed(image, options, signal && { signal });
    return features[0];
  }

  /** Computes an update of the head in the worker. @throws any error of the worker */
  computeUpdate(...request: Parameters<TeachHandle['computeUpdate']>[0]): ReturnType<TeachHandle['computeUpdate']> {
    if (!this.#handle) throw new AppError('aborted');
    return this.#handle.computeUpdate(request);
  }

  /**
   * Classifies an image: all classes, most probable first; empty without a head. A bitmap is transferred.
   * @throws any error of the worker
   */
  async classify(image: Blob | ImageBitmap): Promise<readonly Prediction[]> {
    const { head } = this;
    if (!head || !this.#handle) return [];
    return rankLabels(head, classifyFeatures(head, await this.computeFeatures(image)));
  }

  /** Writes the model with a head to a file. Returns `null` without a head, or if writing failed with `error`. */
  async save(head = this.head): Promise<File | null> {
    const file = await this.#writeModel(head);
    if (file) this.classes.endWork();
    return file;
  }

  /**
   * Opens the model on the Run page. The images are not saved, so the app asks before this page is left; if the user
   * stays, the files handed over to other pages remain the same.
   */
  async useInRun(): Promise<void> {
    const file = await this.#writeModel(this.head);
    if (!file || !router.canLeave()) return;
    this.classes.endWork(); // asked only once
    setPendingFiles([file]);
    location.hash = '#/run?task=image-classification&file=1';
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.training.cancel();
    this.#handle?.close();
    this.classes.endWork();
  }

  async #writeModel(head: Head | null): Promise<File | null> {
    if (!head || !this.#handle) return null;
    const name = head.labels
      .slice(0, 3)
      .join('-')
      .replace(/[^\w-]+/g, '_');
    try {
      return await this.#handle.save(head, `${name}.onnx`);
    } catch (thrown) {
      this.error = reportFailure(thrown);
      return null;
    }
  }

  async #open(subject: BackboneSubject): Promise<void> {
    this.training.reset();
    this.#handle?.close();
    const handle = (this.#handle = new TeachHandle());
    [this.backbone, this.error] = [null, null];
    this.classes.discardEmbeddings();
    this.choice.updateAddress((hasFiles) => formatTeachLink(this.choice.link, hasFiles));
    try {
      const backbone = await handle.open(subject);
      if (handle !== this.#handle) return;
      this.backbone = backbone;
      if (backbone.head) this.classes.addModelClasses(backbone.head.labels);
      reportDone({ features: backbone.length });
    } catch (thrown) {
      if (handle === this.#handle) this.error = reportFailure(thrown);
    }
  }
}
