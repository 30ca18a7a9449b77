import type { Subject } from '#core/model/model.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import type { LinkModel } from '#links/graph-link.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import type { PickedModel } from './model-picker.svelte.ts';
import { findFilesFromOtherPage, findFilesToChooseAgain, openLinkedModel, type ModelToReopen } from './reopen-model.ts';

/** A bundled or stored model, or the user's files. */
type ChosenSubject = Extract<Subject, { kind: 'model' | 'files' }>;

/** The model of a page whose link names one model. */
export class ModelChoice {
  #link: LinkModel;
  subject = $state.raw<ChosenSubject | null>(null);
  /** The model of the link, if the user has to open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  readonly #onChoose: (subject: ChosenSubject) => void;

  /** @param onChoose called for every model that is chosen, after `subject` and `link` have changed */
  constructor(link: LinkModel, onChoose: (subject: ChosenSubject) => void) {
    this.#link = link;
    this.#onChoose = onChoose;
  }

  get link(): LinkModel {
    return this.#link;
  }

  /** The user's files; empty for a bundled or stored model. */
  get files(): readonly File[] {
    return this.subject?.kind === 'files' ? this.subject.files : [];
  }

  /** Name of the model; `null` if none is chosen. Files are named by the first one. */
  get name(): string | null {
    const { subject } = this;
    if (subject?.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return subject?.files[0]?.name ?? null;
  }

  /**
   * Chooses the model of the link: a stored model, a linked model if no click is needed, or files handed over by
   * another page.
   * @param defaultId the bundled model to choose if the link names none
   */
  async openFromLink(defaultId: string | null = null): Promise<void> {
    const { model, linkedId } = this.#link;
    if (model !== null) return this.#choose({ kind: 'model', id: model });
    const files = findFilesFromOtherPage(linkedId);
    if (files.length > 0) return this.#choose({ kind: 'files', files });
    if (linkedId === null) {
      this.modelToReopen = findFilesToChooseAgain();
      if (!this.modelToReopen && defaultId !== null) this.#choose({ kind: 'model', id: defaultId });
      return;
    }
    const opened = await openLinkedModel(linkedId);
    if (this.subject) return;
    if ('kind' in opened) this.modelToReopen = opened;
    else this.#choose({ kind: 'files', files: opened });
  }

  /** Chooses the model picked by the user. */
  pick(picked: PickedModel): void {
    if (picked.kind === 'files') return this.chooseFiles(picked.files, picked.linkedId);
    const id = resolveStoredId(picked.id, hubCatalogue);
    this.#link = { model: id, linkedId: null };
    this.#choose({ kind: 'model', id });
  }

  chooseFiles(files: readonly File[], linkedId: string | null = null): void {
    retainFiles(files);
    this.#link = { model: null, linkedId };
    this.#choose({ kind: 'files', files });
  }

  /** Replaces the address of the page. @param format formats its link from whether it is for the user's files */
  updateAddress(format: (hasFiles: boolean) => string): void {
    replaceEntry(toHistoryEntry(this.files), format(this.files.length > 0));
  }

  #choose(subject: ChosenSubject): void {
    [this.subject, this.modelToReopen] = [subject, null];
    this.#onChoose(subject);
  }
}
