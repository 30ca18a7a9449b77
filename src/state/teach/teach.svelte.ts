import { TeachHandle } from '#bridge/teach-handle.ts';
import type { BackboneSubject, OpenedBackbone } from '#bridge/teach-contract.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import type { LinkModel } from '#links/graph-link.ts';
import { formatTeachLink, parseTeachLink } from '#links/teach-link.ts';
import { noAugmentation, type AugmentationChoices } from '#teach/augment.ts';
import { computeConfusionMatrix } from '#metrics/confusion-matrix.ts';
import { classifyFeatures, rankLabels, type Head } from '#teach/head.ts';
import { chooseHeldOut, countHeldOut, countNeededExamples, minExamples, minHeldOut } from '#teach/hold-out.ts';
import { matchBackboneLabels } from '#teach/match-backbone-labels.ts';
import type { Example, TrainedHead } from '#teach/train-head.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import {
  findFilesFromOtherPage,
  findFilesToChooseAgain,
  openLinkedModel,
  type ModelToReopen,
} from '../picker/reopen-model.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles, setPendingFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { TaughtClass } from './taught-class.svelte.ts';

/** What is missing before training can start. */
export type MissingExamples =
  | { readonly kind: 'classes' }
  | { readonly kind: 'pictures'; readonly name: string; readonly count: number };

type Progress =
  | { readonly phase: 'embedding'; readonly done: number; readonly total: number }
  | { readonly phase: 'fitting'; readonly fraction: number };

/** A predicted class, with its probability. */
export type Prediction = ReturnType<typeof rankLabels>[number];

/** Held-out pictures of one class that were predicted as one class. */
export type ConfusionCell = ReturnType<typeof computeConfusionMatrix>['cells'][number];

/** The random seed for held-out pictures and augmentation. */
const seed = 1;

/** State of one visit of the Teach page. None of it is stored. */
export class Teach {
  #link: LinkModel;
  subject = $state.raw<BackboneSubject | null>(null);
  backbone = $state.raw<OpenedBackbone | null>(null);
  /** The model named by the address, if the user must open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  error = $state.raw<AppError | null>(null);
  classes = $state.raw<readonly TaughtClass[]>([]);
  augmentations = $state.raw<AugmentationChoices>({ ...noAugmentation, crop: true, brightness: true });
  heldOutFraction = $state(0.2);
  progress = $state.raw<Progress | null>(null);
  /** The trainings whose heads were taken into use, oldest first; the head of the last one is used. */
  trainings = $state.raw<readonly TrainedHead[]>([]);
  /** The last training, if its head was not accepted. */
  rejectedTraining = $state.raw<TrainedHead | null>(null);
  /** The held-out pictures of the last training, in the order of its `outcomes`. */
  heldOutFiles = $state.raw<readonly File[]>([]);
  readonly confusions = $derived(this.lastTraining && computeConfusionMatrix(this.lastTraining.outcomes));
  #handle: TeachHandle | null = null;
  #controller = new AbortController();
  #endWork: (() => void) | null = null;
  #unregisterActions = () => {};
  /** Names of the empty classes that the page begins with. */
  #placeholderNames: readonly string[] = [];

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    this.#link = parseTeachLink(query, { hubModels: hubCatalogue });
  }

  /** @param placeholderNames names of empty classes to begin with, which are removed if the model has its own classes */
  start(placeholderNames: readonly string[]): void {
    this.#placeholderNames = placeholderNames;
    for (const name of placeholderNames) this.addClass(name);
    this.#unregisterActions = registerActions({ openModel: (files) => this.openFiles(files) });
    reportStart('ready');
    void this.#openFromLink();
  }

  /** Name of the backbone; `null` if none is chosen. */
  get backboneName(): string | null {
    const { subject, backbone } = this;
    if (subject?.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return backbone?.name ?? subject?.files[0]?.name ?? null;
  }

  /** The head in use: of the last training in use, otherwise of the opened model. */
  get head(): Head | null {
    return this.trainings.at(-1)?.head ?? this.backbone?.head ?? null;
  }

  /** The last training, whether its head is in use or not. */
  get lastTraining(): TrainedHead | null {
    return this.rejectedTraining ?? this.trainings.at(-1) ?? null;
  }

  get pictureCount(): number {
    return this.classes.reduce((sum, { pictures }) => sum + pictures.length, 0);
  }

  get missingExamples(): MissingExamples | null {
    const names = this.classes.map(({ name }) => name.trim());
    if (names.length < 2 || names.includes('') || new Set(names).size < names.length) return { kind: 'classes' };
    const incomplete = this.classes.find(({ pictures }) => pictures.length < minExamples);
    return incomplete
      ? { kind: 'pictures', name: incomplete.name, count: minExamples - incomplete.pictures.length }
      : null;
  }

  /**
   * The class with the smallest held-out pictures if these are too few to judge the training; `null` if there are
   * enough.
   */
  get tooFewHeldOut(): { readonly name: string; readonly count: number; readonly pictures: number } | null {
    const counts = this.classes.map(({ name, pictures }) => ({
      name,
      count: countHeldOut(pictures.length, this.heldOutFraction),
    }));
    const [smallest] = counts.toSorted((a, b) => a.count - b.count);
    if (!smallest || this.missingExamples !== null || smallest.count >= minHeldOut) return null;
    return { ...smallest, pictures: countNeededExamples(this.heldOutFraction) };
  }

  pick(picked: PickedModel): void {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linkedId);
    this.#link = { model: resolveStoredId(picked.id, hubCatalogue), linkedId: null };
    void this.#open({ kind: 'model', id: this.#link.model! });
  }

  openFiles(files: readonly File[], linkedId: string | null = null): void {
    retainFiles(files);
    this.#link = { model: null, linkedId };
    void this.#open({ kind: 'files', files });
  }

  addClass(name: string): TaughtClass {
    const added = new TaughtClass(name);
    this.classes = [...this.classes, added];
    return added;
  }

  removeClass(removed: TaughtClass): void {
    this.classes = this.classes.filter((taught) => taught !== removed);
  }

  addPictures(taught: TaughtClass, files: readonly File[]): void {
    taught.add(files.filter(({ type }) => type.startsWith('image/')));
    this.#endWork ??= beginWork('teaching');
  }

  /** Adds the pictures of each subfolder to the class of the same name. */
  addFolder(files: readonly File[]): void {
    const byFolder = Map.groupBy(files, ({ webkitRelativePath }) => webkitRelativePath.split('/').at(-2) ?? '');
    for (const [folder, pictures] of byFolder) {
      if (folder === '' || !pictures.some(({ type }) => type.startsWith('image/'))) continue;
      const empty = this.classes.find((taught) => taught.pictures.length === 0);
      const taught = this.classes.find(({ name }) => name === folder) ?? empty ?? this.addClass(folder);
      taught.name = folder;
      this.addPictures(taught, pictures);
    }
  }

  /** Trains a head on the pictures, and uses it if it is accepted. Errors are in `error`. */
  async train(): Promise<void> {
    const { classes, backbone } = this;
    const handle = this.#handle;
    if (this.missingExamples || !handle || !backbone || this.progress) return;
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    [this.error, this.rejectedTraining] = [null, null];
    reportStart('running');
    try {
      const labels = classes.map(({ name }) => name.trim());
      const examples = await this.#embed(handle, labels, signal);
      this.heldOutFiles = classes
        .flatMap(({ pictures }) => pictures.filter(({ isHeldOut }) => isHeldOut === true))
        .map(({ file }) => file);
      this.progress = { phase: 'fitting', fraction: 0 };
      const backboneMatch = matchBackboneLabels(labels, backbone.labels, examples);
      const onProgress = (fraction: number) => (this.progress = { phase: 'fitting', fraction });
      const trained = await handle.train(
        { labels, ...backboneMatch, current: this.head, seed },
        { signal, onProgress },
      );
      if (trained.comparison.isAccepted) this.trainings = [...this.trainings, trained];
      else this.rejectedTraining = trained;
      reportDone({ accuracy: trained.accuracy, isAccepted: trained.comparison.isAccepted });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = reportFailure(error);
    } finally {
      if (controller === this.#controller) this.progress = null;
    }
  }

  /**
   * Computes the features of all pictures of classes, without augmentation, for federated learning.
   * @throws AppError what the worker throws | aborted
   */
  async embedPictures(
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly { readonly label: string; readonly features: Float32Array }[]> {
    const handle = this.#handle;
    if (!handle) throw new AppError('aborted');
    const pictures = this.classes
      .filter(({ name }) => labels.includes(name.trim()))
      .flatMap((taught) => taught.pictures.map((picture) => ({ picture, label: taught.name.trim() })));
    const rows: { label: string; features: Float32Array }[] = [];
    for (const { picture, label } of pictures) {
      const { features } = await handle.embed(picture.file, { choices: noAugmentation, seed }, { signal });
      rows.push({ label, features: features[0] });
    }
    return rows;
  }

  /** Computes an update of the head in the worker. @throws AppError what the worker throws */
  computeUpdate(...request: Parameters<TeachHandle['computeUpdate']>[0]): ReturnType<TeachHandle['computeUpdate']> {
    if (!this.#handle) throw new AppError('aborted');
    return this.#handle.computeUpdate(request);
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Returns to the head before the last training. */
  undo(): void {
    this.trainings = this.trainings.slice(0, -1);
    this.rejectedTraining = null;
  }

  /** Uses the training that was not accepted. */
  useRejected(): void {
    if (this.rejectedTraining) this.trainings = [...this.trainings, this.rejectedTraining];
    this.rejectedTraining = null;
  }

  /**
   * Classifies a picture: all classes, most probable first; empty without a head. A bitmap is transferred.
   * @throws AppError what the worker throws
   */
  async classify(image: Blob | ImageBitmap): Promise<readonly Prediction[]> {
    const { head } = this;
    if (!head || !this.#handle) return [];
    const { features } = await this.#handle.embed(image, { choices: noAugmentation, seed });
    return rankLabels(head, classifyFeatures(head, features[0]));
  }

  /** Writes the model with a head to a file. Returns `null` without a head, or if writing failed with `error`. */
  async save(head = this.head): Promise<File | null> {
    const file = await this.#writeModel(head);
    if (!file) return null;
    this.#endWork?.();
    this.#endWork = null;
    return file;
  }

  /** Opens the model on the Run page. The pictures are not saved, so the app asks before this page is left. */
  async useInRun(): Promise<void> {
    const file = await this.#writeModel(this.head);
    if (!file) return;
    setPendingFiles([file]);
    location.hash = '#/run?task=image-classification&file=1';
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.#controller.abort();
    this.#handle?.close();
    this.#endWork?.();
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

  /** Computes the features of pictures that have none for the chosen augmentations, one picture at a time. */
  async #embed(handle: TeachHandle, labels: readonly string[], signal: AbortSignal): Promise<readonly Example[]> {
    const pictures = this.classes.flatMap(({ pictures }, index) =>
      pictures.map((picture) => ({ picture, label: labels[index]! })),
    );
    const heldOut = chooseHeldOut(
      pictures.map(({ picture, label }) => ({ label, isHeldOut: picture.isHeldOut })),
      this.heldOutFraction,
      seed,
    );
    const key = JSON.stringify(this.augmentations);
    const examples: Example[] = [];
    for (const [index, { picture, label }] of pictures.entries()) {
      this.progress = { phase: 'embedding', done: index, total: pictures.length };
      if (picture.embedding?.key !== key) {
        const embedding = await handle.embed(
          picture.file,
          { choices: this.augmentations, seed: seed + picture.id },
          { signal },
        );
        picture.embedding = { ...embedding, key };
      }
      picture.isHeldOut = heldOut[index]!;
      const { features, backboneLabel } = picture.embedding;
      examples.push({ label, isHeldOut: picture.isHeldOut, features, backboneLabel });
    }
    return examples;
  }

  async #openFromLink(): Promise<void> {
    const { model, linkedId } = this.#link;
    if (model !== null) return this.#open({ kind: 'model', id: model });
    const files = findFilesFromOtherPage(linkedId);
    if (files.length > 0) return this.#open({ kind: 'files', files });
    if (linkedId === null) {
      this.modelToReopen = findFilesToChooseAgain();
      return this.modelToReopen ? undefined : this.#open({ kind: 'model', id: 'cifar10' });
    }
    const opened = await openLinkedModel(linkedId);
    if (this.subject) return;
    if ('kind' in opened) this.modelToReopen = opened;
    else await this.#open({ kind: 'files', files: opened });
  }

  async #open(subject: BackboneSubject): Promise<void> {
    this.#controller.abort();
    this.#handle?.close();
    const handle = (this.#handle = new TeachHandle());
    [this.subject, this.backbone, this.modelToReopen, this.error] = [subject, null, null, null];
    [this.trainings, this.rejectedTraining] = [[], null];
    for (const { pictures } of this.classes) for (const picture of pictures) picture.embedding = null;
    const files = subject.kind === 'files' ? subject.files : [];
    replaceEntry(toHistoryEntry(files), formatTeachLink(this.#link, files.length > 0));
    try {
      const backbone = await handle.open(subject);
      if (handle !== this.#handle) return;
      this.backbone = backbone;
      if (backbone.head) this.#addBackboneClasses(backbone.head.labels);
      reportDone({ features: backbone.length });
    } catch (thrown) {
      if (handle === this.#handle) this.error = reportFailure(thrown);
    }
  }

  #addBackboneClasses(labels: readonly string[]): void {
    this.classes = this.classes.filter(
      ({ name, pictures }) => pictures.length > 0 || !this.#placeholderNames.includes(name),
    );
    for (const label of labels) if (!this.classes.some(({ name }) => name === label)) this.addClass(label);
  }
}
