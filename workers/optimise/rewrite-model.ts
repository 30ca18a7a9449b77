import { getBaseName } from '#core/model/file-name.ts';
import type { OptimisableSubject, OptimisedModel, RecipeProgress, RecipeRequest } from '#bridge/optimise-contract.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { compareModels } from '#optimise/compare-models.ts';
import { optimiseModel, type Stage } from '#optimise/optimise-model.ts';
import { readFrozenSizes } from '#optimise/passes/freeze-sizes.ts';
import { schemes } from '#optimise/schemes/index.ts';
import { parseRecipe, type Recipe, type StepId } from '#optimise/recipe.ts';
import { createSeededSample } from '#optimise/seeded-sample.ts';
import { hashSource } from '#storage/hash-source.ts';
import { stepEngine, writeModelFiles } from './model-file.ts';
import { copySidecars, loadOptimisable, openOptimisable, type OptimisableFiles } from './optimisable.ts';
import { readInputs, readRecordedSamples, digestSamples } from './recorded-inputs.ts';

/** See `OptimiseWorker.run`. */
export async function rewriteModel(
  request: RecipeRequest,
  onProgress: (progress: RecipeProgress) => void,
  onStage: (stage: Stage) => void,
): Promise<OptimisedModel> {
  const recipe = parseRecipe(request.recipe);
  const report = (phase: RecipeProgress['phase'], fraction: number | null = null, step: StepId | null = null) =>
    onProgress({ phase, step, fraction });
  report('load');
  const files = await loadOptimisable(request.subject);
  const model = await openOptimisable(files);
  const parent = {
    name: files.name,
    sha256: await hashSource(files.source),
    sizeBytes: sumPartSizes(encodeOnnx(model)),
  };
  const dimensions = { ...request.dimensions, ...readFrozenSizes(recipe.steps) };
  const samples = await readRecordedSamples({ ...request, dimensions }, files, model, (fraction) =>
    report('samples', fraction),
  );
  const stages: Stage[] = [];
  const getStepId = (index: number) => (recipe.steps[index]?.id ?? null) as StepId | null;
  report('step', 0, getStepId(0));
  await optimiseModel(
    model,
    parent.sha256,
    recipe,
    {
      engine: stepEngine,
      onProgress: (fraction) => report('step', fraction, getStepId(stages.length)),
      ...(samples && { calibrationInputs: () => readInputs(samples) }),
    },
    (stage) => {
      stages.push(stage);
      onStage(stage);
      report('step', 0, getStepId(stages.length));
    },
  );
  report('write', 0);
  const writtenModel = await writeModelFiles(model, formatRewrittenName(request.subject, files, recipe), (fraction) =>
    report('write', fraction),
  );
  report('compare');
  const original = encodeOnnx(await openOptimisable(files));
  const comparisonInputs = samples ?? [createSeededSample(model, dimensions)];
  const outputs =
    writtenModel.length > 1 ? [] : await compareModels(stepEngine, original, writtenModel, () => comparisonInputs);
  return {
    files: [...writtenModel, ...(await copySidecars(files))],
    sizeBytes: writtenModel.reduce((sum, { size }) => sum + size, 0),
    sha256: await hashSource(writtenModel[0]!),
    parent,
    recipe: recipe.text,
    stages,
    outputs,
    samples: { count: samples?.length ?? 0, sha256: samples && (await digestSamples(samples)) },
  };
}

/** Names the result after the model and its scheme; files named "model" are named after the id of the model. */
function formatRewrittenName(
  subject: OptimisableSubject,
  { name, isConverted }: OptimisableFiles,
  { steps }: Recipe,
): string {
  const fileStem = name.replace(/\.(onnx|safetensors)$/i, '');
  const idName = subject.kind === 'model' ? getBaseName(subject.id) : '';
  // The id of a stored copy is its file name and a hash in parentheses, which is not suitable as a file name.
  const stem = fileStem === 'model' && /^[\w.-]+$/.test(idName) ? idName : fileStem;
  const scheme = steps.findLast(({ id }) => Object.hasOwn(schemes, id))?.id;
  return [stem, scheme ?? (isConverted ? null : 'clean'), 'onnx'].filter((part) => part !== null).join('.');
}
