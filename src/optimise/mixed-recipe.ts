import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/model.ts';
import { encodeOnnx } from '#formats/onnx/write.ts';
import { copyModel } from './copy-model.ts';
import {
  excludedIn,
  fewestExcluded,
  nodeSensitivities,
  rewritten,
  type NodeSensitivity,
  type SchemeTrial,
} from './mixed-precision.ts';
import { OutputNoise } from './output-noise.ts';
import { schemes, type SchemeId } from './quantise/index.ts';
import { recipeFor, type Recipe } from './recipe.ts';
import { runSteps } from './run-steps.ts';
import type { StepContext, StepEngine, StepOptions } from './step.ts';

/** Samples on which each variant is compared. Own choice: the time of a trial is proportional to it. */
const maxCompared = 8;

export interface MixedRequest {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
  /** The least signal to quantisation noise that every output has to keep, in decibels. */
  readonly minSqnrDb: number;
  /** Inputs to compare the outputs on; may be others than those to calibrate with. */
  readonly compared: AsyncIterable<Tensors>;
}

export interface MixedRecipe {
  readonly recipe: Recipe;
  /** The most sensitive node first. */
  readonly sensitivities: readonly NodeSensitivity[];
  /** The nodes that the recipe excludes because of the goal; all that the scheme rewrites if nothing else reaches it. */
  readonly excluded: readonly string[];
}

/**
 * The recipe that cleans a model and applies a scheme to as many nodes as a goal allows.
 * @param model not changed
 * @throws AppError as `runSteps` and the engine | the reason of an aborted signal
 */
export async function mixedRecipe(
  model: OnnxModel,
  { scheme, options, minSqnrDb, compared }: MixedRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<MixedRecipe> {
  const cleaned = copyModel(model);
  await runSteps(cleaned, recipeFor(null).steps, { ...context, onProgress: () => {} });
  const noise = await OutputNoise.of(encodeOnnx(model), context.engine, compared, maxCompared);
  const trial: SchemeTrial = { scheme: schemes[scheme], options, context };
  const sensitivities = await nodeSensitivities(cleaned, trial, (variant) => noise.sqnrDb(variant, context.signal));
  const given = excludedIn(options);
  const excluded = await fewestExcluded(sensitivities, minSqnrDb, async (nodes) => {
    const variant = await rewritten(cleaned, trial, [...given, ...nodes]);
    return variant === null || (await noise.sqnrDb(variant, context.signal)) >= minSqnrDb;
  });
  return { recipe: recipeFor(scheme, { ...options, excludedNodes: [...given, ...excluded] }), sensitivities, excluded };
}
