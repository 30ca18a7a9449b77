import {
  generatesText,
  listPageEngines,
  listPageTensorEngines,
  pageEngineIds,
  type EngineId,
} from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { listEnginesForFiles, listEnginesInCompanion, listUsedFiles, type EntryFile } from '#core/model/entry-file.ts';
import { getBaseName } from '#core/model/file-name.ts';
import { isModelId, getCompanionName, readModelId } from '#core/model/model-id.ts';
import type { Subject, WorkloadId } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { HeaderFacts } from '#planner/engine-limits/engine-limit.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { listModels, findMismatch } from '../picker/model-rows.ts';
import type { ModelToReopen } from '../picker/reopen-model.ts';
import { ChosenHeader } from '../report/chosen-header.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/** The model to measure: a workload, a bundled or stored model, or files that the user chose. */
export class BenchModel {
  kind = $state<Subject['kind']>('workload');
  workload = $state<WorkloadId>('conv');
  id = $state(bundledModels[0]?.id ?? '');
  files = $state.raw<readonly File[]>([]);
  /** The id of the linked model that the files belong to. */
  linkedId: string | null = null;
  /** The files named by the address, if only the user can open them again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  /** The sizes entered for the free dimensions of a user-supplied model. */
  sizes = $state<Record<string, number | null>>({});
  /** The id of a chosen model that is not bundled: it may be stored in this browser. */
  #storedId = $state<string | null>(null);
  readonly #header = new ChosenHeader();

  /** Ids of the bundled and stored models that an engine of the page opens, and the id in the link. */
  get listedIds(): readonly string[] {
    const { models: stored, linkedModels } = storedModels;
    const choices = listModels({ stored, linkedModels, usedAt: {} });
    const usable = choices.filter(
      (model) =>
        (model.location === 'bundled' || (model.location === 'stored' && isModelId(model.id))) &&
        findMismatch(model, { kind: 'bench' }) === null,
    );
    const ids = usable.map(({ id }) => id);
    return this.#storedId === null || ids.includes(this.#storedId) ? ids : [...ids, this.#storedId];
  }

  /** Whether a model is chosen, and its header is not being read. */
  get isChosen(): boolean {
    return !this.#header.isReading && (this.kind !== 'files' || this.files.length > 0);
  }

  /** The entry file among the chosen files; `null` if none is recognised. */
  get entry(): EntryFile | null {
    return this.#header.findEntry(this.files);
  }

  /** Facts from the header of the chosen or stored files; `null` if it was not read. */
  get facts(): HeaderFacts | null {
    return this.#header.facts;
  }

  /** Why the chosen files cannot be opened on any engine; `null` if there is no known reason. */
  get fault(): AppError | null {
    const { entry } = this;
    if (entry && this.#header.missingFiles.length > 0) {
      const file = this.#header.missingFiles.join(', ');
      return new AppError('model-corrupt', { format: entry.name, reason: 'file-missing', file });
    }
    if (entry && listPageEngines(entry.format).length === 0) {
      return new AppError('model-unknown', { model: entry.name, detectedAs: entry.format });
    }
    return this.#header.fault;
  }

  /** Whether the companion has the chosen model, so the page cannot open it. */
  get isOnlyInCompanion(): boolean {
    return this.kind === 'model' && getCompanionName(this.id) !== null;
  }

  /** Engines that can open the chosen model: of the page, or of the companion if only it has the model. */
  get engineIds(): readonly EngineId[] {
    if (this.isOnlyInCompanion) return listEnginesInCompanion(this.id);
    if (this.kind === 'workload') return listPageTensorEngines('onnx');
    if (this.kind === 'files') {
      const { entry } = this;
      if (!entry) return this.#header.isReading || this.#header.fault ? [] : pageEngineIds;
      const names = this.files.map(({ name }) => name);
      const engineIds = listEnginesForFiles(names);
      return engineIds.length > 0 ? selectOneKind(engineIds) : selectOneKind(listPageEngines(entry.format));
    }
    const bundled = bundledModels.find(({ id }) => id === this.id);
    if (bundled) return selectOneKind(listEnginesForFiles([bundled.entry]));
    const { entry } = readModelId(this.id);
    const stored = storedModels.models.find(({ id }) => id === this.id);
    const names = stored?.files.map(({ name }) => getBaseName(name)) ?? (entry === null ? [] : [entry]);
    const supported = selectOneKind(listEnginesForFiles(names));
    return supported.length > 0 ? supported : ['ort'];
  }

  get subject(): Subject {
    if (this.kind === 'workload') return { kind: 'workload', id: this.workload };
    if (this.kind === 'model') return { kind: 'model', id: this.id };
    return { kind: 'files', files: listUsedFiles(this.files) }; // unused files would change the size and the hash
  }

  /** Sizes of the free dimensions: entered ones, and suggestions for the others; `null` if there are none. */
  get dimensions(): Dimensions | null {
    if (this.kind === 'workload') return null;
    const entered = Object.entries(this.sizes).filter((entry): entry is [string, number] => entry[1] !== null);
    const sizes = { ...this.#header.suggestedSizes, ...Object.fromEntries(entered) };
    return Object.keys(sizes).length > 0 ? sizes : null;
  }

  /** Sizes of the free dimensions: as entered, otherwise as suggested by the header or the opened model. */
  resolveSizes(unsizedDimensions: Dimensions): Readonly<Record<string, number | null>> {
    if (this.kind === 'workload') return {};
    const suggested = { ...this.#header.suggestedSizes, ...unsizedDimensions };
    return Object.fromEntries(Object.entries(suggested).map(([name, size]) => [name, this.sizes[name] ?? size]));
  }

  chooseId(id: string): void {
    this.kind = 'model';
    this.id = id;
    if (!bundledModels.some((bundled) => bundled.id === id)) this.#storedId = id;
  }

  chooseFiles(files: readonly File[], linkedId: string | null): void {
    this.linkedId = linkedId;
    this.modelToReopen = null;
    if (this.files.length > 0) this.sizes = {}; // the sizes of a link apply only to the first files chosen
    this.files = files;
    this.kind = 'files';
  }

  /** Discards the header of the previous model. */
  clearHeader(): void {
    this.#header.clear();
  }

  /**
   * Reads the header of the chosen or stored files: the requirements of a run, and the format if the names of chosen
   * files do not identify it.
   * @param isText whether it is a language model, whose header need not be read
   * @returns `false` if something else was chosen meanwhile
   */
  async inspect(isText: boolean): Promise<boolean> {
    const { files, id } = this;
    this.#header.clear();
    if (!this.#mayHaveSizes(isText)) return true;
    if (this.kind === 'model') return this.#header.read(() => storedModels.loadFiles(id), true);
    return this.#header.read(async () => files, this.entry !== null);
  }

  /** Whether there are files whose header may have free dimensions: the bundled models have none. */
  #mayHaveSizes(isText: boolean): boolean {
    if (this.kind === 'files') return this.files.length > 0;
    return (
      this.kind === 'model' && !isText && !this.isOnlyInCompanion && !bundledModels.some(({ id }) => id === this.id)
    );
  }
}

/** Restricts engines to the kind, tensor or text, of the preferred one. */
function selectOneKind(engineIds: readonly EngineId[]): readonly EngineId[] {
  return engineIds.filter((id) => generatesText(id) === generatesText(engineIds[0]!));
}
