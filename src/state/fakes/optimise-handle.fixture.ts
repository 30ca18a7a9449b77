import { afterEach } from 'vitest';
import type { CallOptions } from '#bridge/call-options.ts';
import type {
  ConversionRequest,
  ConvertedModel,
  OptimisableModel,
  OptimisableSubject,
  OptimisedModel,
  PruningJudge,
  PruningRequest,
  RecipeRequest,
  SensitiveNodes,
  SensitivityRequest,
} from '#bridge/optimise-contract.ts';
import type { PruningStep } from '#optimise/iterative-pruning.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { Calls } from './calls.fixture.ts';

interface PruningCall extends PruningRequest {
  readonly judge: PruningJudge | null;
  readonly onStep: (step: PruningStep) => void;
}

/** Fakes of `bridge/optimise-handle.ts`, like the others of this folder. */

export const inspections = new Calls<OptimisableSubject, OptimisableModel>();
export const sensitivityRuns = new Calls<SensitivityRequest, SensitiveNodes>();
export const pruningRuns = new Calls<PruningCall, string | null>();
export const conversions = new Calls<ConversionRequest, ConvertedModel>();
export const recipeRuns = new Calls<RecipeRequest, OptimisedModel>();

afterEach(() => {
  inspections.length = 0;
  conversions.length = 0;
  recipeRuns.length = 0;
  sensitivityRuns.length = 0;
  pruningRuns.length = 0;
});

export const inspectForOptimising = (
  subject: OptimisableSubject,
  _hasSamples: boolean,
  _profile: DeviceProfile | null,
  { signal }: CallOptions = {},
): Promise<OptimisableModel> => inspections.make(subject, signal);

export const runRecipe = (request: RecipeRequest, { signal }: CallOptions = {}): Promise<OptimisedModel> =>
  recipeRuns.make(request, signal);

export const convertModel = (request: ConversionRequest, { signal }: CallOptions = {}): Promise<ConvertedModel> =>
  conversions.make(request, signal);

export const findSensitiveNodes = (
  request: SensitivityRequest,
  { signal }: CallOptions = {},
): Promise<SensitiveNodes> => sensitivityRuns.make(request, signal);

export const pruneInSteps = (
  request: PruningRequest,
  judge: PruningJudge | null,
  { signal, onStep }: CallOptions & Pick<PruningCall, 'onStep'>,
): Promise<string | null> => pruningRuns.make({ ...request, judge, onStep }, signal);
