import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { estimateScheme, type Estimate } from './estimate-scheme.ts';
import { readExcludedNodes } from './mixed-precision.ts';
import { findMixedRecipe, type MixedRecipe, type Verdict } from './mixed-recipe.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import { createRecipe, type SchemeApplication } from './recipe.ts';
import { nothingToRewrite, type StepContext, type StepEngine, type StepOutcome } from './optimisation-step.ts';

/** Whether an optimised model passes, and what was measured. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The lowest signal-to-quantisation-noise ratio (SQNR) of any output, in decibels. */
  readonly sqnrDb: number;
  /** Ids of the gates that fail; empty if only the SQNR decides. */
  readonly unmet: readonly string[];
}

interface TrialMeasurements {
  readonly sizeBytes: number;
  /** As in {@link Judgement}. */
  readonly sqnrDb: number;
}

/** A trial whose model was built and judged. */
export type JudgedAutoTrial = { readonly scheme: SchemeId } & TrialMeasurements &
  (
    | { readonly outcome: 'passed'; readonly excluded: readonly string[] }
    /** The result does not pass, however many nodes are excluded. The measurements are those without excluded nodes. */
    | { readonly outcome: 'failed'; readonly unmet: readonly string[] }
  );

/** A candidate scheme and its outcome. */
export type AutoTrial = JudgedAutoTrial | ({ readonly scheme: SchemeId } & SkippedTrial);

/** Why a scheme was not tried. */
type SkippedTrial =
  | { readonly outcome: 'refused'; readonly why: StepOutcome }
  /** Its estimated size is not below that of the smallest result that passed, or of the model. */
  | { readonly outcome: 'not-smaller' }
  | { readonly outcome: 'out-of-time' };

export interface AutoRequest {
  readonly candidates: readonly SchemeApplication[];
  /** Judges a result, for example by its score on labelled data. */
  readonly judge: (result: FileParts) => Promise<Judgement>;
  /** The trial of a candidate in an earlier run with the same model and judge; `undefined` if there is none. */
  readonly findRecorded?: (candidate: SchemeApplication) => JudgedAutoTrial | undefined;
  /** Inputs that rank the nodes; every call starts again from the first. */
  readonly comparisonInputs: () => AsyncIterable<Tensors>;
  /** Whether another scheme may be tried. */
  readonly hasTime: () => boolean;
  /** Called with each trial, before the next begins. */
  readonly onTrial: (trial: AutoTrial, candidate: SchemeApplication) => void | Promise<void>;
}

export interface AutoRecipe extends MixedRecipe {
  /** The scheme of the recipe; `null` if none passed and the recipe only runs passes. */
  readonly scheme: SchemeId | null;
}

/**
 * Finds the recipe of the smallest result that passes. Schemes are tried in order of estimated size, each with as few
 * excluded nodes as possible. A scheme is skipped if its result cannot be smaller than one that passed.
 * @param model not changed
 * @throws any error of `findMixedRecipe` | the reason of an aborted signal
 */
export async function findAutoRecipe(
  model: OnnxModel,
  request: AutoRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<AutoRecipe> {
  const { candidates, findRecorded, hasTime, onTrial } = request;
  const sizeBytes = sumPartSizes(encodeOnnx(model));
  const hasSamples = context.calibrationInputs !== undefined;
  const estimates: { readonly candidate: SchemeApplication; readonly estimate: Estimate }[] = [];
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
    const recordedTrial = findRecorded?.(candidate);
    if (estimate.refusal) await skip({ outcome: 'refused', why: estimate.refusal });
    else if (!recordedTrial && expectedBytes(estimated) >= (best?.sizeBytes ?? sizeBytes))
      await skip({ outcome: 'not-smaller' });
    else if (!recordedTrial && !hasTime()) await skip({ outcome: 'out-of-time' });
    else {
      const { trial, mixed } = recordedTrial
        ? { trial: recordedTrial, mixed: createRecordedRecipe(candidate, recordedTrial) }
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
  { scheme, options }: SchemeApplication,
  { judge, comparisonInputs }: AutoRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<{ readonly trial: AutoTrial; readonly mixed: MixedRecipe }> {
  const judgedAttempts: (Judgement & { readonly sizeBytes: number })[] = [];
  const judgeResult = async (result: FileParts) => {
    const judgement = await judge(result);
    judgedAttempts.push({ ...judgement, sizeBytes: sumPartSizes(result) });
    return judgement.verdict;
  };
  const mixed = await findMixedRecipe(
    model,
    { scheme, options, goal: { judge: judgeResult }, comparisonInputs: comparisonInputs() },
    context,
  );
  // The last one that passed excludes the fewest nodes.
  const lastPassed = judgedAttempts.findLast(({ verdict }) => verdict === 'passes');
  if (lastPassed) {
    const { sizeBytes, sqnrDb } = lastPassed;
    return { trial: { scheme, outcome: 'passed', sizeBytes, sqnrDb, excluded: mixed.excluded }, mixed };
  }
  const [unexcluded] = judgedAttempts; // the first is judged without excluded nodes
  if (!unexcluded) return { trial: { scheme, outcome: 'refused', why: nothingToRewrite }, mixed };
  const { sizeBytes, sqnrDb, unmet } = unexcluded;
  return { trial: { scheme, outcome: 'failed', sizeBytes, sqnrDb, unmet }, mixed };
}

/** Returns the recipe of a recorded trial. */
function createRecordedRecipe({ scheme, options }: SchemeApplication, trial: JudgedAutoTrial): MixedRecipe {
  const excluded = trial.outcome === 'passed' ? trial.excluded : [];
  const excludedNodes = [...readExcludedNodes(options), ...excluded];
  return { recipe: createRecipe(scheme, { ...options, excludedNodes }), sensitivities: [], excluded };
}

/** Every scheme with its default options. */
export const allCandidates: AutoRequest['candidates'] = (Object.keys(schemes) as SchemeId[]).map((scheme) => ({
  scheme,
  options: {},
}));
