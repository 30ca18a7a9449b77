import { InspectHandle } from '#bridge/inspect-handle.ts';
import {
  settingsFor,
  settingsFrom,
  settingsOf,
  withSetting,
  type EngineSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine-settings.ts';
import { engineIds, engines, enginesFor, type DeviceId, type EngineId } from '#core/engines.ts';
import { enginesOf, entryFile, type EntryFile } from '#core/entry-file.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Subject, WorkloadId } from '#core/model.ts';
import { storedIdOf } from '#core/hub.ts';
import { readModelId } from '#core/model-id.ts';
import type { BenchRequest, Dimensions, RunLength } from '#core/report.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { pendingFiles } from '../shell/file-handoff.ts';
import { catalogue } from '../shell/catalogue.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

/** What the Bench page is set to. */
export class BenchSettings {
  kind = $state<Subject['kind']>('workload');
  workload = $state<WorkloadId>('conv');
  model = $state(catalogue[0]?.id ?? '');
  files = $state.raw<readonly File[]>([]);
  /** What the header of the chosen files says, which is read only where no name tells what they are. */
  #inside = $state.raw<EntryFile | null>(null);
  #isReading = $state(false);
  /** Why the header says nothing. */
  #fault = $state.raw<AppError | null>(null);
  runtime = $state<EngineId>('ort');
  /** null, as `threads`: chosen for the model on this device. */
  device = $state<DeviceId | null>(null);
  threads = $state<number | null>(null);
  engineSettings = $state.raw<EngineSettings>({});
  effort = $state<RunLength>('standard');
  /** What was typed for each free dimension of a user's model. */
  sizes = $state<Record<string, number | null>>({});
  /** A model of the link that is not ours: this browser's store may have it. */
  kept: string | null = null;
  /** Start at once. */
  readonly auto: boolean;

  /** @param link `#/bench` or `#/bench?...` @throws AppError link-invalid */
  constructor(link: string) {
    const query = link.split('?')[1] ?? '';
    this.auto = query !== '' && this.#take(query);
  }

  /** Whether there is something to measure. */
  get isReady(): boolean {
    return this.kind !== 'files' || (this.files.length > 0 && !this.#isReading && !this.refusal);
  }

  /** Why no engine here measures the chosen files; null: one does, or nothing is known of them yet. */
  get refusal(): AppError | null {
    if (this.kind !== 'files') return null;
    const entry = this.#entry;
    if (!entry || enginesFor(entry.format).length > 0) return this.#fault;
    return new AppError('model-unknown', { model: entry.name, is: entry.format });
  }

  /** Whether a language model is measured. */
  get isText(): boolean {
    return engines[this.runtime].kind === 'text';
  }

  /** Engines that open what is chosen. */
  get runtimes(): readonly EngineId[] {
    if (this.kind === 'workload') return enginesFor('onnx');
    if (this.kind === 'files') {
      const entry = this.#entry;
      if (!entry) return this.#isReading || this.#fault ? [] : engineIds;
      return enginesFor(entry.format);
    }
    const ours = catalogue.find(({ id }) => id === this.model);
    const entry = ours?.entry ?? readModelId(this.model).entry;
    const able = entry === null ? [] : enginesOf([entry]);
    return able.length > 0 ? able : ['ort'];
  }

  /** Which of the chosen files is opened first; null: none is known. */
  get #entry(): EntryFile | null {
    return entryFile(this.files.map(({ name }) => name)) ?? this.#inside;
  }

  /** What may be set on the chosen engine. */
  get offered(): readonly SettingId[] {
    return settingsFor(this.runtime, this.device ?? engines[this.runtime].devices[0]);
  }

  /** Puts settings that do not go together right, after one of them changed. */
  settle(): void {
    if (!this.runtimes.includes(this.runtime)) this.runtime = this.runtimes[0] ?? 'ort';
    const { devices } = engines[this.runtime];
    if (this.device && !devices.includes(this.device)) this.device = null;
    const { offered, engineSettings } = this;
    this.engineSettings = settingsFrom((id) => (offered.includes(id) ? engineSettings[id] : undefined));
  }

  /** null: left to the engine. */
  set(id: SettingId, value: SettingValue | null): void {
    this.engineSettings = withSetting(this.engineSettings, id, value);
  }

  /** Waits for their header where no name tells what they are. @returns false: something else was chosen meanwhile */
  async choose(files: readonly File[]): Promise<boolean> {
    if (this.files.length > 0) this.sizes = {}; // the sizes that a link brought are for the first file chosen
    this.files = files;
    this.kind = 'files';
    this.#inside = null;
    this.#fault = null;
    this.#isReading = files.length > 0 && this.#entry === null;
    if (this.#isReading) {
      const inside = await readInside(files).catch(asAppError);
      if (files !== this.files) return false;
      if (inside instanceof AppError) this.#fault = inside;
      else this.#inside = inside;
      this.#isReading = false;
    }
    this.settle();
    return this.kind === 'files';
  }

  get request(): BenchRequest {
    const { runtime, device, effort, threads } = this;
    const dimensions = this.#dimensions();
    return {
      subject: this.#subject(),
      runtime,
      ...(device !== null && { device }),
      effort,
      ...(threads !== null && { threads }),
      ...this.engineSettings,
      ...(dimensions && { dimensions }),
    };
  }

  #subject(): Subject {
    if (this.kind === 'workload') return { kind: 'workload', id: this.workload };
    return this.kind === 'model' ? { kind: 'model', id: this.model } : { kind: 'files', files: this.files };
  }

  #name(id: string): void {
    this.model = id;
    if (!catalogue.some((ours) => ours.id === id)) this.kept = id;
  }

  #dimensions(): Dimensions | null {
    if (this.kind === 'workload') return null;
    const given = Object.entries(this.sizes).filter((entry): entry is [string, number] => entry[1] !== null);
    return given.length > 0 ? Object.fromEntries(given) : null;
  }

  #take(query: string): boolean {
    const { request, auto } = parseBenchLink(query);
    const { subject, runtime, device, effort, dimensions } = request;
    this.kind = subject.kind;
    if (subject.kind === 'workload') this.workload = subject.id;
    if (subject.kind === 'model') this.#name(storedIdOf(subject.id, hubCatalogue));
    if (subject.kind === 'files') this.files = pendingFiles();
    this.runtime = runtime;
    this.device = device ?? null;
    this.effort = effort;
    this.threads = request.threads ?? null;
    this.engineSettings = settingsOf(request);
    this.sizes = { ...dimensions };
    return auto;
  }
}

/** @throws AppError where they are no model */
async function readInside(files: readonly File[]): Promise<EntryFile> {
  const inspector = new InspectHandle();
  try {
    const { name, facts } = await inspector.readFiles(files);
    return { name, format: facts.format };
  } finally {
    inspector.close();
  }
}
