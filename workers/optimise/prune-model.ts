import type { PruningJudge, PruningRequest } from '#bridge/optimise-contract.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { FileParts } from '#formats/file-parts.ts';
import type { Judgement } from '#optimise/auto-recipe.ts';
import { pruneIteratively, type PruningStep } from '#optimise/iterative-pruning.ts';
import { maxComparisonSamples } from '#optimise/mixed-recipe.ts';
import { OutputNoise } from '#optimise/output-noise.ts';
import { createSeededSample } from '#optimise/seeded-sample.ts';
import { stepEngine, toModelFile } from './model-file.ts';
import { copySidecars, loadOptimisable, openOptimisable } from './optimisable.ts';
import { readInputs, readRecordedSamples } from './recorded-inputs.ts';

/** See `OptimiseWorker.prune`. */
export async function pruneModel(
  request: PruningRequest,
  judge: PruningJudge | null,
  onProgress: (fraction: number) => void,
  onStep: (step: PruningStep) => void,
): Promise<string | null> {
  const files = await loadOptimisable(request.subject);
  const model = await openOptimisable(files);
  const recordedSamples = await readRecordedSamples(request, files, model, () => {});
  const samples = recordedSamples?.slice(0, maxComparisonSamples) ?? [createSeededSample(model, request.dimensions)];
  const noise = await OutputNoise.create(encodeOnnx(model), stepEngine, readInputs(samples), maxComparisonSamples);
  const judgeResult = async (result: FileParts): Promise<Judgement> => {
    const sqnrDb = await noise.measureSqnrDb(result);
    const judgement =
      judge && (await judge([await toModelFile(result, 'pruned.onnx'), ...(await copySidecars(files))]));
    return { verdict: sqnrDb >= request.minSqnrDb ? 'passes' : 'fails', unmet: [], ...judgement, sqnrDb };
  };
  const recipe = await pruneIteratively(
    model,
    {
      ...request,
      judge: judgeResult,
      comparisonInputs: () => readInputs(samples),
      hasTime: () => true,
      onStep,
    },
    { engine: stepEngine, onProgress },
  );
  return recipe?.text ?? null;
}
