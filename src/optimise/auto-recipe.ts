import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { estimateScheme, type Estimate } from './estimate-scheme.ts';
import { readExcludedNodes } from './mixed-precision.ts';
import { findMixedRecipe, type MixedRecipe } from './mixed-recipe.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import { createRecipe } from './recipe.ts';
import {
  nothingToRewrite,
  type StepContext,
  type StepEngine,
  type StepOptions,
  type StepOutcome,
} from './optimisation-step.ts';

/** Whether a result passes, and what was measured. */
export interface Judgement {
  readonly passes: boolean;
  /** The least signal to quantisation noise of any output, in decibels. */
  readonly sqnrDb: number;
  /** The gates that it does not pass, by id; empty if only the noise decides. */
  readonly unmet: readonly string[];
}

/** The figures of a result. */
interface TrialFigures {
  readonly sizeBytes: number;
  /** As in {@link Judgement}. */
  readonly sqnrDb: number;
}

/** A trial whose result was made and judged. */
export type JudgedAutoTrial = { readonly scheme: SchemeId } & TrialFigures &
  (
    | { readonly outcome: 'passed'; readonly excluded: readonly string[] }
    /** However many nodes are excluded; the figures are those without excluded nodes. */
    | { readonly outcome: 'failed'; readonly unmet: readonly string[] }
  );

/** A scheme that an automatic choice considered, and what came of it. */
export type AutoTrial = JudgedAutoTrial | ({ readonly scheme: SchemeId } & SkippedTrial);

/** Why a scheme was not tried. */
type SkippedTrial =
  | { readonly outcome: 'refused'; readonly why: StepOutcome }
  /** The result is not estimated to be smaller than the smallest that passed, or than the model. */
  | { readonly outcome: 'not-smaller' }
  | { readonly outcome: 'out-of-time' };

/** A scheme to consider, with the options that differ from its defaults. */
export interface AutoCandidate {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
}

export interface AutoRequest {
  readonly candidates: readonly AutoCandidate[];
  /** Judges a result, for example by its score on labelled data. */
  readonly judge: (result: FileParts) => Promise<Judgement>;
  /** The trial of a candidate in an earlier run with the same model and judge; `undefined` if there is none. */
  readonly findRecorded?: (candidate: AutoCandidate) => JudgedAutoTrial | undefined;
  /** Inputs that rank the nodes; every call starts again from the first. */
  readonly compared: () => AsyncIterable<Tensors>;
  /** Whether another scheme may be tried. */
  readonly hasTime: () => boolean;
  /** Called with each trial, before the next begins. */
  readonly onTrial: (trial: AutoTrial, candidate: AutoCandidate) => void | Promise<void>;
}

export interface AutoRecipe extends MixedRecipe {
  /** The scheme of the recipe; `null` if none passed, and the recipe only cleans. */
  readonly scheme: SchemeId | null;
}

/**
 * The recipe of the smallest result that passes. Schemes are tried by their estimated size, and each excludes as few
 * nodes as it takes; a scheme that cannot give a smaller result than one that passed is not tried.
 * @param model not changed
 * @throws AppError what `findMixedRecipe` throws | the reason of an aborted signal
 */
export async function findAutoRecipe(
  model: OnnxModel,
  request: AutoRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<AutoRecipe> {
  const { candidates, findRecorded: recorded, hasTime, onTrial } = request;
  const sizeBytes = sumPartSizes(encodeOnnx(model));
  const hasSamples = context.calibrationInputs !== undefined;
  const estimates: { readonly candidate: AutoCandidate; readonly estimate: Estimate }[] = [];
  for (const candidate of candidates) {
    const step = createRecipe(candidate.scheme, candidate.options).steps.at(-1)!;
    estimates.push({ candidate, estimate: await estimateScheme(model, step, { sizeBytes, hasSamples }) });
  }
  const expectedBytes = ({ estimate }: (typeof estimates)[number]) => estimate.sizeBytes ?? sizeBytes;
  let best: { readonly mixed: MixedRecipe; readonly scheme: SchemeId; readonly sizeBytes: number } | null = null;
  for (const estimated of estimates.toSorted((a, b) => expectedBytes(a) - expectedBytes(b))) {
    const { candidate, estimate } = estimated;
    const { scheme } = candidate;
    const skip = (skipped: SkippedTrial) => onTrial({ scheme, ...skipped }, candidate);
    const recordedTrial = recorded?.(candidate);
    if (estimate.refusal) await skip({ outcome: 'refused', why: estimate.refusal });
    else if (!recordedTrial && expectedBytes(estimated) >= (best?.sizeBytes ?? sizeBytes))
      await skip({ outcome: 'not-smaller' });
    else if (!recordedTrial && !hasTime()) await skip({ outcome: 'out-of-time' });
    else {
      const { trial, mixed } = recordedTrial
        ? { trial: recordedTrial, mixed: createRepeatedRecipe(candidate, recordedTrial) }
        : await tryCandidate(model, candidate, request, context);
      await onTrial(trial, candidate);
      if (trial.outcome === 'passed' && (!best || trial.sizeBytes < best.sizeBytes))
        best = { mixed, scheme, sizeBytes: trial.sizeBytes };
    }
  }
  if (best) return { ...best.mixed, scheme: best.scheme };
  return { recipe: createRecipe(null), sensitivities: [], excluded: [], scheme: null };
}

async function tryCandidate(
  model: OnnxModel,
  { scheme, options }: AutoCandidate,
  { judge, compared }: AutoRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<{ readonly trial: AutoTrial; readonly mixed: MixedRecipe }> {
  const judged: (Judgement & { readonly sizeBytes: number })[] = [];
  const meetsGoals = async (result: FileParts) => {
    const judgement = await judge(result);
    judged.push({ ...judgement, sizeBytes: sumPartSizes(result) });
    return judgement.passes;
  };
  const mixed = await findMixedRecipe(
    model,
    { scheme, options, goal: { passes: meetsGoals }, compared: compared() },
    context,
  );
  const passed = judged.findLast((judgement) => judgement.passes); // the fewest excluded nodes are judged last
  if (passed) {
    const { sizeBytes, sqnrDb } = passed;
    return { trial: { scheme, outcome: 'passed', sizeBytes, sqnrDb, excluded: mixed.excluded }, mixed };
  }
  const [whole] = judged; // the scheme without excluded nodes is judged first
  if (!whole) return { trial: { scheme, outcome: 'refused', why: nothingToRewrite }, mixed };
  const { sizeBytes, sqnrDb, unmet } = whole;
  return { trial: { scheme, outcome: 'failed', sizeBytes, sqnrDb, unmet }, mixed };
}

/** The recipe of a recorded trial. */
function createRepeatedRecipe({ scheme, options }: AutoCandidate, trial: JudgedAutoTrial): MixedRecipe {
  const excluded = trial.outcome === 'passed' ? trial.excluded : [];
  const excludedNodes = [...readExcludedNodes(options), ...excluded];
  return { recipe: createRecipe(scheme, { ...options, excludedNodes }), sensitivities: [], excluded };
}

/** Every scheme, with its defaults. */
export const allCandidates: AutoRequest['candidates'] = (Object.keys(schemes) as SchemeId[]).map((scheme) => ({
  scheme,
  options: {},
}));
