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

/** A class of an answer, with its probability. */
export type Answer = ReturnType<typeof rankLabels>[number];

/** Held-out pictures of one class that were predicted as one class. */
export type ConfusionCell = ReturnType<typeof computeConfusionMatrix>['cells'][number];

/** Chooses the held-out pictures, and the changes of their copies. */
const seed = 1;

/** State of one visit of the Teach page. Nothing of it is stored. */
export class Teach {
  #link: LinkModel;
  subject = $state.raw<BackboneSubject | null>(null);
  backbone = $state.raw<OpenedBackbone | null>(null);
  /** The model of the address, if the user has to open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  error = $state.raw<AppError | null>(null);
  classes = $state.raw<readonly TaughtClass[]>([]);
  choices = $state.raw<AugmentationChoices>({ ...noAugmentation, crop: true, brightness: true });
  heldOut = $state(0.2);
  progress = $state.raw<Progress | null>(null);
  /** The trainings in use, oldest first; the last one answers. */
  versions = $state.raw<readonly TrainedHead[]>([]);
  /** The last training, if it was not accepted. */
  rejected = $state.raw<TrainedHead | null>(null);
  /** The pictures of `outcomes` of the last training, in their order. */
  tested = $state.raw<readonly File[]>([]);
  readonly confusions = $derived(this.shown && computeConfusionMatrix(this.shown.outcomes));
  #handle: TeachHandle | null = null;
  #controller = new AbortController();
  #endWork: (() => void) | null = null;
  #unregisterActions = () => {};

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    this.#link = parseTeachLink(query, { hubModels: hubCatalogue });
  }

  start(): void {
    this.#unregisterActions = registerActions({ openModel: (files) => this.openFiles(files) });
    reportStart('ready');
    void this.#openFromLink();
  }

  /** Name of the backbone; `null` if none is chosen. */
  get name(): string | null {
    const { subject, backbone } = this;
    if (subject?.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return backbone?.name ?? subject?.files[0]?.name ?? null;
  }

  /** The head that answers: the last training in use, or that of the opened model. */
  get head(): Head | null {
    return this.versions.at(-1)?.head ?? this.backbone?.head ?? null;
  }

  /** The training to show: the last one, whether it is in use or not. */
  get shown(): TrainedHead | null {
    return this.rejected ?? this.versions.at(-1) ?? null;
  }

  get pictureCount(): number {
    return this.classes.reduce((sum, { pictures }) => sum + pictures.length, 0);
  }

  get missing(): MissingExamples | null {
    const names = this.classes.map(({ name }) => name.trim());
    if (names.length < 2 || names.includes('') || new Set(names).size < names.length) return { kind: 'classes' };
    const short = this.classes.find(({ pictures }) => pictures.length < minExamples);
    return short ? { kind: 'pictures', name: short.name, count: minExamples - short.pictures.length } : null;
  }

  /** The class with the fewest held-out pictures if these are too few to judge the training; `null` if there are enough. */
  get tooFewHeldOut(): { readonly name: string; readonly count: number; readonly pictures: number } | null {
    const counts = this.classes.map(({ name, pictures }) => ({
      name,
      count: countHeldOut(pictures.length, this.heldOut),
    }));
    const [fewest] = counts.toSorted((a, b) => a.count - b.count);
    if (!fewest || this.missing !== null || fewest.count >= minHeldOut) return null;
    return { ...fewest, pictures: countNeededExamples(this.heldOut) };
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

  /** Adds the pictures of a folder to the classes that are named as its folders. */
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
    if (this.missing || !handle || !backbone || this.progress) return;
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    [this.error, this.rejected] = [null, null];
    reportStart('running');
    try {
      const labels = classes.map(({ name }) => name.trim());
      const examples = await this.#embed(handle, labels, signal);
      this.tested = classes
        .flatMap(({ pictures }) => pictures.filter(({ isHeldOut }) => isHeldOut === true))
        .map(({ file }) => file);
      this.progress = { phase: 'fitting', fraction: 0 };
      const own = matchBackboneLabels(labels, backbone.labels, examples);
      const onProgress = (fraction: number) => (this.progress = { phase: 'fitting', fraction });
      const trained = await handle.train({ labels, ...own, current: this.head, seed }, { signal, onProgress });
      if (trained.comparison.isAccepted) this.versions = [...this.versions, trained];
      else this.rejected = trained;
      reportDone({ accuracy: trained.accuracy, isAccepted: trained.comparison.isAccepted });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = reportFailure(error);
    } finally {
      if (controller === this.#controller) this.progress = null;
    }
  }

  /**
   * The features of all pictures of classes, for training elsewhere.
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

  /** Computes an update in the worker. @throws AppError what the worker throws */
  computeUpdate(...training: Parameters<TeachHandle['computeUpdate']>[0]): ReturnType<TeachHandle['computeUpdate']> {
    if (!this.#handle) throw new AppError('aborted');
    return this.#handle.computeUpdate(training);
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Goes back to the head before the last training. */
  undo(): void {
    this.versions = this.versions.slice(0, -1);
    this.rejected = null;
  }

  /** Uses the training that was not accepted. */
  useRejected(): void {
    if (this.rejected) this.versions = [...this.versions, this.rejected];
    this.rejected = null;
  }

  /**
   * The answers to a picture, the likeliest first; empty without a head. A bitmap is transferred.
   * @throws AppError what the worker throws
   */
  async answer(image: Blob | ImageBitmap): Promise<readonly Answer[]> {
    const { head } = this;
    if (!head || !this.#handle) return [];
    const { features } = await this.#handle.embed(image, { choices: noAugmentation, seed });
    return rankLabels(head, classifyFeatures(head, features[0]));
  }

  /** The model as a file; `null` if there is no head, or it cannot be written, for which `error` has the reason. */
  async save(head = this.head): Promise<File | null> {
    if (!head || !this.#handle) return null;
    try {
      const file = await this.#handle.save(
        head,
        `${head.labels
          .slice(0, 3)
          .join('-')
          .replace(/[^\w-]+/g, '_')}.onnx`,
      );
      this.#endWork?.();
      this.#endWork = null;
      return file;
    } catch (thrown) {
      this.error = reportFailure(thrown);
      return null;
    }
  }

  /** Opens the model on the Run page. */
  async useInRun(): Promise<void> {
    const file = await this.save();
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

  /** Computes the features that are missing, one picture at a time. */
  async #embed(handle: TeachHandle, labels: readonly string[], signal: AbortSignal): Promise<readonly Example[]> {
    const pictures = this.classes.flatMap(({ pictures }, at) =>
      pictures.map((picture) => ({ picture, label: labels[at]! })),
    );
    const parts = chooseHeldOut(
      pictures.map(({ picture, label }) => ({ label, isHeldOut: picture.isHeldOut })),
      this.heldOut,
      seed,
    );
    const key = JSON.stringify(this.choices);
    const examples: Example[] = [];
    for (const [index, { picture, label }] of pictures.entries()) {
      this.progress = { phase: 'embedding', done: index, total: pictures.length };
      if (picture.embedded?.key !== key) {
        const embedded = await handle.embed(
          picture.file,
          { choices: this.choices, seed: seed + picture.id },
          { signal },
        );
        picture.embedded = { ...embedded, key };
      }
      picture.isHeldOut = parts[index]!;
      const { features, backboneLabel } = picture.embedded;
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
    const found = await openLinkedModel(linkedId);
    if (this.subject) return;
    if ('kind' in found) this.modelToReopen = found;
    else await this.#open({ kind: 'files', files: found });
  }

  async #open(subject: BackboneSubject): Promise<void> {
    this.#controller.abort();
    this.#handle?.close();
    const handle = (this.#handle = new TeachHandle());
    [this.subject, this.backbone, this.modelToReopen, this.error] = [subject, null, null, null];
    [this.versions, this.rejected] = [[], null];
    for (const { pictures } of this.classes) for (const picture of pictures) picture.embedded = null;
    const files = subject.kind === 'files' ? subject.files : [];
    replaceEntry(toHistoryEntry(files), formatTeachLink(this.#link, files.length > 0));
    try {
      const backbone = await handle.open(subject);
      if (handle !== this.#handle) return;
      this.backbone = backbone;
      const named = backbone.head?.labels ?? [];
      for (const label of named.filter((name) => !this.classes.some((taught) => taught.name === name)))
        this.addClass(label);
      reportDone({ features: backbone.length });
    } catch (thrown) {
      if (handle === this.#handle) this.error = reportFailure(thrown);
    }
  }
}
