import type { EngineSettings } from '#core/engine-settings.ts';
import type { DeviceId, TensorEngineId } from '#core/engines.ts';
import type { AppError } from '#core/error.ts';
import type { Dimensions } from '#core/report.ts';
import type { ModelReference } from '#links/run-link.ts';
import type { TaskId } from '#tasks/index.ts';
import { openLinkedModel, type ModelToReopen } from '../picker/reopen-model.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';

/** How the models of an evaluation are opened. */
export interface SlotSetup extends EngineSettings {
  readonly task: TaskId;
  readonly device: DeviceId | null;
  readonly threads: number | null;
  readonly dimensions: Dimensions;
}

/** One of the models of an evaluation: a bundled or stored one, or files on the user's disk. */
export class ModelSlot {
  readonly model = new OpenModel();
  reference = $state.raw<ModelReference | null>(null);
  files = $state.raw<readonly File[]>([]);
  /** The id of the files as a linked model; `null` if they have none. */
  linked = $state.raw<string | null>(null);
  /** The linked model, if the browser requires a click to read it. */
  toReopen = $state.raw<ModelToReopen | null>(null);

  get isChosen(): boolean {
    return this.reference !== null || this.files.length > 0;
  }

  get name(): string | null {
    if (this.reference) return bundledModels.find(({ id }) => id === this.reference?.id)?.name ?? this.reference.id;
    return this.model.opened?.id ?? this.files[0]?.name ?? null;
  }

  chooseModel(reference: ModelReference): void {
    this.clear();
    this.reference = reference;
  }

  chooseFiles(files: readonly File[], linked: string | null = null): void {
    this.clear();
    this.files = files;
    this.linked = linked;
  }

  /** Opens a linked model without a click if the browser allows it. @returns whether its files are now chosen */
  async findLinked(id: string): Promise<boolean> {
    const found = await openLinkedModel(id);
    if (this.isChosen) return false;
    if ('kind' in found) this.toReopen = found;
    else this.chooseFiles(found, id);
    return this.isChosen;
  }

  /** @returns the error; `null` if it is open, or was replaced in the meantime */
  open(setup: SlotSetup, runtime: TensorEngineId | null): Promise<AppError | null> {
    const model = this.reference ?? this.files;
    return this.model.open({ ...setup, model, runtime, forReport: true });
  }

  clear(): void {
    this.model.close();
    this.reference = null;
    this.files = [];
    this.linked = null;
    this.toReopen = null;
  }
}
