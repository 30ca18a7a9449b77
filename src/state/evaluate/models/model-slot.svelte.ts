import type { EngineSettings } from '#core/engine/engine-settings.ts';
import {
  listEquivalentCompanionEngines,
  getDefaultDevice,
  defaultTextEngine,
  listDevices,
  generatesText,
  type DeviceId,
  type EngineId,
  type TensorEngineId,
} from '#core/engine/engines.ts';
import { listEnginesForFiles } from '#core/model/entry-file.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { ModelReference } from '#links/run-link.ts';
import { textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import type { PickerPage } from '../../picker/model-rows.ts';
import { isInCompanion } from '../../companion/open-in-companion.ts';
import { openLinkedModel, type ModelToReopen } from '../../picker/reopen-model.ts';
import { OpenModel } from '../../run/open-model.svelte.ts';
import { bundledModels } from '../../shell/bundled-models.ts';
import { LanguageModel } from './language-model.svelte.ts';

interface OpeningTarget {
  readonly engine: EngineId | null;
  readonly device: DeviceId | null;
}

/** How the models of an evaluation are opened. */
export interface SlotSetup extends EngineSettings {
  readonly device: DeviceId | null;
  readonly threads: number | null;
  readonly dimensions: Dimensions;
}

/** One of the models of an evaluation: bundled, stored, in the companion, or files on the user's disk. */
export class ModelSlot {
  readonly model: OpenModel | LanguageModel;
  reference = $state.raw<ModelReference<EngineId> | null>(null);
  files = $state.raw<readonly File[]>([]);
  /** The id of the files as a linked model; `null` if they have none. */
  linkedId = $state.raw<string | null>(null);
  /** The linked model, if the browser requires a click to read it. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);

  readonly #task: ScoredTaskId;
  /** The current call of `tryOpenLinked`; `null` if another choice has superseded it. */
  #linkedRequest: symbol | null = null;

  constructor(task: ScoredTaskId) {
    this.#task = task;
    this.model = task === textGeneration ? new LanguageModel() : new OpenModel();
  }

  /** The page whose models the picker offers. */
  get page(): PickerPage {
    return this.#task === textGeneration ? { kind: 'chat' } : { kind: 'run', task: this.#task };
  }

  /** The labels of its results, by class id; `undefined` if they have none. */
  get labels(): readonly string[] | undefined {
    const { opened } = this.model;
    return opened && 'labels' in opened ? opened.labels : undefined;
  }

  get isChosen(): boolean {
    return this.reference !== null || this.files.length > 0;
  }

  /** The engine with which the page opens the model. */
  get pageEngine(): EngineId {
    const isText = this.#task === textGeneration;
    const engines = this.reference?.engineIds ?? listEnginesForFiles(this.files.map(({ name }) => name));
    return engines.find((id) => generatesText(id) === isText) ?? (isText ? defaultTextEngine : 'ort');
  }

  /** Whether the companion has the model, so the page cannot open it. */
  get isOnlyInCompanion(): boolean {
    return this.reference !== null && getCompanionName(this.reference.id) !== null;
  }

  /** The id of the model in the store; `null` if it is bundled, in the companion, or files on the user's disk. */
  get storedId(): string | null {
    const { reference } = this;
    const isStored = reference && !this.isOnlyInCompanion && !bundledModels.some(({ id }) => id === reference.id);
    return isStored ? reference.id : null;
  }

  /** Whether the page can read the files of the model. */
  get hasReadableFiles(): boolean {
    return this.files.length > 0 || this.storedId !== null;
  }

  /**
   * Finds the target for this model if the other model is opened on the given one: the same device if an engine opens
   * this model there, and the same engine if possible. A `null` engine stands for the page's preferred engine.
   */
  findTargetLike({ engine, device }: OpeningTarget): OpeningTarget {
    if (!isInCompanion(device) && !this.isOnlyInCompanion) return { engine: null, device };
    const engines = listEquivalentCompanionEngines(this.pageEngine);
    const onDevice = engines.filter((id) => device !== null && listDevices(id, 'companion').includes(device));
    const sameDeviceEngine = onDevice.find((id) => id === engine) ?? onDevice[0];
    if (sameDeviceEngine) return { engine: sameDeviceEngine, device };
    const [companionEngine = this.pageEngine] = engines;
    return this.isOnlyInCompanion
      ? { engine: companionEngine, device: getDefaultDevice(companionEngine, 'companion') }
      : { engine: null, device: null };
  }

  get name(): string | null {
    const { reference } = this;
    if (reference)
      return (
        bundledModels.find(({ id }) => id === reference.id)?.name ?? getCompanionName(reference.id) ?? reference.id
      );
    return this.model.opened?.id ?? this.files[0]?.name ?? null;
  }

  chooseModel(reference: ModelReference<EngineId>): void {
    this.clear();
    this.reference = reference;
  }

  chooseFiles(files: readonly File[], linkedId: string | null = null): void {
    this.clear();
    this.files = files;
    this.linkedId = linkedId;
  }

  /**
   * Chooses the files of a linked model if the browser allows reading them without a click; otherwise sets
   * `modelToReopen`. A choice, a later call or `clear` in the meantime supersedes this call.
   * @returns whether its files are now chosen
   */
  async tryOpenLinked(id: string): Promise<boolean> {
    const request = (this.#linkedRequest = Symbol(id));
    const opened = await openLinkedModel(id);
    if (this.#linkedRequest !== request) return false;
    if ('kind' in opened) this.modelToReopen = opened;
    else this.chooseFiles(opened, id);
    return this.isChosen;
  }

  /** @returns the error; `null` if the model is open, or was replaced in the meantime */
  open(setup: SlotSetup, engine: EngineId | null): Promise<AppError | null> {
    const { model, reference, files } = this;
    if (model instanceof LanguageModel) {
      const subject = reference ? ({ kind: 'model', id: reference.id } as const) : ({ kind: 'files', files } as const);
      const { dimensions: _, ...opening } = setup;
      const textEngine = engine && generatesText(engine) ? engine : null;
      return model.open({ ...opening, subject, engine: textEngine, forReport: true });
    }
    const task = this.#task;
    if (task === textGeneration) throw new AppError('internal', { why: 'a language model has no graphs' });
    return model.open({
      ...setup,
      task,
      model: reference ? restrictToTensorEngines(reference) : files,
      engine: engine && isTensorEngine(engine) ? engine : null,
      forReport: true,
    });
  }

  clear(): void {
    this.model.close();
    this.reference = null;
    this.files = [];
    this.linkedId = null;
    this.#linkedRequest = null;
    this.modelToReopen = null;
  }
}

const isTensorEngine = (id: EngineId): id is TensorEngineId => !generatesText(id);

/** Returns the same model, opened only by tensor engines. */
function restrictToTensorEngines({ id, engineIds }: ModelReference<EngineId>): ModelReference {
  const [preferred, ...alternatives] = engineIds.filter(isTensorEngine);
  if (!preferred) throw new AppError('internal', { why: 'no tensor engine opens the model of a task' });
  return { id, engineIds: [preferred, ...alternatives] };
}
