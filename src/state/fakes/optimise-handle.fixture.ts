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
import { FakeCalls } from './calls.fixture.ts';

interface PruningCall extends PruningRequest {
  readonly judge: PruningJudge | null;
  readonly onStep: (step: PruningStep) => void;
}

/* Replaces `bridge/optimise-handle.ts` in tests. A call is pending until the test answers it or it is aborted. */

export const inspections = new FakeCalls<OptimisableSubject, OptimisableModel>();
export const sensitivityRuns = new FakeCalls<SensitivityRequest, SensitiveNodes>();
export const pruningRuns = new FakeCalls<PruningCall, string | null>();
export const conversions = new FakeCalls<ConversionRequest, ConvertedModel>();
export const recipeRuns = new FakeCalls<RecipeRequest, OptimisedModel>();

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
): Promise<OptimisableModel> => inspections.add(subject, signal);

export const runRecipe = (request: RecipeRequest, { signal }: CallOptions = {}): Promise<OptimisedModel> =>
  recipeRuns.add(request, signal);

export const convertModel = (request: ConversionRequest, { signal }: CallOptions = {}): Promise<ConvertedModel> =>
  conversions.add(request, signal);

export const findSensitiveNodes = (
  request: SensitivityRequest,
  { signal }: CallOptions = {},
): Promise<SensitiveNodes> => sensitivityRuns.add(request, signal);

export const pruneIteratively = (
  request: PruningRequest,
  judge: PruningJudge | null,
  { signal, onStep }: CallOptions & Pick<PruningCall, 'onStep'>,
): Promise<string | null> => pruningRuns.add({ ...request, judge, onStep }, signal);
