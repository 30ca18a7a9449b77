import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sizeOfParts, type FileParts } from '#formats/file-parts.ts';
import { estimateScheme, type Estimate } from './estimate-scheme.ts';
import { mixedRecipe, type MixedRecipe } from './mixed-recipe.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import { recipeFor } from './recipe.ts';
import type { StepContext, StepEngine, StepOptions, StepOutcome } from './optimisation-step.ts';

/** A scheme that an automatic choice considered, and what came of it. */
export type AutoTrial = { readonly scheme: SchemeId } & (
  | { readonly outcome: 'passed'; readonly sizeBytes: number; readonly excluded: readonly string[] }
  /** However many nodes are excluded. */
  | { readonly outcome: 'failed' }
  | { readonly outcome: 'refused'; readonly why: StepOutcome }
  /** Its result is not estimated to be smaller than the smallest that passed, or than the model. */
  | { readonly outcome: 'not-smaller' }
  | { readonly outcome: 'out-of-time' }
);

export interface AutoRequest {
  /** The schemes to consider, with options that differ from their defaults. */
  readonly candidates: readonly { readonly scheme: SchemeId; readonly options: StepOptions }[];
  /** Judges a result, for example by its score on labelled data. */
  readonly passes: (result: FileParts) => Promise<boolean>;
  /** Inputs that rank the nodes; every call starts again from the first. */
  readonly compared: () => AsyncIterable<Tensors>;
  /** Whether another scheme may be tried. */
  readonly hasTime: () => boolean;
  readonly onTrial: (trial: AutoTrial) => void;
}

export interface AutoRecipe extends MixedRecipe {
  /** The scheme of the recipe; `null` if none passed, and the recipe only cleans. */
  readonly scheme: SchemeId | null;
}

/**
 * The recipe of the smallest result that passes. Schemes are tried by their estimated size, and each excludes as few
 * nodes as it takes; a scheme that cannot give a smaller result than one that passed is not tried.
 * @param model not changed
 * @throws AppError what `mixedRecipe` throws | the reason of an aborted signal
 */
export async function autoRecipe(
  model: OnnxModel,
  { candidates, passes, compared, hasTime, onTrial }: AutoRequest,
  context: StepContext & { readonly engine: StepEngine },
): Promise<AutoRecipe> {
  const sizeBytes = sizeOfParts(encodeOnnx(model));
  const hasSamples = context.calibrationInputs !== undefined;
  const estimates: (AutoRequest['candidates'][number] & { readonly estimate: Estimate })[] = [];
  for (const { scheme, options } of candidates) {
    const step = recipeFor(scheme, options).steps.at(-1)!;
    estimates.push({ scheme, options, estimate: await estimateScheme(model, step, { sizeBytes, hasSamples }) });
  }
  const expectedBytes = ({ estimate }: (typeof estimates)[number]) => estimate.sizeBytes ?? sizeBytes;
  let best: { readonly mixed: MixedRecipe; readonly scheme: SchemeId; readonly sizeBytes: number } | null = null;
  for (const candidate of estimates.toSorted((a, b) => expectedBytes(a) - expectedBytes(b))) {
    const { scheme, options, estimate } = candidate;
    if (estimate.refusal) onTrial({ scheme, outcome: 'refused', why: estimate.refusal });
    else if (expectedBytes(candidate) >= (best?.sizeBytes ?? sizeBytes)) onTrial({ scheme, outcome: 'not-smaller' });
    else if (!hasTime()) onTrial({ scheme, outcome: 'out-of-time' });
    else {
      const passed: number[] = [];
      const judgeResult = async (result: FileParts) => {
        const isPassed = await passes(result);
        if (isPassed) passed.push(sizeOfParts(result));
        return isPassed;
      };
      const mixed = await mixedRecipe(
        model,
        { scheme, options, goal: { passes: judgeResult }, compared: compared() },
        context,
      );
      const last = passed.at(-1); // the fewest excluded nodes are judged last
      if (last === undefined) onTrial({ scheme, outcome: 'failed' });
      else {
        onTrial({ scheme, outcome: 'passed', sizeBytes: last, excluded: mixed.excluded });
        if (!best || last < best.sizeBytes) best = { mixed, scheme, sizeBytes: last };
      }
    }
  }
  if (best) return { ...best.mixed, scheme: best.scheme };
  return { recipe: recipeFor(null), sensitivities: [], excluded: [], scheme: null };
}

/** Every scheme, with its defaults. */
export const allCandidates: AutoRequest['candidates'] = (Object.keys(schemes) as SchemeId[]).map((scheme) => ({
  scheme,
  options: {},
}));
