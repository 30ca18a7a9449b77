import { inspectForOptimising } from '#bridge/optimise-handle.ts';
import type { ConversionOffer, OptimisableModel, OptimisableSubject, SchemeOffer } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { generatesText, type Target } from '#core/engine/engines.ts';
import { toGateFileJson } from '#gates/file/gate-file.ts';
import { formatOptimiseLink, parseOptimiseLink, type OptimiseLink } from '#links/optimise-link.ts';
import { resolveStoredId } from '#core/model/hub-model.ts';
import type { TaskId } from '#tasks/index.ts';
import { scoredTasks } from '#tasks/scored-tasks.ts';
import { toDatasetFolder, type DatasetFolder } from '#records/files/dataset-folder.ts';
import { companion } from '../companion/companion.svelte.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import {
  findFilesFromOtherPage,
  findFilesToChooseAgain,
  openLinkedModel,
  type ModelToReopen,
} from '../picker/reopen-model.ts';
import { registerActions, reportFailure, reportStart } from '../shell/automation-status.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { toHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { ModelConversion } from './model-conversion.svelte.ts';
import { convertToOnnx } from './convert-to-onnx.ts';
import { OptimiseRun } from './optimise-run.svelte.ts';
import { Pruning, toPruningVerdict } from './pruning.svelte.ts';
import { OptimiseSearch, type Candidate, type SearchRequest } from './search.svelte.ts';
import { withOptions } from './recipe-text.ts';
import { Sensitivity } from './sensitivity.svelte.ts';
import type { MeasuredTarget } from './time-models.ts';
import { Validation } from './validation.svelte.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

/** The scheme id in a link that only cleans. */
const cleanOnly = 'clean';

/** State of one visit of the Optimise page. */
export class Optimise {
  link: OptimiseLink;
  readonly run = new OptimiseRun();
  readonly search = new OptimiseSearch(() => this.#dataKey);
  readonly sensitivity = new Sensitivity();
  readonly pruning = new Pruning();
  readonly conversion = new ModelConversion();
  subject = $state.raw<OptimisableSubject | null>(null);
  /** The model of the address, if the user has to open it again. */
  modelToReopen = $state.raw<ModelToReopen | null>(null);
  /** Facts about the model before anything is computed. */
  model = $state.raw<OptimisableModel | null>(null);
  isReading = $state(false);
  error = $state.raw<AppError | null>(null);
  /** The user's data and gates; `null` if no task whose results can be scored recognises the model. */
  validation = $state.raw<Validation | null>(null);
  /** The options of the chosen scheme that differ from the defaults. */
  options = $state.raw<Readonly<Record<string, unknown>>>({});
  /** A recipe that the user wrote or opened, which replaces the scheme's; `null` if there is none. */
  customRecipe = $state.raw<string | null>(null);
  #controller = new AbortController();
  #unregisterActions = () => {};

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    this.link = $state.raw(parseOptimiseLink(query, catalogue));
  }

  start(): void {
    this.#unregisterActions = registerActions({
      openModel: (files) => this.chooseFiles(files),
      addInputs: (files) => void this.openData(toDatasetFolder(files)),
      setGates: (text) => this.validation && (this.validation.gates.text = text),
    });
    const { model, linkedId } = this.link;
    if (model !== null) void this.#open({ kind: 'model', id: model });
    else {
      const files = findFilesFromOtherPage(linkedId);
      if (files.length > 0) void this.#open({ kind: 'files', files });
      else if (linkedId !== null) void this.#openLinkedModel(linkedId);
      else this.modelToReopen = findFilesToChooseAgain();
    }
    reportStart('ready');
  }

  /** Name of the model; `null` if none is chosen. */
  get name(): string | null {
    const { subject } = this;
    if (!subject) return null;
    if (subject.kind === 'model') return bundledModels.find(({ id }) => id === subject.id)?.name ?? subject.id;
    return this.model?.name ?? subject.files[0]?.name ?? null;
  }

  pick(picked: PickedModel): void {
    if (picked.kind === 'files') return this.chooseFiles(picked.files, picked.linkedId);
    const id = resolveStoredId(picked.id, hubCatalogue);
    this.link = { ...this.link, model: id, linkedId: null, task: null };
    void this.#open({ kind: 'model', id });
  }

  chooseFiles(files: readonly File[], linkedId: string | null = null): void {
    retainFiles(files);
    this.modelToReopen = null;
    this.link = { ...this.link, model: null, linkedId, task: null };
    void this.#open({ kind: 'files', files });
  }

  /** The chosen scheme: the one in the link, otherwise the most promising one; `null` to only clean. */
  get scheme(): SchemeOffer | null {
    const { scheme } = this.link;
    const { schemes = [] } = this.model ?? {};
    if (scheme === cleanOnly) return null;
    const applicable = schemes.filter(({ refusal }) => refusal === null);
    return applicable.find(({ id }) => id === scheme) ?? findMostPromising(applicable);
  }

  /** @param id `null` to only clean */
  chooseScheme(id: string | null): void {
    [this.options, this.customRecipe] = [{}, null];
    this.sensitivity.reset();
    this.pruning.reset();
    this.link = { ...this.link, scheme: id ?? cleanOnly };
    this.#updateAddress();
  }

  setOption(name: string, value: unknown): void {
    this.sensitivity.reset();
    this.pruning.reset();
    this.options = { ...this.options, [name]: value };
    this.customRecipe = null;
  }

  /** The recipe that will run, as JSON. */
  get recipe(): string {
    const { scheme, model, options, customRecipe } = this;
    if (customRecipe !== null) return customRecipe;
    return scheme ? withOptions(scheme.recipe, scheme.id, options) : (model?.cleaning ?? '');
  }

  /** The targets on which both models are measured. */
  get targets(): readonly MeasuredTarget[] {
    const page = { host: 'page', engine: 'ort' } as const;
    const targets: MeasuredTarget[] = [{ ...page, device: 'wasm' }];
    if (globalThis.crossOriginIsolated) targets.push({ ...page, device: 'wasm', threads: 1 });
    if (deviceFacts.basic.webgpuExposed) targets.push({ ...page, device: 'webgpu' });
    const native = listOfferedTargets('ort', companion.engines).filter(isTensorTarget);
    return [...targets, ...native];
  }

  optimise(): Promise<void> {
    const { subject, model, recipe, targets, validation } = this;
    if (!subject || !model) return Promise.resolve();
    return this.run.execute({
      subject,
      model,
      recipe,
      targets,
      calibration: validation?.calibration ?? null,
      dimensions: model.sizes,
      validate: validation?.hasData ? (original, result) => validation.judge(original, result) : null,
    });
  }

  convert(offer: ConversionOffer): Promise<void> {
    return this.subject ? this.conversion.run(this.subject, offer) : Promise.resolve();
  }

  /** Tries the scheme on each node alone. */
  findSensitiveNodes(): Promise<void> {
    const { subject, model, scheme, validation } = this;
    if (!subject || !model || !scheme) return Promise.resolve();
    const { excludedNodes: _, ...options } = this.options;
    const calibration = validation?.calibration ?? null;
    return this.sensitivity.find({ subject, scheme: scheme.id, options, calibration, dimensions: model.sizes });
  }

  /** Shows the sensitive nodes on the graph to which the scheme was applied. */
  async showSensitiveNodes(): Promise<void> {
    const { cleaned } = this.run;
    if (cleaned) await this.sensitivity.showGraph({ kind: 'files', files: cleaned.files });
  }

  /** Runs the scheme again without the nodes that were chosen from the sensitive ones. */
  optimiseWithoutExcluded(): Promise<void> {
    this.options = { ...this.options, excludedNodes: this.sensitivity.excluded };
    return this.optimise();
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

  /** Prunes the model by the chosen scheme in steps, judged by the user's data if there is any. */
  pruneInSteps(): Promise<void> {
    const { subject, model, scheme, validation } = this;
    if (!subject || !model || !scheme?.pruning) return Promise.resolve();
    const calibration = validation?.calibration ?? null;
    const request = { subject, scheme: scheme.pruning, options: this.options, calibration, dimensions: model.sizes };
    return this.pruning.run(request, async (signal) => {
      if (validation?.hasData !== true) return null;
      const original = model.isConverted ? await convertToOnnx(subject, model.sizes, signal) : subject;
      return async (files) => toPruningVerdict(await validation.judgeTrial(original, { files }, signal));
    });
  }

  /** Runs the recipe of the last step that passed. */
  optimiseAsPruned(): Promise<void> {
    this.customRecipe = this.pruning.recipe;
    return this.optimise();
  }

  /** Cleaning alone, and every scheme that applies. */
  get candidates(): readonly Candidate[] {
    const { cleaning = '', schemes = [] } = this.model ?? {};
    const applicable = schemes.filter(({ refusal }) => refusal === null);
    return [{ scheme: null, recipe: cleaning }, ...applicable.map(({ id, recipe }) => ({ scheme: id, recipe }))];
  }

  /** Tries the remaining candidates. */
  searchAll(budgetMs: number): Promise<void> {
    const { subject, model, validation, candidates, targets } = this;
    if (!subject || !model) return Promise.resolve();
    this.reset();
    const judge: SearchRequest['judge'] =
      validation?.hasData === true
        ? (original, result, signal) => validation.judgeTrial(original, result, signal)
        : null;
    return this.search.run(candidates, {
      subject,
      model,
      calibration: validation?.calibration ?? null,
      dimensions: model.sizes,
      target: targets[0]!,
      judge,
      budgetMs,
    });
  }

  /** Identifies the data and the gates in records. */
  get #dataKey(): string {
    const { data, gates } = this.validation ?? {};
    if (!data?.folder || !data.dataset) return '';
    const judged = gates?.isReady === true ? ` ${JSON.stringify(toGateFileJson(gates.file))}` : '';
    return `${data.folder.name} ${data.dataset.items.length}${judged}`;
  }

  /** Ends the run, and discards its results. */
  reset(): void {
    this.run.reset();
    this.sensitivity.reset();
    this.pruning.reset();
    this.validation?.reset();
  }

  /** Opens the user's data, which can make more schemes applicable. */
  async openData(folder: DatasetFolder): Promise<void> {
    const { validation } = this;
    if (!validation) return;
    this.reset();
    await validation.openData(folder);
    if (validation === this.validation && validation.hasData) await this.#inspect();
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.#controller.abort();
    this.run.reset();
    this.search.stop();
    this.sensitivity.reset();
    this.pruning.reset();
    this.conversion.reset();
    this.validation?.close();
  }

  async #openLinkedModel(id: string): Promise<void> {
    const opened = await openLinkedModel(id);
    if (this.subject) return;
    if ('kind' in opened) this.modelToReopen = opened;
    else await this.#open({ kind: 'files', files: opened });
  }

  async #open(subject: OptimisableSubject): Promise<void> {
    this.run.reset();
    this.search.stop();
    this.sensitivity.reset();
    this.pruning.reset();
    this.conversion.reset();
    this.validation?.close();
    [this.subject, this.model, this.validation] = [subject, null, null];
    [this.options, this.customRecipe] = [{}, null];
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
      const task = findTask(subject, model, this.link.task);
      const nextValidation = validation ?? (task && (await Validation.create(task, model.sizes)));
      if (controller !== this.#controller) return;
      [this.model, this.validation] = [model, nextValidation];
      await this.search.load(model.parentSha256);
    } catch (thrown) {
      if (controller !== this.#controller) return;
      const error = asAppError(thrown);
      if (error.code !== 'aborted') this.error = reportFailure(error);
    } finally {
      if (controller === this.#controller) this.isReading = false;
    }
  }

  #updateAddress(): void {
    const files = this.subject?.kind === 'files' ? this.subject.files : [];
    replaceEntry(toHistoryEntry(files), formatOptimiseLink(this.link, files.length > 0));
  }
}

function isTensorTarget(target: Target): target is MeasuredTarget {
  return !generatesText(target.engine);
}

/** The scheme with the smallest estimated size. Schemes that quantise most weights to at least 8 bits are preferred. */
function findMostPromising(schemes: readonly SchemeOffer[]): SchemeOffer | null {
  const isDoubtful = ({ risks }: SchemeOffer) =>
    risks.some(({ code }) => code === 'few-weights' || code === 'few-bits');
  const ranked = schemes.toSorted((a, b) => (a.sizeBytes ?? Infinity) - (b.sizeBytes ?? Infinity));
  return ranked.find((scheme) => !isDoubtful(scheme)) ?? ranked[0] ?? null;
}

/** The task that scores results: the one of the link or the catalogue, otherwise the first that accepts the model. */
function findTask(subject: OptimisableSubject, { tasks }: OptimisableModel, taskOfLink: TaskId | null): TaskId | null {
  const bundled = subject.kind === 'model' ? bundledModels.find(({ id }) => id === subject.id) : undefined;
  const scored = tasks.filter((task) => scoredTasks.includes(task));
  return taskOfLink ?? scored.find((task) => task === bundled?.task) ?? scored[0] ?? null;
}
