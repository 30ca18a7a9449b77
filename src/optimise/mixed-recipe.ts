import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { copyModel } from './copy-model.ts';
import {
  readExcludedNodes,
  minimiseExcluded,
  measureNodeSensitivities,
  applyScheme,
  type NodeSensitivity,
  type SchemeTrial,
} from './mixed-precision.ts';
import { OutputNoise } from './output-noise.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import { createRecipe, type Recipe } from './recipe.ts';
import { runSteps } from './run-steps.ts';
import type { StepContext, StepEngine, StepOptions } from './optimisation-step.ts';

/** Samples on which each variant is compared. The time of a trial is proportional to it. Heuristic, not measured. */
export const maxComparisonSamples = 8;

/** A requirement on a result. */
export type MixedGoal =
  /** The minimum SQNR of every output, in decibels. */
  | { readonly minSqnrDb: number }
  /** Judges a result, for example by its score on labelled data. */
  | { readonly judge: (result: FileParts) => Promise<Verdict> };

/** `too-large`: the result fails only because of its size, so excluding nodes, which makes it larger, does not help. */
export type Verdict = 'passes' | 'fails' | 'too-large';

export interface MixedRequest {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
  readonly goal: MixedGoal;
  /** Inputs on which outputs are compared. They may differ from the calibration inputs. */
  readonly comparisonInputs: AsyncIterable<Tensors>;
}

export interface MixedRecipe {
  readonly recipe: Recipe;
  /** The most sensitive node first; empty if none were excluded for a judged goal. */
  readonly sensitivities: readonly NodeSensitivity[];
  /**
   * The nodes that the recipe excludes to meet the goal; every node that the scheme rewrites if fewer do not suffice.
   */
  readonly excluded: readonly string[];
}

type MixedContext = StepContext & { readonly engine: StepEngine };

/**
 * Finds the recipe that cleans a model and applies a scheme to as many nodes as a goal allows. Nodes are ranked by the
 * noise that each causes alone, which is cheap to measure. The goal decides how many of them are excluded.
 * @param model not changed
 * @throws any error of `runSteps`, the goal and the engine | the reason of an aborted signal
 */
export async function findMixedRecipe(
  model: OnnxModel,
  { scheme, options, goal, comparisonInputs }: MixedRequest,
  context: MixedContext,
): Promise<MixedRecipe> {
  const cleaned = copyModel(model);
  await runSteps(cleaned, createRecipe(null).steps, { ...context, onProgress: () => {} });
  const trial: SchemeTrial = { scheme: schemes[scheme], options, context };
  const alwaysExcluded = readExcludedNodes(options);
  const applyTo = (excluded: readonly string[]) => applyScheme(cleaned, trial, [...alwaysExcluded, ...excluded]);
  const createExcludingRecipe = (excluded: readonly string[]) =>
    createRecipe(scheme, { ...options, excludedNodes: [...alwaysExcluded, ...excluded] });
  if ('judge' in goal) {
    const unexcluded = await applyTo([]);
    if (unexcluded === null || (await goal.judge(unexcluded)) !== 'fails')
      return { recipe: createExcludingRecipe([]), sensitivities: [], excluded: [] };
  }
  const noise = await OutputNoise.create(encodeOnnx(model), context.engine, comparisonInputs, maxComparisonSamples);
  const measureSqnrDb = (variant: FileParts) => noise.measureSqnrDb(variant, context.signal);
  const sensitivities = await measureNodeSensitivities(cleaned, trial, measureSqnrDb);
  const meetsGoal = async (nodes: readonly string[]) => {
    if ('judge' in goal && nodes.length === 0) return false; // the recipe without exclusions was judged above
    const variant = await applyTo(nodes);
    if (variant === null) return true;
    return 'judge' in goal
      ? (await goal.judge(variant)) === 'passes'
      : (await measureSqnrDb(variant)) >= goal.minSqnrDb;
  };
  const minSqnrDb = 'judge' in goal ? -Infinity : goal.minSqnrDb;
  const excluded = await minimiseExcluded(sensitivities, minSqnrDb, meetsGoal);
  return { recipe: createExcludingRecipe(excluded), sensitivities, excluded };
}
