import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { copyModel } from './copy-model.ts';
import {
  readExcludedNodes,
  minimiseExcluded,
  measureNodeSensitivities,
  rewrite,
  type NodeSensitivity,
  type SchemeTrial,
} from './mixed-precision.ts';
import { OutputNoise } from './output-noise.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import { createRecipe, type Recipe } from './recipe.ts';
import { runSteps } from './run-steps.ts';
import type { StepContext, StepEngine, StepOptions } from './optimisation-step.ts';

/** Samples on which each variant is compared. Own choice: the time of a trial is proportional to it. */
export const maxCompared = 8;

/** What a result has to reach. */
export type MixedGoal =
  /** The least signal to quantisation noise that every output has to keep, in decibels. */
  | { readonly minSqnrDb: number }
  /** Judges a result, for example by its score on labelled data. */
  | { readonly passes: (result: FileParts) => Promise<boolean> };

export interface MixedRequest {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
  readonly goal: MixedGoal;
  /** Inputs to compare the outputs on; may be others than those to calibrate with. */
  readonly compared: AsyncIterable<Tensors>;
}

export interface MixedRecipe {
  readonly recipe: Recipe;
  /** The most sensitive node first; empty if the goal is a judgement that the whole scheme passes. */
  readonly sensitivities: readonly NodeSensitivity[];
  /** The nodes that the recipe excludes because of the goal; all that the scheme rewrites if nothing else reaches it. */
  readonly excluded: readonly string[];
}

type MixedContext = StepContext & { readonly engine: StepEngine };

/**
 * The recipe that cleans a model and applies a scheme to as many nodes as a goal allows. Nodes are ranked by the noise
 * that each causes alone, which is cheap; how many of them are excluded is decided by the goal.
 * @param model not changed
 * @throws AppError what `runSteps`, the goal and the engine throw | the reason of an aborted signal
 */
export async function findMixedRecipe(
  model: OnnxModel,
  { scheme, options, goal, compared }: MixedRequest,
  context: MixedContext,
): Promise<MixedRecipe> {
  const cleaned = copyModel(model);
  await runSteps(cleaned, createRecipe(null).steps, { ...context, onProgress: () => {} });
  const trial: SchemeTrial = { scheme: schemes[scheme], options, context };
  const givenExcluded = readExcludedNodes(options);
  const result = (excluded: readonly string[]) => rewrite(cleaned, trial, [...givenExcluded, ...excluded]);
  const createExcludingRecipe = (excluded: readonly string[]) =>
    createRecipe(scheme, { ...options, excludedNodes: [...givenExcluded, ...excluded] });
  if ('passes' in goal) {
    const whole = await result([]);
    if (whole === null || (await goal.passes(whole)))
      return { recipe: createExcludingRecipe([]), sensitivities: [], excluded: [] };
  }
  const noise = await OutputNoise.of(encodeOnnx(model), context.engine, compared, maxCompared);
  const sqnrDb = (variant: FileParts) => noise.measureSqnrDb(variant, context.signal);
  const sensitivities = await measureNodeSensitivities(cleaned, trial, sqnrDb);
  const meetsGoal = async (nodes: readonly string[]) => {
    if ('passes' in goal && nodes.length === 0) return false; // as judged above
    const variant = await result(nodes);
    if (variant === null) return true;
    return 'passes' in goal ? goal.passes(variant) : (await sqnrDb(variant)) >= goal.minSqnrDb;
  };
  const minSqnrDb = 'passes' in goal ? -Infinity : goal.minSqnrDb;
  const excluded = await minimiseExcluded(sensitivities, minSqnrDb, meetsGoal);
  return { recipe: createExcludingRecipe(excluded), sensitivities, excluded };
}
