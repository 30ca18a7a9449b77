import { expose } from 'comlink';
import type { OptimisedModel, OptimiseWorker, RecipeProgress, RecipeRequest } from '#bridge/optimise-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import type { Stage } from '#optimise/optimise-model.ts';
import { convertWeights, inspectConvertible, needsWeightConversion } from './optimise/convert-weights.ts';
import { inspectOptimisable, loadOptimisable } from './optimise/optimisable.ts';
import { pruneModel } from './optimise/prune-model.ts';
import { findSensitiveNodes } from './optimise/sensitive-nodes.ts';
import { rewriteModel } from './optimise/rewrite-model.ts';

const worker: OptimiseWorker = {
  async inspect(subject, hasSamples, profile) {
    const files = await loadOptimisable(subject);
    return (await needsWeightConversion(files))
      ? inspectConvertible(files)
      : inspectOptimisable(files, hasSamples, profile);
  },
  run: (
    request: RecipeRequest,
    onProgress: (progress: RecipeProgress) => void,
    onStage: (stage: Stage) => void,
  ): Promise<OptimisedModel> => rewriteModel(request, onProgress, onStage),
  findSensitiveNodes,
  prune: pruneModel,
  convert: convertWeights,
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
