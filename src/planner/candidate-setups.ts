import { engines, type PageEngineId, type PageTarget } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts } from './engine-costs.ts';
import { findFastestThreadCount } from './fastest-thread-count.ts';
import type { Candidate } from './rank-candidates.ts';

/** An engine, device and number of threads that can run a model. */
export type Setup = Pick<Candidate, 'engine' | 'device' | 'threads'>;

/** Lists the setups of a target on this device; none if the device cannot run the model. */
export function listSetups({ engine, device }: PageTarget, facts: ModelFacts, profile: DeviceProfile): Setup[] {
  const createSetup = (threads: number): Setup => ({ engine, device, threads });
  if (device === 'wasm') return chooseThreads(engine, profile).map(createSetup);
  const isAvailable = device === 'webgl' || (device === 'webgpu' && profile.gpu && !lacksFloat16(facts, profile));
  return isAvailable ? [createSetup(1)] : [];
}

/**
 * Returns the thread counts to consider: all, one and, for language models, the other measured counts, since using all
 * threads is not always fastest. The fastest measured count comes first, so it is used if there is no forecast.
 */
function chooseThreads(engine: PageEngineId, profile: DeviceProfile): number[] {
  if (engineCosts[engine].parallelFraction === 0) return [1];
  const { kind } = engines[engine];
  const { threads, textKernels = [] } = profile;
  const measuredThreads = kind === 'text' ? textKernels.map((kernel) => kernel.threads) : [];
  const fastest = findFastestThreadCount(profile, kind) ?? threads;
  return [...new Set([fastest, threads, 1, ...measuredThreads.filter((count) => count < threads)])];
}

/** Whether the GPU lacks the 16-bit arithmetic that an MLC model needs: `q4f16_1` does, `q4f32_1` does not. */
export const lacksFloat16 = (facts: ModelFacts, profile: DeviceProfile): boolean =>
  facts.format === 'mlc' && /f16/.test(facts.quantisation.name ?? '') && profile.gpu?.hasHalf === false;
