import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import type { Judgement } from './auto-recipe.ts';
import { copyModel } from './copy-model.ts';
import { maxComparisonSamples } from './mixed-recipe.ts';
import { measureNodeSensitivities, minimiseExcluded, readExcludedNodes, type SchemeTrial } from './mixed-precision.ts';
import { OutputNoise } from './output-noise.ts';
import { createRecipe, createSchemesRecipe, type Recipe, type SchemeApplication } from './recipe.ts';
import { runSteps } from './run-steps.ts';
import { schemes } from './schemes/index.ts';
import type { StepContext, StepEngine, StepOptions, StepOutcome } from './optimisation-step.ts';

/** The schemes that can prune a model further each time, and their option for the fraction to prune. */
const fractionOptions = { 'channel-pruning': 'removedChannels', 'weight-pruning': 'sparsity' } as const;
export type PruningScheme = keyof typeof fractionOptions;

export function isPruningScheme(id: string): id is PruningScheme {
  return Object.hasOwn(fractionOptions, id);
}

/** A step that was tried. The last attempt counts if it was repeated with more excluded nodes. */
export interface PruningStep {
  /** What the scheme did in this step. */
  readonly outcome: StepOutcome;
  /** All nodes that this step leaves unchanged. */
  readonly excluded: readonly string[];
  /** Size of the model after the step. */
  readonly sizeBytes: number;
  readonly judgement: Judgement;
}

export interface PruningRequest {
  readonly scheme: PruningScheme;
  /** The options of the scheme; the fraction to prune is replaced. */
  readonly options: StepOptions;
  /** The fraction of the remaining weights or channels that each step prunes, above 0 and below 1. */
  readonly stepFraction: number;
  /** Judges the model after each step, for example by its score on labelled data. */
  readonly judge: (result: FileParts) => Promise<Judgement>;
  /** Inputs that rank the nodes; every call starts again from the first. */
  readonly comparisonInputs: () => AsyncIterable<Tensors>;
  /** Whether another step may be tried. */
  readonly hasTime: () => boolean;
  /** Called with each step, before the next begins. */
  readonly onStep: (step: PruningStep) => void;
}

/** Maximum number of steps, for a judge that never fails: 40 steps of 10% leave 1.5% of the weights. Heuristic. */
const maxSteps = 40;

type PruningContext = StepContext & { readonly engine: StepEngine };

/** A model after a step that was tried. */
interface Attempt extends PruningStep {
  readonly model: OnnxModel;
}

/**
 * Prunes a model in steps and judges it after each. A step that fails is repeated with as few as possible of the most
 * sensitive nodes excluded; later steps exclude them too. A step that fails only because the model is still too large
 * is kept, because later steps make it smaller.
 * @param model not changed
 * @returns the recipe of the last step that passes, with all steps before it; `null` if none passes
 * @throws any error of `runSteps`, the judge and the engine | the reason of an aborted signal
 */
export async function pruneIteratively(
  model: OnnxModel,
  request: PruningRequest,
  context: PruningContext,
): Promise<Recipe | null> {
  const search = new PruningSearch(model, request, context);
  let current = copyModel(model);
  await runSteps(current, createRecipe(null).steps, { ...context, onProgress: () => {} });
  const applications: SchemeApplication[] = [];
  let passing: readonly SchemeApplication[] | null = null;
  let excluded = readExcludedNodes(request.options);
  for (let step = 1; step <= maxSteps && request.hasTime(); step++) {
    const options = getStepOptions(request, step);
    if (options === null) break;
    const attempt = await search.tryStep(current, options, excluded);
    if (!attempt) break; // nothing is left to prune
    const { model: pruned, ...shown } = attempt;
    request.onStep(shown);
    if (attempt.judgement.verdict === 'fails') break;
    [current, excluded] = [pruned, attempt.excluded];
    applications.push({ scheme: request.scheme, options: { ...options, excludedNodes: excluded } });
    if (attempt.judgement.verdict === 'passes') passing = [...applications];
  }
  return passing && createSchemesRecipe(passing);
}

/** Returns the options of a step; `null` beyond the largest fraction that the scheme allows. */
function getStepOptions({ scheme, options, stepFraction }: PruningRequest, step: number): StepOptions | null {
  // Removed channels are gone, so the fraction is relative to the rest. Zeros remain, so their fraction grows.
  const fraction = scheme === 'channel-pruning' ? stepFraction : 1 - (1 - stepFraction) ** step;
  const name = fractionOptions[scheme];
  const spec = schemes[scheme].options[name];
  if (spec?.kind !== 'number' || fraction > spec.max) return null;
  return { ...options, [name]: Number(fraction.toFixed(6)) };
}

class PruningSearch {
  readonly #original: OnnxModel;
  readonly #request: PruningRequest;
  readonly #context: PruningContext;
  #noise: OutputNoise | null = null;

  constructor(original: OnnxModel, request: PruningRequest, context: PruningContext) {
    [this.#original, this.#request, this.#context] = [original, request, context];
  }

  /** @returns the attempt that passes or, if none does, the first; `null` if the scheme does not change the model */
  async tryStep(model: OnnxModel, options: StepOptions, excluded: readonly string[]): Promise<Attempt | null> {
    const first = await this.#attempt(model, options, excluded);
    if (!first || first.judgement.verdict !== 'fails') return first;
    const rankedNodes = await this.#rankNodes(model, { ...options, excludedNodes: excluded });
    let passing: Attempt | null = null;
    await minimiseExcluded(rankedNodes, -Infinity, async (nodes) => {
      if (nodes.length === 0) return false; // the attempt without exclusions was judged above
      const attempt = await this.#attempt(model, options, [...excluded, ...nodes]);
      if (!attempt) return true;
      if (attempt.judgement.verdict === 'fails') return false;
      passing = attempt; // every further attempt that passes excludes fewer nodes
      return true;
    });
    return passing ?? first;
  }

  async #attempt(model: OnnxModel, options: StepOptions, excluded: readonly string[]): Promise<Attempt | null> {
    const pruned = copyModel(model);
    const { onProgress: _, ...rest } = this.#context;
    const [step] = createRecipe(this.#request.scheme, { ...options, excludedNodes: excluded }).steps.slice(-1);
    const [outcome] = await runSteps(pruned, [step!], rest);
    if (outcome?.code !== 'rewritten') return null;
    const result = encodeOnnx(pruned);
    const judgement = await this.#request.judge(result);
    return { model: pruned, outcome, excluded, sizeBytes: sumPartSizes(result), judgement };
  }

  /** Ranks the nodes by the noise that pruning each alone adds to the outputs of the original model. */
  async #rankNodes(model: OnnxModel, options: StepOptions) {
    const { scheme, comparisonInputs } = this.#request;
    const { engine, signal } = this.#context;
    this.#noise ??= await OutputNoise.create(
      encodeOnnx(this.#original),
      engine,
      comparisonInputs(),
      maxComparisonSamples,
    );
    const noise = this.#noise;
    const trial: SchemeTrial = { scheme: schemes[scheme], options, context: this.#context };
    return measureNodeSensitivities(model, trial, (variant) => noise.measureSqnrDb(variant, signal));
  }
}
