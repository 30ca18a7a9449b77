import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { runsInPage } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import type { BenchRequest, Effort } from '#core/report/bench-request.ts';
import { formatBenchLink, parseBenchLink } from '#links/bench-link.ts';
import { findEngineLimit } from '#planner/engine-limits/index.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { findFilesFromOtherPage, findFilesToChooseAgain, openLinkedModel } from '../picker/reopen-model.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { replaceEntry, toHistoryEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { BenchModel } from './bench-model.svelte.ts';
import { BenchTarget } from './bench-target.svelte.ts';

/** The settings of the Bench page: which model is measured, where, and how thoroughly. */
export class BenchSettings {
  readonly model = new BenchModel();
  readonly target = new BenchTarget(this.model);
  effort = $state<Effort>('standard');
  /** The result to compare with, encoded as in its link; `null` if there is none. */
  receivedPayload = $state<string | null>(null);
  /** Whether the benchmark starts as soon as the page is open. */
  readonly startsAutomatically: boolean;

  /**
   * @param link `#/bench` or `#/bench?...`
   * @throws AppError link-invalid
   */
  constructor(link: string) {
    const query = link.split('?')[1] ?? '';
    this.startsAutomatically = query !== '' && this.#apply(query);
  }

  /** Whether a model is chosen, its header was read, and no known reason prevents a run. */
  get isReady(): boolean {
    return this.model.isChosen && this.unsupported === null;
  }

  /** Why no available engine can run the chosen files; `null` if an engine can, or if their format is not known yet. */
  get unsupported(): AppError | null {
    return this.model.kind === 'files' && this.model.isChosen ? (this.model.fault ?? this.#findEngineLimit()) : null;
  }

  /** Why the chosen engine of the page does not support the model, according to its header. */
  #findEngineLimit(): AppError | null {
    const { facts, entry } = this.model;
    const { engine, host, assumedDevice } = this.target;
    if (!facts || !runsInPage(engine) || host !== 'page') return null;
    const limit = findEngineLimit(facts, { engine, device: assumedDevice });
    return limit ? new AppError('model-unsupported', { ...limit, model: entry?.name ?? '', engine }) : null;
  }

  get request(): BenchRequest {
    const { subject, dimensions } = this.model;
    const { engine, device, threads, settings } = this.target;
    return {
      subject,
      engine,
      ...(device !== null && { device }),
      effort: this.effort,
      ...(threads !== null && { threads }),
      ...settings,
      ...(dimensions && { dimensions }),
    };
  }

  /**
   * Opens the linked files named by the address, if no click is needed.
   * @returns whether they are chosen now
   */
  async openLinked(): Promise<boolean> {
    const { model } = this;
    if (model.linkedId === null || model.files.length > 0) return false;
    const opened = await openLinkedModel(model.linkedId);
    if (model.kind !== 'files' || model.files.length > 0) return false;
    if ('kind' in opened) model.modelToReopen = opened;
    return 'kind' in opened ? false : this.choose(opened, model.linkedId);
  }

  /** Chooses the stored model that is the single file with this SHA-256, unless files are chosen. */
  async openStored(sha256: string): Promise<void> {
    const { model } = this;
    if (model.kind !== 'files' || model.files.length > 0) return;
    await storedModels.load();
    const stored = storedModels.models.find(({ files }) => files.length === 1 && files[0]?.sha256 === sha256);
    if (!stored || model.kind !== 'files' || model.files.length > 0) return;
    model.chooseId(stored.id);
    await this.change();
  }

  /**
   * Chooses the model of the picker.
   * @returns as {@link choose}
   */
  async pick(picked: PickedModel): Promise<boolean> {
    if (picked.kind === 'files') return this.choose(picked.files, picked.linkedId);
    const { model, target } = this;
    model.chooseId(picked.id);
    model.sizes = {};
    if (picked.target) target.device = picked.target.device;
    target.engine = picked.target?.engine ?? target.engineIds[0] ?? 'ort';
    return this.change();
  }

  /** @returns `false` if something else was chosen before the header was read */
  async choose(files: readonly File[], linkedId: string | null = null): Promise<boolean> {
    retainFiles(files); // so that Back opens them again
    this.model.chooseFiles(files, linkedId);
    return this.change();
  }

  /**
   * Call this when another model is chosen.
   * @returns as {@link inspect}
   */
  async change(): Promise<boolean> {
    this.model.clearHeader();
    this.target.reconcile();
    const isCurrent = await this.inspect();
    if (isCurrent) this.target.reconcile();
    return isCurrent;
  }

  /**
   * Reads the header of the chosen model.
   * @returns `false` if something else was chosen meanwhile
   */
  inspect(): Promise<boolean> {
    return this.model.inspect(this.target.isText);
  }

  /**
   * Updates the URL of the page to the settings, so it can be shared and opened again.
   * @param extraQuery more URL parameters to append, such as `&budget=60`
   */
  updateAddress(page: 'bench' | 'profile' | 'targets' | 'tune' = 'bench', extraQuery = ''): void {
    const { kind, files: chosen, linkedId: id } = this.model;
    const files = kind === 'files' ? chosen : [];
    const linkedId = files.length > 0 ? id : null;
    const link = formatBenchLink(this.request, { linkedId, receivedPayload: this.receivedPayload, page });
    replaceEntry(toHistoryEntry(files), `${link}${extraQuery}`);
  }

  #apply(query: string): boolean {
    const { request, linkedId, startsAutomatically, receivedPayload } = parseBenchLink(query);
    const { subject, engine, device, effort, threads, dimensions } = request;
    const { model, target } = this;
    model.kind = subject.kind;
    if (subject.kind === 'workload') model.workload = subject.id;
    if (subject.kind === 'model') model.chooseId(resolveStoredId(subject.id, hubCatalogue));
    if (subject.kind === 'files') model.files = findFilesFromOtherPage(linkedId);
    model.linkedId = linkedId;
    model.modelToReopen = subject.kind === 'files' && model.files.length === 0 ? findFilesToChooseAgain() : null;
    model.sizes = { ...dimensions };
    [target.engine, target.device, target.threads] = [engine, device ?? null, threads ?? null];
    target.settings = pickEngineSettings(request);
    [this.effort, this.receivedPayload] = [effort, receivedPayload];
    return startsAutomatically;
  }
}
