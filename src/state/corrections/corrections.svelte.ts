import type { BackboneSubject, OpenedBackbone } from '#bridge/teach-contract.ts';
import { TeachHandle } from '#bridge/teach-handle.ts';
import type { AppError } from '#core/errors/error.ts';
import {
  addCorrections,
  deleteCorrections,
  loadCorrections,
  type StoredCorrection,
} from '#records/correction-records.ts';
import { noAugmentation } from '#teach/augment.ts';
import { splitCorrections, type SplitCorrections } from '#teach/corrections/correction.ts';
import { minCorrections, type LearningOutcome } from '#teach/corrections/learn-from-corrections.ts';
import { chooseHeldOut } from '#teach/hold-out.ts';
import type { RunSetup } from '../run/run-setup.svelte.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';
import { adoptHead, undoAdoption, type Adoption } from './adopt-head.ts';

/**
 * Fraction of the images of a folder that is held out for the test; the model learns from the others. Heuristic, not
 * measured.
 */
const heldOutFraction = 0.5;
const seed = 1;

/** Whether the open model is in ONNX, and the page can read it again. */
export function canCorrect({ model, isOnlyInCompanion, pageEngine }: RunSetup): boolean {
  return model.opened !== null && !isOnlyInCompanion && pageEngine === 'ort';
}

/** The corrections of the model that the Run page has open, and what it learns from them. */
export class Corrections {
  /** New corrections that are needed before the model can learn. */
  readonly minNew = minCorrections;
  readonly #setup: RunSetup;
  /** The open model; `null` until {@link open} is done. */
  backbone = $state.raw<OpenedBackbone | null>(null);
  corrections = $state.raw<readonly StoredCorrection[]>([]);
  outcome = $state.raw<LearningOutcome | null>(null);
  /** The last update in use, which can be undone. */
  adoption = $state.raw<Adoption | null>(null);
  /** The current phase, with the number of images read so far; `null` if nothing runs. */
  progress = $state.raw<{
    readonly phase: 'opening' | 'reading' | 'learning';
    readonly done: number;
    readonly total: number;
  } | null>(null);
  error = $state.raw<AppError | null>(null);
  /** The model that was opened for corrections; `null` if there is none. */
  #subjectKey = $state<string | null>(null);
  #handle: TeachHandle | null = null;
  #controller = new AbortController();

  constructor(setup: RunSetup) {
    this.#setup = setup;
  }

  /** The classes of the model. */
  get labels(): readonly string[] {
    return this.backbone?.labels ?? [];
  }

  get sets(): SplitCorrections<StoredCorrection> {
    return splitCorrections(this.corrections, this.labels);
  }

  /** Whether corrections were started for the model of the page, even while it is opened again. */
  get isStarted(): boolean {
    return this.#subjectKey !== null && this.#subjectKey === toModelKey(this.#setup);
  }

  /** Opens the model of the page in a worker of its own, which computes features. */
  async open(): Promise<void> {
    this.close();
    this.#subjectKey = toModelKey(this.#setup);
    const handle = (this.#handle = new TeachHandle());
    await this.#runPhase('opening', 1, async (signal) => {
      const backbone = await handle.open(this.#subject, { signal });
      const corrections = backbone.adaptable ? await wrapStorageError(loadCorrections(backbone.adaptable)) : [];
      if (handle === this.#handle) [this.backbone, this.corrections] = [backbone, corrections];
    });
  }

  /**
   * Stores a person's label of an image.
   * @param answered the class that the model predicted
   */
  async add(file: File, label: string, answered: string): Promise<void> {
    await this.#addAll([{ file, label, answered }], null);
  }

  /** Adds the images of a folder with a subfolder for each class; other files and classes are ignored. */
  async addFolder(files: readonly File[]): Promise<void> {
    const images = files.flatMap((file) => {
      const label = file.webkitRelativePath.split('/').at(-2) ?? '';
      return file.type.startsWith('image/') && this.labels.includes(label) ? [{ file, label, answered: label }] : [];
    });
    await this.#addAll(images, 'given');
  }

  /** Learns from the new corrections, and uses the result if it is better. */
  async learn(): Promise<void> {
    const adaptable = this.backbone?.adaptable;
    const handle = this.#handle;
    if (!handle || !adaptable) return;
    await this.#runPhase('learning', 1, async (signal) => {
      const { session } = this.sets;
      const outcome = await handle.learn(this.corrections, { signal });
      this.outcome = outcome;
      if (outcome.refusal || !outcome.head) return;
      const file = await handle.save(outcome.head, formatAdaptedName(this.backbone!.name), adaptable.origin, {
        signal,
      });
      this.adoption = await adoptHead(this.#setup, file, { session, heldOut: outcome.heldOut }, adaptable.sha256);
    });
    const { adoption, outcome } = this;
    if (!adoption || outcome?.refusal !== null) return;
    await this.open(); // opens the adapted model
    this.outcome = outcome;
  }

  /** Returns to the model before the last update; its corrections are new again. */
  async undo(): Promise<void> {
    const { adoption } = this;
    if (!adoption) return;
    await attempt(this, () => undoAdoption(this.#setup, adoption));
    [this.adoption, this.outcome] = [null, null];
    await this.open();
  }

  /** Deletes all corrections of the model. */
  async deleteAll(): Promise<void> {
    const adaptable = this.backbone?.adaptable;
    if (!adaptable) return;
    await attempt(this, async () => {
      await wrapStorageError(deleteCorrections(adaptable.origin));
      [this.corrections, this.outcome] = [[], null];
    });
  }

  cancel(): void {
    this.#controller.abort();
  }

  close(): void {
    this.cancel();
    this.#handle?.close();
    this.#handle = null;
    [this.backbone, this.corrections, this.#subjectKey] = [null, [], null];
  }

  get #subject(): BackboneSubject {
    const { files, link } = this.#setup;
    return files.length > 0 ? { kind: 'files', files } : { kind: 'model', id: link.model!.id };
  }

  async #addAll(
    images: readonly { readonly file: File; readonly label: string; readonly answered: string }[],
    acceptedBy: string | null,
  ): Promise<void> {
    const adaptable = this.backbone?.adaptable;
    const handle = this.#handle;
    if (!handle || !adaptable) return;
    await this.#runPhase('reading', images.length, async (signal) => {
      const parts = chooseHeldOut(
        images.map(({ label }) => ({ label, isHeldOut: null })),
        heldOutFraction,
        seed,
      );
      const added: StoredCorrection[] = [];
      for (const [index, { file, label, answered }] of images.entries()) {
        const { features } = await handle.embed(file, { choices: noAugmentation, seed }, { signal });
        const isHeldOut = acceptedBy === null ? null : parts[index]!;
        added.push({
          origin: adaptable.origin,
          label,
          answered,
          features: copyFeatures(features[0]),
          isHeldOut,
          acceptedBy,
        });
        this.progress = { phase: 'reading', done: index + 1, total: images.length };
      }
      this.corrections = [...this.corrections, ...(await wrapStorageError(addCorrections(added)))];
    });
  }

  async #runPhase(
    phase: NonNullable<Corrections['progress']>['phase'],
    total: number,
    task: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    this.outcome = null;
    this.progress = { phase, done: 0, total };
    await attempt(this, () => task(signal), signal);
    if (controller === this.#controller) this.progress = null;
  }
}

/** Identifies the model of the page. */
const toModelKey = ({ files, link }: RunSetup) =>
  files.length > 0 ? files.map(({ name, size }) => `${name} ${size}`).join() : (link.model?.id ?? '');

const copyFeatures = (features: Float32Array): Float32Array<ArrayBuffer> => Float32Array.from(features);

const formatAdaptedName = (name: string) => `${name.replace(/(-adapted)?\.onnx$/i, '')}-adapted.onnx`;
