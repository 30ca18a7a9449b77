import {
  listSupportedSettings,
  pickEngineSettings,
  changeSetting,
  pickSupportedSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import {
  getDefaultDevice,
  defaultTextEngine,
  engines,
  generatesText,
  type Target,
  type TextEngineId,
} from '#core/engine/engines.ts';
import { listTextEngines, listTextEnginesInCompanion } from '#core/model/entry-file.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import { formatChatHash, emptyHash, type ChatLink, type TextSetup } from '#links/chat-link.ts';
import { withoutSettings } from '#links/generation-settings.ts';
import {
  findFilesToChooseAgain,
  openLinkedModel,
  findFilesFromOtherPage,
  type ModelToReopen,
} from '../picker/reopen-model.ts';
import { needsMeasurement, measureForLanguageModel } from '../device/first-measurement.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { registerActions, reportFailure } from '../shell/automation-status.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { listKnownFileNames, TextModel, type TextSubject } from './text-model.svelte.ts';

interface Listener {
  /** Called before a model replaces the open one. */
  onOpening(): void;
  /** Called when another model has opened. */
  onOpened(): Promise<void>;
}

/** The last model that was opened since the app was loaded. The Chat page opens it again if the URL names none. */
let lastOpenedModel: { readonly link: ChatLink; readonly subject: TextSubject } | null = null;

/** The model of a visit of the Chat page, and how it is opened. */
export class ChatSetup {
  readonly model = new TextModel();
  link: ChatLink;
  /** The model named by the URL, if only the user can open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  subject = $state.raw<TextSubject | null>(null);
  /** Whether this device is being measured, before its first model opens. */
  isMeasuring = $state(false);
  readonly #listener: Listener;
  readonly #unregisterActions: () => void;
  #isClosed = false;
  /** Ends the measurement; replaced whenever a model is opened. */
  #measurement = new AbortController();

  constructor(link: ChatLink, listener: Listener) {
    this.link = $state.raw(link);
    this.#listener = listener;
    this.#unregisterActions = registerActions({ openModel: (files) => void this.openFiles(files) });
  }

  /** The engine of the open model, or the one that would open it. */
  get engine(): TextEngineId {
    return this.model.opened?.facts.engine ?? this.link.engine ?? defaultTextEngine;
  }

  /** The engine of the page that opens the model. */
  get pageEngine(): TextEngineId {
    const { subject } = this;
    const engineIds = this.isOnlyInCompanion
      ? listTextEnginesInCompanion(this.link.model!)
      : subject
        ? listTextEngines(listKnownFileNames(subject))
        : [];
    return engineIds.find((id) => id === this.link.engine) ?? engineIds[0] ?? defaultTextEngine;
  }

  /** Whether the companion has the model, so the page cannot open it. */
  get isOnlyInCompanion(): boolean {
    return this.link.model !== null && getCompanionName(this.link.model) !== null;
  }

  /** The settings that {@link engine} supports. */
  get availableSettings(): readonly SettingId[] {
    const requested = this.link.device ?? this.model.opened?.facts.device;
    const device = engines[this.engine].devices.find((id) => id === requested);
    return listSupportedSettings(this.engine, device ?? getDefaultDevice(this.engine, 'page'));
  }

  /** The user's files that were opened; empty for a stored model. */
  get files(): readonly File[] {
    return this.subject?.kind === 'files' ? this.subject.files : [];
  }

  /**
   * Opens the model of the link: a stored model, a linked model if no click is needed, or files handed over by another
   * page. An empty link opens the model of the previous visit.
   */
  async openFromLink(): Promise<void> {
    if (lastOpenedModel && formatChatHash(this.link) === emptyHash) {
      this.link = lastOpenedModel.link;
      return this.#begin(lastOpenedModel.subject);
    }
    const { model, linkedId, expectsFile } = this.link;
    if (model !== null) return this.#begin({ kind: 'model', id: model });
    const files = expectsFile || linkedId !== null ? findFilesFromOtherPage(linkedId) : [];
    if (files.length > 0) return this.openFiles(files, linkedId);
    if (linkedId === null) return void (this.modelToReopen = expectsFile ? findFilesToChooseAgain() : null);
    const opened = await openLinkedModel(linkedId);
    if (this.#isClosed || this.subject) return;
    if ('kind' in opened) this.modelToReopen = opened;
    else await this.openFiles(opened, linkedId);
  }

  /** Replaces the open model by a user-supplied one, which may need a different engine. */
  async openFiles(files: readonly File[], linkedId: string | null = null): Promise<void> {
    const resetChoices = this.subject ? { engine: null, ...(this.link.model && { device: null }) } : {};
    retainFiles(files); // so that Back opens them again
    this.link = { ...this.link, model: null, linkedId, expectsFile: linkedId === null, ...resetChoices };
    await this.#begin({ kind: 'files', files });
  }

  /** Replaces the open model by the one chosen in the picker. */
  async pick(picked: PickedModel): Promise<void> {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linkedId);
    const { id, target } = picked;
    const engine = target && generatesText(target.engine) ? target.engine : null;
    const choices = { linkedId: null, expectsFile: false, engine, device: target?.device ?? null };
    this.link = { ...this.link, ...choices, model: id };
    await this.#begin({ kind: 'model', id });
  }

  /** Reopens the model with other settings. */
  changeSetup(setup: Partial<TextSetup>): void {
    this.link = { ...this.link, ...setup };
    this.#updateAddress();
    void this.#open();
  }

  /**
   * Reopens the model on another target; `null` leaves it to the measurements of this device. Settings that the target
   * does not support are reset.
   */
  chooseTarget(target: Pick<Target, 'engine' | 'device'> | null): void {
    const engine = target && generatesText(target.engine) ? target.engine : this.pageEngine;
    const device = target?.device ?? null;
    this.link = pickSupportedSettings({ ...this.link, engine }, engine, device ?? getDefaultDevice(engine, 'page'));
    this.changeSetup({ device });
  }

  /** Reopens the model with another engine setting; `null` leaves it to the engine. */
  changeSetting(id: SettingId, value: SettingValue | null): void {
    this.link = changeSetting(this.link, id, value);
    this.changeSetup({});
  }

  /** Removes values of generation settings from the link. */
  removeFromLink(names: readonly string[]): void {
    this.link = withoutSettings(this.link, names);
    this.#updateAddress();
  }

  /** Opens the model at once, with the defaults of its engine. */
  skipMeasurement(): void {
    this.#measurement.abort();
  }

  close(): void {
    this.#isClosed = true;
    this.#measurement.abort();
    this.#unregisterActions();
    this.model.close();
  }

  async #begin(subject: TextSubject): Promise<void> {
    this.subject = subject;
    this.modelToReopen = null;
    this.#updateAddress();
    await this.#open();
    if (this.model.opened) await this.#listener.onOpened();
  }

  #updateAddress(): void {
    replaceEntry(toHistoryEntry(this.files), formatChatHash(this.link));
  }

  /**
   * Whether the number of threads is to be chosen from measurements that do not exist yet. A link with a prompt is
   * answered without measuring.
   */
  get #needsMeasurement(): boolean {
    const { threads, prompt, device } = this.link;
    const isAutomatic = threads === null && device === null && prompt === null;
    return isAutomatic && this.pageEngine === 'wllama' && needsMeasurement();
  }

  /**
   * Measures this device before its first model opens.
   * @returns `false` if another model is opened instead, or the page was left
   */
  async #measure(): Promise<boolean> {
    const { signal } = this.#measurement;
    this.isMeasuring = true;
    await measureForLanguageModel(signal);
    if (signal !== this.#measurement.signal || this.#isClosed) return false;
    this.isMeasuring = false;
    return true;
  }

  async #open(): Promise<void> {
    if (!this.subject) return;
    this.#listener.onOpening();
    this.#measurement.abort();
    this.#measurement = new AbortController();
    this.isMeasuring = false;
    if (this.#needsMeasurement && !(await this.#measure())) return;
    const { engine, device, threads } = this.link;
    const settings = pickEngineSettings(this.link);
    const error = await this.model.open({ subject: this.subject, engine, device, threads, ...settings });
    if (error) reportFailure(error);
    if (this.model.opened)
      lastOpenedModel = { link: { ...withoutSettings(this.link), prompt: null, raw: false }, subject: this.subject };
  }
}
