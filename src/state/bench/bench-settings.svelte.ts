import {
  listSupportedSettings,
  pickEngineSettings,
  withSetting,
  withSupportedSettings,
  type EngineSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import {
  companionEnginesLike,
  defaultDevice,
  devices,
  listDevices,
  engines,
  generatesText,
  pageEngineIds,
  listPageEngines,
  listPageTensorEngines,
  runsInPage,
  type DeviceId,
  type EngineId,
  type HostId,
  type Target,
} from '#core/engine/engines.ts';
import { enginesInCompanion, enginesForFiles, listUsedFiles, type EntryFile } from '#core/model/entry-file.ts';
import { baseName } from '#core/model/file-name.ts';
import { AppError } from '#core/errors/error.ts';
import type { Subject, WorkloadId } from '#core/model/model.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import { isModelId, nameInCompanion, readModelId } from '#core/model/model-id.ts';
import type { BenchRequest, Dimensions, Effort } from '#core/report/bench-request.ts';
import { formatBenchLink, parseBenchLink } from '#links/bench-link.ts';
import { findEngineLimit } from '#planner/engine-limits/index.ts';
import { companion } from '../companion/companion.svelte.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { filesToChooseAgain, openLinkedModel, filesFromOtherPage, type ModelToReopen } from '../picker/reopen-model.ts';
import { allModels, findMismatch } from '../picker/model-rows.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { ChosenHeader } from '../report/chosen-header.svelte.ts';

/** The settings of the Bench page. */
export class BenchSettings {
  kind = $state<Subject['kind']>('workload');
  workload = $state<WorkloadId>('conv');
  model = $state(bundledModels[0]?.id ?? '');
  files = $state.raw<readonly File[]>([]);
  readonly #header = new ChosenHeader();
  engine = $state<EngineId>('ort');
  /** `null`, as for `threads`: chosen for the model on this device. */
  device = $state<DeviceId | null>(null);
  threads = $state<number | null>(null);
  engineSettings = $state.raw<EngineSettings>({});
  effort = $state<Effort>('standard');
  /** The sizes entered for the free dimensions of a user-supplied model. */
  sizes = $state<Record<string, number | null>>({});
  /** The id of the link's model if it is not bundled: it may be stored in this browser. */
  storedId = $state<string | null>(null);
  /** The id of the linked model that the files belong to. */
  #linked: string | null = null;
  /** The files of the address, if only the user can open them again. */
  toReopen = $state.raw<ModelToReopen | null>(null);
  /** The payload of the link of a result to compare with; `null` if there is none. */
  against = $state<string | null>(null);
  /** Whether the benchmark starts at once. */
  readonly auto: boolean;

  /**
   * @param link `#/bench` or `#/bench?...`
   * @throws AppError link-invalid
   */
  constructor(link: string) {
    const query = link.split('?')[1] ?? '';
    this.auto = query !== '' && this.#apply(query);
  }

  /** Whether a model is chosen. */
  get isReady(): boolean {
    return !this.#header.isReading && (this.kind !== 'files' || (this.files.length > 0 && !this.unsupported));
  }

  /** Why no engine here can run the chosen files; `null` if one can, or if their format is not known yet. */
  get unsupported(): AppError | null {
    if (this.kind !== 'files' || this.#header.isReading) return null;
    const entry = this.#entry;
    if (entry && this.#header.missing.length > 0) {
      const file = this.#header.missing.join(', ');
      return new AppError('model-corrupt', { format: entry.name, reason: 'file-missing', file });
    }
    if (!entry || listPageEngines(entry.format).length > 0) return this.#header.fault ?? this.#engineLimit();
    return new AppError('model-unknown', { model: entry.name, detectedAs: entry.format });
  }

  /** Why the chosen engine of the page does not support the model, according to its header. */
  #engineLimit(): AppError | null {
    const { engine } = this;
    const { facts } = this.#header;
    if (!facts || !runsInPage(engine) || this.host !== 'page') return null;
    const limit = findEngineLimit(facts, { engine, device: this.#settingsDevice });
    return limit ? new AppError('model-unsupported', { ...limit, model: this.#entry?.name ?? '', engine }) : null;
  }

  /** Ids of the bundled and stored models that an engine here opens, and the id in the link. */
  get listed(): readonly string[] {
    const { models: stored, linked } = storedModels;
    const choices = allModels({ stored, linked, usedAt: {} });
    const usable = choices.filter(
      (model) =>
        (model.location === 'bundled' || (model.location === 'stored' && isModelId(model.id))) &&
        findMismatch(model, { kind: 'bench' }) === null,
    );
    const ids = usable.map(({ id }) => id);
    return this.storedId === null || ids.includes(this.storedId) ? ids : [...ids, this.storedId];
  }

  /** Whether a language model is measured. */
  get isText(): boolean {
    return engines[this.engine].kind === 'text';
  }

  /** Whether the companion has the chosen model, so the page cannot open it. */
  get isOnlyInCompanion(): boolean {
    return this.kind === 'model' && nameInCompanion(this.model) !== null;
  }

  /** The host of the chosen target. */
  get host(): HostId {
    return this.device ? devices[this.device].host : 'page';
  }

  /** What the companion offers for the chosen model; empty unless it is connected. */
  get offered(): readonly Target[] {
    return listOfferedTargets(this.#pageEngineIds[0] ?? 'ort', companion.engines);
  }

  /** Engines of the chosen host that can open the chosen model. */
  get engineIds(): readonly EngineId[] {
    if (this.host === 'page') return this.#pageEngineIds;
    // The chosen engine remains in the list while the companion is disconnected.
    return [...new Set([...this.offered.map(({ engine }) => engine), this.engine])];
  }

  /** Devices of the chosen host that the engine can use. */
  get deviceIds(): readonly DeviceId[] {
    if (this.host === 'page') return listDevices(this.engine, 'page');
    const offered = this.offered.filter(({ engine }) => engine === this.engine).map(({ device }) => device);
    return offered.length > 0 || !this.device ? offered : [this.device];
  }

  /** Engines that can open the chosen model: of the page, or of the companion if only it has the model. */
  get #pageEngineIds(): readonly EngineId[] {
    if (this.isOnlyInCompanion) return enginesInCompanion(this.model);
    if (this.kind === 'workload') return listPageTensorEngines('onnx');
    if (this.kind === 'files') {
      const entry = this.#entry;
      if (!entry) return this.#header.isReading || this.#header.fault ? [] : pageEngineIds;
      const names = this.files.map(({ name }) => name);
      const engineIds = enginesForFiles(names);
      return engineIds.length > 0 ? ofOneKind(engineIds) : ofOneKind(listPageEngines(entry.format));
    }
    const bundled = bundledModels.find(({ id }) => id === this.model);
    if (bundled) return ofOneKind(enginesForFiles([bundled.entry]));
    const { entry } = readModelId(this.model);
    const stored = storedModels.models.find(({ id }) => id === this.model);
    const names = stored?.files.map(({ name }) => baseName(name)) ?? (entry === null ? [] : [entry]);
    const supported = ofOneKind(enginesForFiles(names));
    return supported.length > 0 ? supported : ['ort'];
  }

  /** The chosen entry file; `null` if none is recognised. */
  get #entry(): EntryFile | null {
    return this.#header.findEntry(this.files);
  }

  /** The settings of the chosen engine. */
  get availableSettings(): readonly SettingId[] {
    return listSupportedSettings(this.engine, this.#settingsDevice);
  }

  get #settingsDevice(): DeviceId {
    return this.device ?? defaultDevice(this.engine, 'page');
  }

  /** Chooses where the model runs: the first target that the companion offers, or in the page. */
  chooseHost(host: HostId): void {
    const [target] = host === 'companion' ? this.offered : [];
    this.engine = target?.engine ?? this.#pageEngineIds[0] ?? 'ort';
    this.device = target?.device ?? null;
    this.reconcile();
  }

  /** Resets settings that are incompatible with the one that changed. */
  reconcile(): void {
    const [pageEngine = 'ort'] = this.#pageEngineIds;
    if (this.isOnlyInCompanion && this.host === 'page') {
      const [target] = this.offered;
      this.engine = target?.engine ?? pageEngine;
      this.device = target?.device ?? defaultDevice(pageEngine, 'companion');
    }
    if (this.host === 'companion' && !companionEnginesLike(pageEngine).includes(this.engine)) this.device = null;
    const { engineIds } = this;
    if (!engineIds.includes(this.engine)) this.engine = engineIds[0] ?? 'ort';
    const { deviceIds, host } = this;
    if (this.device && !deviceIds.includes(this.device)) this.device = host === 'page' ? null : (deviceIds[0] ?? null);
    this.engineSettings = withSupportedSettings(this.engineSettings, this.engine, this.#settingsDevice);
  }

  /** @param value `null` leaves it to the engine */
  set(id: SettingId, value: SettingValue | null): void {
    this.engineSettings = withSetting(this.engineSettings, id, value);
  }

  /** Sizes of the model's free dimensions: as entered, otherwise as suggested by its header or the opened model. */
  sizesFor(unsizedDimensions: Dimensions): Readonly<Record<string, number | null>> {
    if (this.kind === 'workload') return {};
    const suggested = { ...this.#header.suggested, ...unsizedDimensions };
    return Object.fromEntries(Object.entries(suggested).map(([name, size]) => [name, this.sizes[name] ?? size]));
  }

  /**
   * Opens the linked files of the address, if no click is needed.
   * @returns whether they are chosen now
   */
  async openLinked(): Promise<boolean> {
    if (this.#linked === null || this.files.length > 0) return false;
    const opened = await openLinkedModel(this.#linked);
    if (this.kind !== 'files' || this.files.length > 0) return false;
    if ('kind' in opened) this.toReopen = opened;
    return 'kind' in opened ? false : this.choose(opened, this.#linked);
  }

  /** Chooses the stored model that is the single file with this SHA-256, unless files are chosen. */
  async openStored(sha256: string): Promise<void> {
    if (this.kind !== 'files' || this.files.length > 0) return;
    await storedModels.load();
    const stored = storedModels.models.find(({ files }) => files.length === 1 && files[0]?.sha256 === sha256);
    if (!stored || this.kind !== 'files' || this.files.length > 0) return;
    this.kind = 'model';
    this.#setModel(stored.id);
    await this.change();
  }

  /**
   * Chooses the model of the picker.
   * @returns as {@link choose}
   */
  async pick(picked: PickedModel): Promise<boolean> {
    if (picked.kind === 'files') return this.choose(picked.files, picked.linked);
    this.kind = 'model';
    this.sizes = {};
    this.#setModel(picked.id);
    if (picked.target) this.device = picked.target.device;
    this.engine = picked.target?.engine ?? this.engineIds[0] ?? 'ort';
    return this.change();
  }

  /**
   * Updates the URL of the page to the settings, so it can be shared and opened again.
   * @param more further parameters of the URL, such as `&budget=60`
   */
  updateAddress(page: 'bench' | 'profile' | 'targets' | 'tune' = 'bench', more = ''): void {
    const files = this.kind === 'files' ? this.files : [];
    const linked = files.length > 0 ? this.#linked : null;
    const link = formatBenchLink(this.request, { linked, against: this.against, page });
    replaceEntry(toHistoryEntry(files), `${link}${more}`);
  }

  /** @returns `false` if something else was chosen before the header was read */
  async choose(files: readonly File[], linked: string | null = null): Promise<boolean> {
    this.#linked = linked;
    this.toReopen = null;
    retainFiles(files); // so that Back opens them again
    if (this.files.length > 0) this.sizes = {}; // the sizes of a link apply only to the first files chosen
    this.files = files;
    this.kind = 'files';
    return this.change();
  }

  /**
   * Call this when another model is chosen.
   * @returns as {@link inspect}
   */
  async change(): Promise<boolean> {
    this.#header.clear();
    this.reconcile();
    const isCurrent = await this.inspect();
    if (isCurrent) this.reconcile();
    return isCurrent;
  }

  /**
   * Reads the header of the chosen or stored files: the requirements of a run, and the format if the names of chosen
   * files do not identify it.
   * @returns `false` if something else was chosen meanwhile
   */
  async inspect(): Promise<boolean> {
    const { files, model } = this;
    this.#header.clear();
    if (!this.#hasHeader) return true;
    if (this.kind === 'model') return this.#header.read(() => storedModels.loadFiles(model), true);
    return this.#header.read(async () => files, this.#entry !== null);
  }

  /** Whether there are files whose header may have free dimensions: the bundled models have none. */
  get #hasHeader(): boolean {
    if (this.kind === 'files') return this.files.length > 0;
    return (
      this.kind === 'model' &&
      !this.isText &&
      !this.isOnlyInCompanion &&
      !bundledModels.some(({ id }) => id === this.model)
    );
  }

  get request(): BenchRequest {
    const { engine, device, effort, threads } = this;
    const dimensions = this.#dimensions();
    return {
      subject: this.#subject(),
      engine,
      ...(device !== null && { device }),
      effort,
      ...(threads !== null && { threads }),
      ...this.engineSettings,
      ...(dimensions && { dimensions }),
    };
  }

  #subject(): Subject {
    if (this.kind === 'workload') return { kind: 'workload', id: this.workload };
    if (this.kind === 'model') return { kind: 'model', id: this.model };
    return { kind: 'files', files: listUsedFiles(this.files) }; // other files would count in the size and the hash
  }

  #setModel(id: string): void {
    this.model = id;
    if (!bundledModels.some((bundled) => bundled.id === id)) this.storedId = id;
  }

  #dimensions(): Dimensions | null {
    if (this.kind === 'workload') return null;
    const entered = Object.entries(this.sizes).filter((entry): entry is [string, number] => entry[1] !== null);
    const sizes = { ...this.#header.suggested, ...Object.fromEntries(entered) };
    return Object.keys(sizes).length > 0 ? sizes : null;
  }

  #apply(query: string): boolean {
    const { request, linked, auto, against } = parseBenchLink(query);
    const { subject, engine, device, effort, dimensions } = request;
    this.kind = subject.kind;
    if (subject.kind === 'workload') this.workload = subject.id;
    if (subject.kind === 'model') this.#setModel(resolveStoredId(subject.id, hubCatalogue));
    if (subject.kind === 'files') this.files = filesFromOtherPage(linked);
    this.#linked = linked;
    this.against = against;
    this.toReopen = subject.kind === 'files' && this.files.length === 0 ? filesToChooseAgain() : null;
    this.engine = engine;
    this.device = device ?? null;
    this.effort = effort;
    this.threads = request.threads ?? null;
    this.engineSettings = pickEngineSettings(request);
    this.sizes = { ...dimensions };
    return auto;
  }
}

/** The engines of the kind, tensor or text, that the model is probably for. */
function ofOneKind(able: readonly EngineId[]): readonly EngineId[] {
  return able.filter((id) => generatesText(id) === generatesText(able[0]!));
}
