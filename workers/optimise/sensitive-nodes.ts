import type { SensitiveNodes, SensitivityRequest } from '#bridge/optimise-contract.ts';
import { maxComparisonSamples, findMixedRecipe } from '#optimise/mixed-recipe.ts';
import { createSeededSample } from '#optimise/seeded-sample.ts';
import { stepEngine } from './model-file.ts';
import { loadOptimisable, openOptimisable } from './optimisable.ts';
import { readInputs, readRecordedSamples } from './recorded-inputs.ts';

/**
 * See `OptimiseWorker.findSensitiveNodes`. Static schemes calibrate again for each node, so they get only as many
 * samples as are compared.
 */
export async function findSensitiveNodes(
  request: SensitivityRequest,
  onProgress: (fraction: number) => void,
): Promise<SensitiveNodes> {
  const files = await loadOptimisable(request.subject);
  const model = await openOptimisable(files);
  const recordedSamples = await readRecordedSamples(request, files, model, () => {});
  const samples = recordedSamples?.slice(0, maxComparisonSamples);
  const { scheme, options, minSqnrDb, dimensions } = request;
  const comparisonInputs = readInputs(samples ?? [createSeededSample(model, dimensions)]);
  const { sensitivities, excluded } = await findMixedRecipe(
    model,
    { scheme, options, goal: { minSqnrDb }, comparisonInputs },
    { engine: stepEngine, onProgress, ...(samples && { calibrationInputs: () => readInputs(samples) }) },
  );
  return { nodes: sensitivities, toExclude: excluded };
}
