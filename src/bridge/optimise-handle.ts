import { proxy } from 'comlink';
import { rejectOnAbort } from '#core/delay.ts';
import type { PruningStep } from '#optimise/iterative-pruning.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import type { Stage } from '#optimise/optimise-model.ts';
import { createAbortableCallback, type CallOptions } from './call-options.ts';
import type {
  ConversionRequest,
  ConvertedModel,
  OptimisableModel,
  OptimisableSubject,
  OptimisedModel,
  OptimiseWorker,
  PruningJudge,
  PruningRequest,
  RecipeProgress,
  RecipeRequest,
  SensitiveNodes,
  SensitivityRequest,
} from './optimise-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';

interface RecipeOptions extends CallOptions {
  readonly onProgress?: (progress: RecipeProgress) => void;
  readonly onStage?: (stage: Stage) => void;
}

/**
 * Reads the facts about a model that its estimates need.
 * @throws AppError from `OptimiseWorker.inspect` | aborted | worker-died
 */
export function inspectForOptimising(
  subject: OptimisableSubject,
  hasSamples: boolean,
  profile: DeviceProfile | null,
  options: CallOptions = {},
): Promise<OptimisableModel> {
  return runInWorker(options, (remote) => remote.inspect(subject, hasSamples, profile));
}

/**
 * Runs a recipe in a separate worker, which aborting terminates immediately.
 * @throws AppError from `OptimiseWorker.run` | aborted | worker-died
 */
export function runRecipe(request: RecipeRequest, options: RecipeOptions = {}): Promise<OptimisedModel> {
  return runInWorker(options, (remote, stop) =>
    remote.run(
      request,
      createAbortableCallback(options.onProgress, stop),
      createAbortableCallback(options.onStage, stop),
    ),
  );
}

/**
 * Applies a scheme to each node separately.
 * @throws AppError from `OptimiseWorker.run` | aborted | worker-died
 */
export function findSensitiveNodes(
  request: SensitivityRequest,
  { onProgress, ...options }: CallOptions & { readonly onProgress?: (fraction: number) => void } = {},
): Promise<SensitiveNodes> {
  return runInWorker(options, (remote, stop) =>
    remote.findSensitiveNodes(request, createAbortableCallback(onProgress, stop)),
  );
}

interface PruningOptions extends CallOptions {
  readonly onProgress?: (fraction: number) => void;
  readonly onStep?: (step: PruningStep) => void;
}

/**
 * Prunes a model in steps in a separate worker, which aborting terminates immediately.
 * @param judge judges each step in the page; `null` without data
 * @throws AppError from `OptimiseWorker.prune` | aborted | worker-died
 */
export function pruneIteratively(
  request: PruningRequest,
  judge: PruningJudge | null,
  { onProgress, onStep, ...options }: PruningOptions = {},
): Promise<string | null> {
  return runInWorker(options, (remote, stop) =>
    remote.prune(
      request,
      judge && proxy(judge),
      createAbortableCallback(onProgress, stop),
      createAbortableCallback(onStep, stop),
    ),
  );
}

/**
 * Converts the weights of a model.
 * @throws AppError from `OptimiseWorker.convert` | aborted | worker-died
 */
export function convertModel(
  request: ConversionRequest,
  { onProgress, ...options }: CallOptions & { readonly onProgress?: (fraction: number) => void } = {},
): Promise<ConvertedModel> {
  return runInWorker(options, (remote, stop) => remote.convert(request, createAbortableCallback(onProgress, stop)));
}

async function runInWorker<T>(
  { signal }: CallOptions,
  use: (remote: SpawnedWorker<OptimiseWorker>['remote'], stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const { remote, died, terminate } = spawnWorker('optimise');
  const stop = signal ? AbortSignal.any([signal, died]) : died;
  try {
    return await rejectOnAbort(stop, use(remote, stop));
  } finally {
    terminate();
  }
}
