import { devices, engines, type DeviceId, type PageEngineId } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts, usesFloat32Convolutions } from './engine-costs.ts';

interface FitRequest {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  /** Context length in tokens, for models with a key-value cache. */
  readonly contextLength?: number;
}

/** One memory requirement. `lowBytes` is certain; `highBytes` is the maximum if it depends on the engine or shapes. */
export interface FitTerm {
  readonly what: 'engine' | 'weights' | 'loading' | 'activations' | 'cache' | 'attention';
  readonly lowBytes: number;
  readonly highBytes: number;
}

export type MissingTerm = Extract<FitTerm['what'], 'weights' | 'activations' | 'cache'>;

export interface FitLimit {
  readonly what: 'engine-ceiling' | 'heap-measured' | 'gpu-measured';
  readonly bytes: number;
}

export interface Fit {
  /**
   * `tight`: the certain requirements fit but the maximum does not, or may not because some are unknown (`missing`).
   * `unknown`: the weight size or the limits are unknown.
   */
  readonly verdict: 'fits' | 'tight' | 'does-not-fit' | 'unknown';
  readonly needLowBytes: number;
  readonly needHighBytes: number;
  readonly terms: readonly FitTerm[];
  /** Further requirements of unknown size. */
  readonly missing: readonly MissingTerm[];
  /** Smallest first; the first one determines the verdict. */
  readonly limits: readonly FitLimit[];
}

/** llama.cpp and MLC store keys and values as 16-bit floats by default, converted decoders as 32-bit floats. */
const cacheElementBytes = (engine: PageEngineId) => (engine === 'ort-text' ? 4 : 2);
/**
 * Unknown requirements are assumed to take up to this multiple of the known ones. Heuristic, above the largest known
 * ratios:
 * 1.8 for activations (the encoder of whisper-base, among the 39 tensor models of the test data with known activations)
 * and 5.2 for the cache of Llama-3.2-1B at its full trained context, over its weights as Q4_K_M.
 */
export const maxUnknownRatio = 8;
/** llama.cpp processes up to 512 tokens of a prompt at once (`n_ubatch`) and stores their scores as 32-bit floats. */
const promptBatch = 512;

/**
 * Estimates whether a model fits an engine on this device by comparing the memory for the engine, weights, activations
 * and cache with the engine's maximum and the measured budget.
 */
export function fit(facts: ModelFacts, profile: DeviceProfile, request: FitRequest): Fit {
  const terms = listTerms(facts, request);
  const limits = listLimits(profile, request).sort((a, b) => a.bytes - b.bytes);
  const needLowBytes = terms.reduce((sum, term) => sum + term.lowBytes, 0);
  const needHighBytes = terms.reduce((sum, term) => sum + term.highBytes, 0);
  const limit = limits[0]?.bytes;
  const missing = findMissingTerms(facts, request);
  const verdict = judgeFit(needLowBytes, needHighBytes, limit, missing);
  return { verdict, needLowBytes, needHighBytes, terms, missing, limits };
}

function judgeFit(low: number, high: number, limit: number | undefined, missing: readonly MissingTerm[]) {
  if (limit === undefined) return 'unknown';
  if (low > limit) return 'does-not-fit'; // regardless of missing terms
  if (missing.includes('weights')) return 'unknown';
  const maxNeed = missing.length > 0 ? (1 + maxUnknownRatio) * high : high;
  return maxNeed > limit ? 'tight' : 'fits';
}

/**
 * Lists the unknown terms. Language model files do not specify activations; attention scores are counted instead if
 * known.
 */
function findMissingTerms(facts: ModelFacts, { engine, contextLength }: FitRequest): MissingTerm[] {
  const isText = engines[engine].kind === 'text';
  const { cacheElementsPerToken, heads, contextLength: trained } = facts.architecture;
  const hasScores = engine === 'wllama' && heads !== null;
  const missing: MissingTerm[] = [];
  if (facts.weightBytes === null || engineCosts[engine].loadedBytes(facts) === null) missing.push('weights');
  if (facts.peakActivationBytes === null && !hasScores) missing.push('activations');
  if (isText && (cacheElementsPerToken === null || (contextLength ?? trained) === null)) missing.push('cache');
  return missing;
}

function listTerms(facts: ModelFacts, { engine, device, contextLength }: FitRequest): FitTerm[] {
  const costs = engineCosts[engine];
  const addExact = (what: FitTerm['what'], bytes: number | null): FitTerm[] =>
    bytes ? [{ what, lowBytes: bytes, highBytes: bytes }] : [];
  const addUpTo = (what: FitTerm['what'], bytes: number): FitTerm[] =>
    bytes > 0 ? [{ what, lowBytes: 0, highBytes: bytes }] : [];
  const { cacheElementsPerToken, heads } = facts.architecture;
  const context = contextLength ?? facts.architecture.contextLength ?? 0;
  return [
    ...addExact('engine', costs.initialHeapBytes),
    ...addExact('weights', costs.loadedBytes(facts)),
    ...addUpTo('loading', Math.ceil((facts.weightBytes ?? 0) * costs.loadingFraction)),
    ...listActivationTerms(facts, usesFloat32Convolutions(engine, device)),
    ...addExact('cache', cacheElementsPerToken && cacheElementsPerToken * context * cacheElementBytes(engine)),
    ...(engine === 'wllama' && heads ? addUpTo('attention', heads * context * promptBatch * 4) : []),
  ];
}

/** An int8 value takes four bytes before and after a float32 convolution, so up to eight bytes per byte. */
function listActivationTerms({ operators, peakActivationBytes }: ModelFacts, runsInFloat32: boolean): FitTerm[] {
  if (!peakActivationBytes) return [];
  const expansion = runsInFloat32 && 'QLinearConv' in operators ? 8 : 1;
  return [{ what: 'activations', lowBytes: peakActivationBytes, highBytes: expansion * peakActivationBytes }];
}

function listLimits(profile: DeviceProfile, { engine, device }: FitRequest): FitLimit[] {
  const { maxHeapBytes } = engineCosts[engine];
  const limits: FitLimit[] = [];
  if (maxHeapBytes !== null) {
    limits.push({ what: 'engine-ceiling', bytes: maxHeapBytes });
    if (profile.heapBytes !== null) limits.push({ what: 'heap-measured', bytes: profile.heapBytes });
  }
  // While a model loads on a GPU, its weights are in both memories, so either may be exhausted.
  if (devices[device].isGpu && profile.gpuBytes !== null) {
    limits.push({ what: 'gpu-measured', bytes: profile.gpuBytes });
  }
  return limits;
}
