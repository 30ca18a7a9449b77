import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { asAppError } from '#core/errors/error.ts';
import { maxFileBytes } from '#formats/onnx/external-data.ts';
import { listInputSpecs } from '#formats/onnx/input-specs.ts';
import { needsConversion, openAsOnnx } from '#convert/open-checkpoint.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';
import { compareModels } from '#optimise/compare-models.ts';
import { readFrozenSizes } from '#optimise/passes/freeze-sizes.ts';
import { schemes } from '#optimise/schemes/index.ts';
import { optimiseModel, type Stage } from '#optimise/optimise-model.ts';
import type { MixedRecipe } from '#optimise/mixed-recipe.ts';
import type { Recipe } from '#optimise/recipe.ts';
import { createSeededSample } from '#optimise/seeded-sample.ts';
import { reportNotApplicable, type StepEngine } from '#optimise/optimisation-step.ts';
import { format } from '#words/en/format.ts';
import { optimise as words } from '#words/en/models/optimise.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { listCalibrationInputs, hasNumpyFiles, type ReadInputs } from '../files/calibration-inputs.ts';
import { UsageError, type Context } from '../command.ts';
import { hashFile } from '../../hash-file.ts';
import { listSourceFiles } from '../files/model-files.ts';
import { formatErrorMessage } from '../print/print-error.ts';
import { toSingleLine } from '../print/terminal-text.ts';
import { checkFile } from '../options/check-options.ts';
import {
  chooseRecipe,
  type AutoChoice,
  type ChosenRecipe,
  type MixedChoice,
  type PruningChoice,
} from './choose-recipe.ts';
import { openNativeStepEngine } from './step-engine.ts';
import { writeWithExternalData } from '../files/write-with-external-data.ts';
import { writeParts } from '../files/write-parts.ts';

export interface OptimiseRequest {
  readonly model: string;
  readonly out: string;
  /** The recipe to run, or the options for finding one. */
  readonly recipe: Recipe | MixedChoice | AutoChoice | PruningChoice;
  /** The path of the folder with calibration inputs. */
  readonly calibrate: string | undefined;
  /** The task that prepares those inputs if they are not tensors; `undefined` for the first that accepts the model. */
  readonly task: string | undefined;
  /** Whether to fail if the outputs cannot be compared because the model does not run on seeded inputs. */
  readonly mustCompare: boolean;
}

export interface OptimisedFile {
  readonly parent: { readonly sha256: string; readonly sizeBytes: number };
  readonly recipe: unknown;
  /** The effect of the scheme on each node alone, most sensitive first. Present if nodes were excluded for a goal. */
  readonly sensitivities?: MixedRecipe['sensitivities'];
  /** The nodes excluded for the goal. */
  readonly excluded?: MixedRecipe['excluded'];
  /** The pruning steps that were judged, including the one that failed. */
  readonly pruning?: ChosenRecipe['pruning'];
  readonly stages: readonly Stage[];
  /** The agreement of the outputs with those of the original; `null` if they were not compared. */
  readonly outputs: readonly OutputAgreement[] | null;
  /** The error of the model on seeded inputs, if the outputs were not compared for that reason. */
  readonly notCompared?: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Runs a recipe on a file, and writes the result if the engine can open it.
 * @param print receives one line for each stage
 * @throws Error if a scheme changed nothing | UsageError | AppError from the reader, the steps or the engine | the
 * error of the file system
 */
export async function optimiseFile(
  { model: path, out, recipe: requested, calibrate, task, mustCompare }: OptimiseRequest,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
  print: (line: string) => void,
): Promise<OptimisedFile> {
  const model = await openModel(path);
  const parent = { sha256: await hashFile(path, signal), sizeBytes: sumPartSizes(encodeOnnx(model)) };
  print(`${words.baseline}: ${format.bytes(parent.sizeBytes)}`);
  const usesNumpyFiles = calibrate !== undefined && hasNumpyFiles(calibrate);
  const engine = await openNativeStepEngine(signal);
  const stages: Stage[] = [];
  try {
    const dimensions = 'kind' in requested ? {} : readFrozenSizes(requested.steps);
    let inputs: readonly ReadInputs[] | null = null;
    if (usesNumpyFiles) inputs = listCalibrationInputs(calibrate, listInputSpecs(model));
    else if (calibrate !== undefined) {
      if (!engine) throw new UsageError(words.outcome(reportNotApplicable('no-engine')));
      const { recordSamples } = await import('./record-samples.ts');
      const samples = await recordSamples(calibrate, { path, model, task, dimensions }, engine, { signal, log });
      inputs = samples.map((sample) => () => Promise.resolve(sample));
    }
    const context = { signal, ...(engine && { engine }), ...(inputs && { calibrationInputs: () => readAll(inputs) }) };
    let recipe: Recipe;
    let chosenRecipe: ChosenRecipe | null = null;
    if ('kind' in requested) {
      if (!engine) throw new UsageError(words.outcome(reportNotApplicable('no-engine')));
      const readComparisonInputs = () => readAll(inputs ?? createSampleReaders(model));
      chosenRecipe = await chooseRecipe(model, requested, {
        ...context,
        engine,
        comparisonInputs: readComparisonInputs,
        parent: parent.sha256,
        out,
        log,
        print,
      });
      recipe = chosenRecipe.recipe;
    } else recipe = requested;
    const parts = await optimiseModel(model, parent.sha256, recipe, context, (stage) => {
      stages.push(stage);
      print(toSingleLine(formatStage(stage)));
    });
    const failedStage = stages.find(
      ({ step, outcome }) => Object.hasOwn(schemes, step) && outcome.code !== 'rewritten',
    );
    if (failedStage) throw new Error(words.notApplied(failedStage.step, failedStage.outcome));
    log(`${words.agreement} ...`);
    const isSplit = sumPartSizes(parts) > maxFileBytes;
    const { outputs, notCompared = undefined } =
      engine && !isSplit
        ? await compare(engine, encodeOnnx(await openModel(path)), parts, {
            inputs: inputs ?? createSampleReaders(model),
            mayNotRun: !inputs && !chosenRecipe && !mustCompare,
            signal,
          })
        : { outputs: null };
    const sha256 = isSplit ? await writeWithExternalData(model, out, signal) : await writeParts(out, parts, signal);
    return {
      parent,
      recipe: JSON.parse(recipe.text) as unknown,
      ...listChosen(chosenRecipe),
      stages,
      outputs,
      ...(notCompared !== undefined && { notCompared }),
      sha256,
      sizeBytes: (await stat(out)).size,
    };
  } finally {
    await engine?.close();
  }
}

/** Returns how a recipe was found, without the recipe itself. */
function listChosen(chosen: ChosenRecipe | null): Omit<ChosenRecipe, 'recipe'> {
  if (!chosen) return {};
  const { recipe: _, ...found } = chosen;
  return found;
}

interface CompareOptions {
  readonly inputs: readonly ReadInputs[];
  /** Whether to skip the comparison of outputs if the original model does not run on the inputs. */
  readonly mayNotRun: boolean;
  readonly signal: AbortSignal;
}

/** @throws AppError from the engine, including when it cannot open the new model */
async function compare(
  engine: StepEngine,
  original: FileParts,
  result: FileParts,
  { inputs, mayNotRun, signal }: CompareOptions,
): Promise<Pick<OptimisedFile, 'outputs' | 'notCompared'>> {
  try {
    return { outputs: await compareModels(engine, original, result, () => readAll(inputs)) };
  } catch (thrown) {
    if (!mayNotRun || signal.aborted || (await canRun(engine, original, inputs))) throw thrown;
    await (await engine.open(result)).close();
    return { outputs: null, notCompared: formatErrorMessage(asAppError(thrown)) };
  }
}

/** @throws AppError if the engine does not open the model */
async function canRun(engine: StepEngine, model: FileParts, inputs: readonly ReadInputs[]): Promise<boolean> {
  const session = await engine.open(model);
  try {
    for await (const values of readAll(inputs)) await session.run(values);
    return true;
  } catch {
    return false;
  } finally {
    await session.close();
  }
}

/**
 * Opens a model without reading its weights. Safetensors of a known architecture, with `config.json` next to them, are
 * converted to ONNX.
 * @throws UsageError | AppError model-corrupt | model-unsupported
 */
async function openModel(path: string): Promise<OnnxModel> {
  const others = (await listSourceFiles(path)).filter((other) => other !== path);
  if (needsConversion(path)) for (const config of others) checkFile(config, 'expected the configuration of the model');
  const siblings = await Promise.all(
    others.map(async (other) => [basename(other), await openFileOnDisk(other)] as const),
  );
  return openAsOnnx(basename(path), await openFileOnDisk(path), new Map(siblings));
}

async function* readAll(inputs: readonly ReadInputs[]) {
  for (const readInput of inputs) yield await readInput();
}

const createSampleReaders = (model: OnnxModel): readonly ReadInputs[] => [
  () => Promise.resolve(createSeededSample(model)),
];

function formatStage({ step, outcome, sizeBytes }: Stage): string {
  const name = words.steps[step as keyof typeof words.steps];
  return `${name}: ${words.outcome(outcome)}; ${format.bytes(sizeBytes)}`;
}
