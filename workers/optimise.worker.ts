import { expose } from 'comlink';
import type { OptimisedModel, OptimiseWorker, RecipeProgress, RecipeRequest } from '#bridge/optimise-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import type { Stage } from '#optimise/optimise-model.ts';
import { inspectOptimisable, loadOptimisable } from './optimise/optimisable.ts';
import { findSensitiveNodes } from './optimise/sensitive-nodes.ts';
import { rewriteModel } from './optimise/rewrite-model.ts';

const worker: OptimiseWorker = {
  inspect: async (subject, hasSamples) => inspectOptimisable(await loadOptimisable(subject), hasSamples),
  run: (
    request: RecipeRequest,
    onProgress: (progress: RecipeProgress) => void,
    onStage: (stage: Stage) => void,
  ): Promise<OptimisedModel> => rewriteModel(request, onProgress, onStage),
  findSensitiveNodes,
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
