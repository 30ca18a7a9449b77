import type { ConversionOffer, OptimisationRequest } from '#bridge/optimise-contract.ts';
import { toDatasetFolder, type DatasetFolder } from '#records/files/dataset-folder.ts';
import { registerActions, reportStart } from '../shell/automation-status.ts';
import { convertToOnnx } from './convert-to-onnx.ts';
import { ModelConversion } from './model-conversion.svelte.ts';
import { OptimiseRun } from './optimise-run.svelte.ts';
import { OptimiseSetup } from './optimise-setup.svelte.ts';
import { Pruning, toPruningVerdict } from './pruning.svelte.ts';
import { OptimiseSearch, type SearchRequest } from './search.svelte.ts';
import { Sensitivity } from './sensitivity.svelte.ts';
import { listMeasuredTargets } from './measured-targets.ts';

/** State of one visit of the Optimise page: starts runs on the model of the setup. */
export class Optimise {
  readonly setup: OptimiseSetup;
  readonly run = new OptimiseRun();
  readonly search = new OptimiseSearch(() => this.setup.validation?.recordKey ?? '');
  readonly sensitivity = new Sensitivity();
  readonly pruning = new Pruning();
  readonly conversion = new ModelConversion();
  #unregisterActions = () => {};

  /** @throws AppError link-invalid */
  constructor(query: URLSearchParams) {
    this.setup = new OptimiseSetup(query, {
      onChoose: () => this.#stop(),
      onInspect: (model) => this.search.load(model.parentSha256),
      onSchemeChange: () => this.#resetFindings(),
    });
  }

  start(): void {
    const { setup } = this;
    this.#unregisterActions = registerActions({
      openModel: (files) => setup.chooseFiles(files),
      addInputs: (files) => void this.openData(toDatasetFolder(files)),
      setGates: (text) => setup.validation && (setup.validation.gates.text = text),
    });
    void setup.choice.openFromLink();
    reportStart('ready');
  }

  optimise(): Promise<void> {
    const { model, recipe, validation } = this.setup;
    const request = this.#request;
    if (!model || !request) return Promise.resolve();
    return this.run.execute({
      ...request,
      model,
      recipe: recipe.json,
      targets: listMeasuredTargets(),
      validate: validation?.hasData ? (original, result) => validation.judge(original, result) : null,
    });
  }

  convert(offer: ConversionOffer): Promise<void> {
    const { subject } = this.setup;
    return subject ? this.conversion.run(subject, offer) : Promise.resolve();
  }

  /** Tries the scheme on each node alone. */
  findSensitiveNodes(): Promise<void> {
    const { scheme, options: allOptions } = this.setup.recipe;
    const request = this.#request;
    if (!request || !scheme) return Promise.resolve();
    const { excludedNodes: _, ...options } = allOptions;
    return this.sensitivity.find({ ...request, scheme: scheme.id, options });
  }

  /** Shows the sensitive nodes on the graph to which the scheme was applied. */
  async showSensitiveNodes(): Promise<void> {
    const { cleaned } = this.run;
    if (cleaned) await this.sensitivity.showGraph({ kind: 'files', files: cleaned.files });
  }

  /** Runs the scheme again without the nodes that were chosen from the sensitive ones. */
  optimiseWithoutExcluded(): Promise<void> {
    const { recipe } = this.setup;
    recipe.options = { ...recipe.options, excludedNodes: this.sensitivity.excluded };
    return this.optimise();
  }

  /** Prunes the model by the chosen scheme in steps, judged by the user's data if there is any. */
  pruneIteratively(): Promise<void> {
    const { model, recipe, validation } = this.setup;
    const request = this.#request;
    const scheme = recipe.scheme?.pruning;
    if (!model || !request || !scheme) return Promise.resolve();
    return this.pruning.run({ ...request, scheme, options: recipe.options }, async (signal) => {
      if (validation?.hasData !== true) return null;
      const { subject, dimensions } = request;
      const original = model.isConverted ? await convertToOnnx(subject, dimensions, signal) : subject;
      return async (files) => toPruningVerdict(await validation.judgeTrial(original, { files }, signal));
    });
  }

  /** Runs the recipe of the last step that passed. */
  optimiseWithPruningRecipe(): Promise<void> {
    this.setup.recipe.customRecipe = this.pruning.recipe;
    return this.optimise();
  }

  /** Tries the remaining candidates. */
  searchAll(budgetMs: number): Promise<void> {
    const { model, recipe, validation } = this.setup;
    const request = this.#request;
    if (!model || !request) return Promise.resolve();
    this.reset();
    const judge: SearchRequest['judge'] =
      validation?.hasData === true
        ? (original, result, signal) => validation.judgeTrial(original, result, signal)
        : null;
    const [target] = listMeasuredTargets();
    return this.search.run(recipe.candidates, { ...request, model, target, judge, budgetMs });
  }

  /** Ends the run, and discards its results. */
  reset(): void {
    this.run.reset();
    this.#resetFindings();
    this.setup.validation?.reset();
  }

  /** Opens the user's data, which ends the run. */
  openData(folder: DatasetFolder): Promise<void> {
    if (this.setup.validation) this.reset();
    return this.setup.openData(folder);
  }

  /** Call this when the page is left. */
  close(): void {
    this.#unregisterActions();
    this.#stop();
    this.setup.close();
  }

  /** The model and the inputs to run it on; `null` before the model was read. */
  get #request(): OptimisationRequest | null {
    const { subject, model, validation } = this.setup;
    if (!subject || !model) return null;
    return { subject, calibration: validation?.calibration ?? null, dimensions: model.sizes };
  }

  /** Discards what was found for the chosen scheme. */
  #resetFindings(): void {
    this.sensitivity.reset();
    this.pruning.reset();
  }

  #stop(): void {
    this.run.forget();
    this.search.stop();
    this.#resetFindings();
    this.conversion.reset();
  }
}
