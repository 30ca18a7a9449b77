import { inspectForOptimising } from '#bridge/optimise-handle.ts';
import type { OptimisableModel, OptimisableSubject } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { formatOptimiseLink, parseOptimiseLink, type OptimiseLink } from '#links/optimise-link.ts';
import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import type { TaskId } from '#tasks/index.ts';
import { scoredTasks } from '#tasks/scored-tasks.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { ModelChoice } from '../picker/model-choice.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { reportFailure } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { RecipeSettings } from './recipe-settings.svelte.ts';
import { Validation } from './validation.svelte.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

interface SetupEvents {
  /** Another model was chosen, whose facts are not known yet. */
  readonly onChoose: () => void;
  /** The facts of the model were read, or read again. */
  readonly onInspect: (model: OptimisableModel) => Promise<void>;
  /** Another scheme or option was chosen. */
  readonly onSchemeChange: () => void;
}

/** What the Optimise page optimises: the model with its facts, the recipe, and the user's data. */
export class OptimiseSetup {
  readonly choice: ModelChoice;
  readonly recipe: RecipeSettings;
  /** Facts about the model before anything is computed. */
  model = $state.raw<OptimisableModel | null>(null);
  isReading = $state(false);
  error = $state.raw<AppError | null>(null);
  /** The user's data and gates; `null` if no task whose results can be scored recognises the model. */
  validation = $state.raw<Validation | null>(null);
  /** The task of the link; `null` for the first task that accepts the model. */
  #task: TaskId | null;
  readonly #events: SetupEvents;
  #controller = new AbortController();

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams, events: SetupEvents) {
    const { model, linkedId, task, scheme } = parseOptimiseLink(query, catalogue);
    this.#task = task;
    this.#events = events;
    this.choice = new ModelChoice({ model, linkedId }, () => void this.#open());
    this.recipe = new RecipeSettings(
      scheme,
      () => this.model,
      () => {
        events.onSchemeChange();
        this.#updateAddress();
      },
    );
  }

  get link(): OptimiseLink {
    return { ...this.choice.link, task: this.#task, scheme: this.recipe.linkScheme };
  }

  get subject(): OptimisableSubject | null {
    return this.choice.subject;
  }

  /** Name of the model; `null` if none is chosen. */
  get name(): string | null {
    return this.subject?.kind === 'files' ? (this.model?.name ?? this.choice.name) : this.choice.name;
  }

  pick(picked: PickedModel): void {
    this.#task = null;
    this.choice.pick(picked);
  }

  chooseFiles(files: readonly File[], linkedId: string | null = null): void {
    this.#task = null;
    this.choice.chooseFiles(files, linkedId);
  }

  /** Measures this device, from which the speed of schemes is estimated. */
  async measureDevice(): Promise<void> {
    try {
      await cachedDeviceProfile.read(null, this.#controller.signal);
    } catch (thrown) {
      this.error = asAppError(thrown);
      return;
    }
    await this.#inspect();
  }

  /** Opens the user's data, which can make more schemes applicable. */
  async openData(folder: DatasetFolder): Promise<void> {
    const { validation } = this;
    if (!validation) return;
    await validation.openData(folder);
    if (validation === this.validation && validation.hasData) await this.#inspect();
  }

  /** Call this when the page is left. */
  close(): void {
    this.#controller.abort();
    this.validation?.close();
  }

  async #open(): Promise<void> {
    this.#events.onChoose();
    this.validation?.close();
    [this.model, this.validation] = [null, null];
    this.recipe.reset();
    this.#updateAddress();
    await this.#inspect();
  }

  /** Reads the model; if data was added, reads it again. */
  async #inspect(): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    const { subject, validation } = this;
    if (!subject) return;
    this.error = null;
    this.isReading = true;
    try {
      const { profile } = cachedDeviceProfile;
      const hasSamples = validation?.hasData ?? false;
      const model = await inspectForOptimising(subject, hasSamples, profile, { signal: controller.signal });
      const task = findTask(subject, model, this.#task);
      const nextValidation = validation ?? (task && (await Validation.create(task, model.sizes)));
      if (controller !== this.#controller) return;
      [this.model, this.validation] = [model, nextValidation];
      await this.#events.onInspect(model);
    } catch (thrown) {
      if (controller !== this.#controller) return;
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = reportFailure(error);
    } finally {
      if (controller === this.#controller) this.isReading = false;
    }
  }

  #updateAddress(): void {
    this.choice.updateAddress((hasFiles) => formatOptimiseLink(this.link, hasFiles));
  }
}

/**
 * Finds the task that scores results: the one of the link or the catalogue, otherwise the first that accepts the model.
 */
function findTask(subject: OptimisableSubject, { tasks }: OptimisableModel, taskOfLink: TaskId | null): TaskId | null {
  const bundled = subject.kind === 'model' ? bundledModels.find(({ id }) => id === subject.id) : undefined;
  const scored = tasks.filter((task) => scoredTasks.includes(task));
  return taskOfLink ?? scored.find((task) => task === bundled?.task) ?? scored[0] ?? null;
}
