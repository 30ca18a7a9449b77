import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { seededInputs } from '#bench/inputs/seeded-inputs.ts';
import { freeDimensions } from '#core/model/free-dimensions.ts';
import { inputSpecs } from '#formats/onnx/input-specs.ts';
import { needsConversion, openAsOnnx } from '#convert/open-model.ts';
import type { OnnxModel } from '#formats/onnx/model.ts';
import { encodeOnnx } from '#formats/onnx/write.ts';
import { sizeOfParts } from '#formats/parts.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';
import { compareModels } from '#optimise/compare-models.ts';
import { optimiseModel, type Stage } from '#optimise/optimise-model.ts';
import { mixedRecipe, type MixedRecipe, type MixedRequest } from '#optimise/mixed-recipe.ts';
import type { Recipe } from '#optimise/recipe.ts';
import { notApplicable } from '#optimise/step.ts';
import { format } from '#words/en/format.ts';
import { optimise as words } from '#words/en/models/optimise.ts';
import { fileOnDisk } from '../../engines/model-on-disk.ts';
import { calibrationInputsIn, type ReadInputs } from '../files/calibration-inputs.ts';
import { UsageError, type Context } from '../command.ts';
import { modelFilesAt } from '../files/model-files.ts';
import { singleLine } from '../print/single-line.ts';
import { checkFile } from '../options/check-options.ts';
import { nativeStepEngine } from './step-engine.ts';
import { maxFileBytes, writeSplit } from '../files/write-split.ts';
import { writeParts } from '../files/write-parts.ts';

export interface OptimiseRequest {
  readonly model: string;
  readonly out: string;
  /** A recipe, or a scheme that leaves the most sensitive nodes out until a goal holds. */
  readonly recipe: Recipe | Omit<MixedRequest, 'compared'>;
  /** A folder of calibration inputs. */
  readonly calibrate: string | undefined;
}

export interface OptimisedFile {
  readonly parent: { readonly sha256: string; readonly sizeBytes: number };
  readonly recipe: unknown;
  /** If nodes were left out for a goal: what the scheme does to each alone, the most sensitive first. */
  readonly sensitivities?: MixedRecipe['sensitivities'];
  /** The nodes left out for it. */
  readonly excluded?: MixedRecipe['excluded'];
  readonly stages: readonly Stage[];
  /** `null` if no engine could compare them. */
  readonly outputs: readonly OutputAgreement[] | null;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Runs a recipe on a file and writes the result. A result that the engine does not open is not written.
 * @param print one line for each stage
 * @throws UsageError | AppError as the reader, the steps and the engine | the error of the file system
 */
export async function optimiseFile(
  { model: path, out, recipe: requested, calibrate }: OptimiseRequest,
  { log, signal }: Pick<Context, 'log' | 'signal'>,
  print: (line: string) => void,
): Promise<OptimisedFile> {
  const model = await openModel(path);
  const parent = { sha256: await sha256Of(path, signal), sizeBytes: sizeOfParts(encodeOnnx(model)) };
  print(`${words.baseline}: ${format.bytes(parent.sizeBytes)}`);
  const specs = inputSpecs(model);
  const inputs = calibrate === undefined ? null : calibrationInputsIn(calibrate, specs);
  const engine = await nativeStepEngine(signal);
  const stages: Stage[] = [];
  try {
    const context = { signal, ...(engine && { engine }), ...(inputs && { calibrationInputs: () => readAll(inputs) }) };
    let recipe: Recipe;
    let mixed: MixedRecipe | null = null;
    if ('minSqnrDb' in requested) {
      if (!engine) throw new UsageError(`--min-sqnr: ${words.outcome(notApplicable('no-engine'))}`);
      const onProgress = (fraction: number) => log(words.sensitivity(fraction));
      const compared = readAll(inputs ?? seeded(specs));
      mixed = await mixedRecipe(model, { ...requested, compared }, { ...context, engine, onProgress });
      for (const one of mixed.sensitivities) print(singleLine(words.node(one, mixed.excluded.includes(one.node))));
      recipe = mixed.recipe;
    } else recipe = requested;
    const parts = await optimiseModel(model, parent.sha256, recipe, context, (stage) => {
      stages.push(stage);
      print(singleLine(stageText(stage)));
    });
    log(`${words.agreement} ...`);
    const isSplit = sizeOfParts(parts) > maxFileBytes;
    const outputs =
      engine && !isSplit
        ? await compareModels(engine, encodeOnnx(await openModel(path)), parts, () => readAll(inputs ?? seeded(specs)))
        : null;
    const sha256 = isSplit ? await writeSplit(model, out, signal) : await writeParts(out, parts, signal);
    return {
      parent,
      recipe: JSON.parse(recipe.text) as unknown,
      ...(mixed && { sensitivities: mixed.sensitivities, excluded: mixed.excluded }),
      stages,
      outputs,
      sha256,
      sizeBytes: (await stat(out)).size,
    };
  } finally {
    await engine?.close();
  }
}

/**
 * The model with its weights still in its files. Weights of a known architecture (safetensors, with `config.json` next
 * to them) are converted.
 * @throws UsageError | AppError model-corrupt | model-unsupported
 */
async function openModel(path: string): Promise<OnnxModel> {
  const config = join(dirname(path), 'config.json');
  if (needsConversion(path)) checkFile(config, 'expected the configuration of the model');
  const others = needsConversion(path) ? [config] : (await modelFilesAt(path)).filter((other) => other !== path);
  const siblings = await Promise.all(others.map(async (other) => [basename(other), await fileOnDisk(other)] as const));
  return openAsOnnx(basename(path), await fileOnDisk(path), new Map(siblings));
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function* readAll(inputs: readonly ReadInputs[]) {
  for (const read of inputs) yield await read();
}

/** One seeded input; free dimensions are 1. */
function seeded(specs: ReturnType<typeof inputSpecs>): readonly ReadInputs[] {
  const sizes = Object.fromEntries(freeDimensions(specs).map((name) => [name, 1]));
  return [() => Promise.resolve(seededInputs(specs, sizes))];
}

function stageText({ step, outcome, sizeBytes }: Stage): string {
  const name = words.steps[step as keyof typeof words.steps];
  return `${name}: ${words.outcome(outcome)}; ${format.bytes(sizeBytes)}`;
}
