import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Tensors } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { findAutoRecipe, type AutoRequest, type Judgement, type JudgedAutoTrial } from '#optimise/auto-recipe.ts';
import { pruneIteratively, type PruningScheme, type PruningStep } from '#optimise/iterative-pruning.ts';
import { maxComparisonSamples, findMixedRecipe, type MixedRecipe } from '#optimise/mixed-recipe.ts';
import { OutputNoise } from '#optimise/output-noise.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { StepContext, StepEngine, StepOptions } from '#optimise/optimisation-step.ts';
import { optimise as words } from '#words/en/models/optimise.ts';
import { findParetoFront } from '#statistics/pareto-front.ts';
import { toSingleLine } from '../print/terminal-text.ts';
import { writeParts } from '../files/write-parts.ts';
import { AutoHistory } from './auto-history.ts';

/**
 * Applies one scheme, and excludes the most sensitive nodes until every output reaches a signal-to-quantisation-noise
 * ratio.
 */
export interface MixedChoice {
  readonly kind: 'mixed';
  readonly scheme: SchemeId;
  readonly options: StepOptions;
  /** In decibels. */
  readonly minSqnrDb: number;
}

/** Tries several schemes, and chooses the smallest model that passes with as few excluded nodes as possible. */
export interface AutoChoice {
  readonly kind: 'auto';
  readonly candidates: AutoRequest['candidates'];
  /** Judges a written model by gates; `null` if the signal-to-quantisation-noise ratio decides. */
  readonly judge: ((path: string) => Promise<Pick<Judgement, 'verdict' | 'unmet'>>) | null;
  /** The criteria by which results are judged, as canonical JSON. */
  readonly judgedBy: string;
  /** The path of the file of recorded trials, which is extended; `null` for none. */
  readonly history: string | null;
  /** In decibels. Decides if `judge` is `null`. */
  readonly minSqnrDb: number;
  /** No scheme is started once this time has passed. */
  readonly budgetMs: number;
}

/** Applies a pruning scheme in steps until the result no longer passes. */
export interface PruningChoice extends Pick<AutoChoice, 'judge' | 'minSqnrDb' | 'budgetMs'> {
  readonly kind: 'pruning';
  readonly scheme: PruningScheme;
  readonly options: StepOptions;
  /** The fraction of the remaining weights or channels that each step prunes. */
  readonly stepFraction: number;
}

/** The chosen recipe with the evidence for the choice. */
export interface ChosenRecipe extends Pick<MixedRecipe, 'recipe'>, Partial<Omit<MixedRecipe, 'recipe'>> {
  /** The pruning steps, including the one that failed. */
  readonly pruning?: readonly PruningStep[];
}

interface ChoiceContext extends StepContext {
  readonly engine: StepEngine;
  readonly signal: AbortSignal;
  /** Iterates over the inputs on which outputs are compared; each call starts with the first one. */
  readonly comparisonInputs: () => AsyncIterable<Tensors>;
  /** SHA-256 of the model. */
  readonly parent: string;
  /** The path of the result. Candidates that are judged are temporarily written next to it. */
  readonly out: string;
  readonly log: (line: string) => void;
  readonly print: (line: string) => void;
}

/**
 * Finds the recipe for a model. Prints the sensitivity of each node and the outcome of each scheme.
 * @throws Error if no scheme passes | AppError from the engine, the steps or the judge
 */
export async function chooseRecipe(
  model: OnnxModel,
  choice: MixedChoice | AutoChoice | PruningChoice,
  { parent, out, log, print, comparisonInputs, ...context }: ChoiceContext,
): Promise<ChosenRecipe> {
  const onProgress = (fraction: number) => log(words.sensitivity(fraction));
  const stepContext = { ...context, onProgress };
  if (choice.kind === 'pruning') return pruneInSteps(choice);
  const recipe =
    choice.kind === 'mixed'
      ? await findMixedRecipe(
          model,
          { ...choice, goal: { minSqnrDb: choice.minSqnrDb }, comparisonInputs: comparisonInputs() },
          stepContext,
        )
      : await chooseScheme(choice);
  for (const sensitivity of recipe.sensitivities)
    print(toSingleLine(words.node(sensitivity, recipe.excluded.includes(sensitivity.node))));
  return recipe;

  async function createJudge({ judge: judgeFile, minSqnrDb }: Pick<AutoChoice, 'judge' | 'minSqnrDb'>) {
    const noise = await OutputNoise.create(encodeOnnx(model), context.engine, comparisonInputs(), maxComparisonSamples);
    return async (result: FileParts): Promise<Judgement> => {
      const sqnrDb = await noise.measureSqnrDb(result, context.signal);
      if (!judgeFile) return { verdict: sqnrDb >= minSqnrDb ? 'passes' : 'fails', sqnrDb, unmet: [] };
      return { sqnrDb, ...(await withTrialFile(result, out, context.signal, judgeFile)) };
    };
  }

  async function pruneInSteps({ budgetMs, ...pruningChoice }: PruningChoice): Promise<ChosenRecipe> {
    const endMs = performance.now() + budgetMs;
    const pruning: PruningStep[] = [];
    const request = {
      ...pruningChoice,
      judge: await createJudge(pruningChoice),
      comparisonInputs,
      hasTime: () => performance.now() < endMs,
      onStep(step: PruningStep) {
        pruning.push(step);
        print(toSingleLine(words.pruningStep(pruning.length, step)));
      },
    };
    const chosenRecipe = await pruneIteratively(model, request, stepContext);
    if (!chosenRecipe) throw new Error(words.noStepPasses);
    return { recipe: chosenRecipe, pruning };
  }

  async function chooseScheme({ candidates, budgetMs, ...autoChoice }: AutoChoice) {
    const endMs = performance.now() + budgetMs;
    const history = new AutoHistory(autoChoice.history, { parent, judgedBy: autoChoice.judgedBy });
    const judge = await createJudge(autoChoice);
    const judgedTrials: JudgedAutoTrial[] = [];
    const request: AutoRequest = {
      candidates,
      judge,
      findRecorded: (candidate) => history.find(candidate),
      comparisonInputs,
      hasTime: () => performance.now() < endMs,
      async onTrial(trial, candidate) {
        const isRecorded = history.find(candidate) !== undefined;
        print(toSingleLine(isRecorded ? words.recordedTrial(words.trial(trial)) : words.trial(trial)));
        if (trial.outcome !== 'passed' && trial.outcome !== 'failed') return;
        judgedTrials.push(trial);
        if (!isRecorded) await history.add(trial, candidate);
      },
    };
    const autoRecipe = await findAutoRecipe(model, request, stepContext);
    const front = findParetoFront(judgedTrials, ({ sizeBytes, sqnrDb }) => [sizeBytes, -sqnrDb]);
    if (front.length > 0) print(words.front(front.map(({ scheme }) => scheme)));
    if (autoRecipe.scheme === null) throw new Error(words.nonePasses);
    print(words.chosen(autoRecipe.scheme));
    return autoRecipe;
  }
}

/** Writes a model next to `out` for the duration of `work`. */
async function withTrialFile<T>(
  parts: FileParts,
  out: string,
  signal: AbortSignal,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(dirname(out), `${process.pid}.trial.${basename(out)}`);
  try {
    await writeParts(path, parts, signal);
    return await work(path);
  } finally {
    await rm(path, { force: true });
  }
}
