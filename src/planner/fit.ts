import { devices, engines, type DeviceId, type EngineId } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts, usesFloat32Convolutions } from './engine-costs.ts';

interface FitRequest {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  /** Tokens of context to open; for models that keep a cache of them. */
  readonly contextLength?: number;
}

/** One need of memory. `lowBytes` is certain; `highBytes` is the most, where engine or shapes leave it open. */
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
   * `tight`: the certain needs fit, but the highest do not, or may not with what is needed in unknown size (`missing`).
   * `unknown`: weights or limits are not known.
   */
  readonly verdict: 'fits' | 'tight' | 'does-not-fit' | 'unknown';
  readonly needLowBytes: number;
  readonly needHighBytes: number;
  readonly terms: readonly FitTerm[];
  /** What is needed as well, of unknown size. */
  readonly missing: readonly MissingTerm[];
  /** Smallest first; the first one decides. */
  readonly limits: readonly FitLimit[];
}

/** llama.cpp and MLC keep keys and values as 16-bit floats unless told otherwise. */
const cacheElementBytes = 2;
/**
 * What is of unknown size is assumed to take up to so many times the other needs. Chosen, above the largest known: 1.8 for
 * activations (the encoder of whisper-base, of the 39 tensor models of the test data that state theirs), and 5.2 for the cache of
 * Llama-3.2-1B at its whole trained context, over its weights as Q4_K_M.
 */
const maxUnknownRatio = 8;
/** llama.cpp works on up to 512 tokens of a prompt at once (`n_ubatch`) and holds their scores as 32-bit floats. */
const promptBatch = 512;

/**
 * Whether a model fits an engine on this device: weights, activations or cache, and what the engine takes for itself,
 * against the engine's ceiling and the measured budget.
 */
export function fit(facts: ModelFacts, profile: DeviceProfile, request: FitRequest): Fit {
  const terms = termsOf(facts, request);
  const limits = limitsOf(profile, request).sort((a, b) => a.bytes - b.bytes);
  const needLowBytes = terms.reduce((sum, term) => sum + term.lowBytes, 0);
  const needHighBytes = terms.reduce((sum, term) => sum + term.highBytes, 0);
  const limit = limits[0]?.bytes;
  const missing = missingOf(facts, request);
  const verdict = verdictOf(needLowBytes, needHighBytes, limit, missing);
  return { verdict, needLowBytes, needHighBytes, terms, missing, limits };
}

function verdictOf(low: number, high: number, limit: number | undefined, missing: readonly MissingTerm[]) {
  if (limit === undefined) return 'unknown';
  if (low > limit) return 'does-not-fit'; // whatever is missing
  if (missing.includes('weights')) return 'unknown';
  const most = missing.length > 0 ? (1 + maxUnknownRatio) * high : high;
  return most > limit ? 'tight' : 'fits';
}

/** Files of language models state no activations: where the attention's scores are counted, they stand for them. */
function missingOf(facts: ModelFacts, { runtime, contextLength }: FitRequest): MissingTerm[] {
  const isText = engines[runtime].kind === 'text';
  const { cacheElementsPerToken, heads, contextLength: trained } = facts.architecture;
  const hasScores = runtime === 'wllama' && heads !== null;
  const missing: MissingTerm[] = [];
  if (facts.weightBytes === null || engineCosts[runtime].loadedBytes(facts) === null) missing.push('weights');
  if (facts.peakActivationBytes === null && !hasScores) missing.push('activations');
  if (isText && (cacheElementsPerToken === null || (contextLength ?? trained) === null)) missing.push('cache');
  return missing;
}

function termsOf(facts: ModelFacts, { runtime, device, contextLength }: FitRequest): FitTerm[] {
  const engine = engineCosts[runtime];
  const exactly = (what: FitTerm['what'], bytes: number | null): FitTerm[] =>
    bytes ? [{ what, lowBytes: bytes, highBytes: bytes }] : [];
  const upTo = (what: FitTerm['what'], bytes: number): FitTerm[] =>
    bytes > 0 ? [{ what, lowBytes: 0, highBytes: bytes }] : [];
  const { cacheElementsPerToken, heads } = facts.architecture;
  const context = contextLength ?? facts.architecture.contextLength ?? 0;
  return [
    ...exactly('engine', engine.initialHeapBytes),
    ...exactly('weights', engine.loadedBytes(facts)),
    ...upTo('loading', Math.ceil((facts.weightBytes ?? 0) * engine.loadingShare)),
    ...activationsOf(facts, usesFloat32Convolutions(runtime, device)),
    ...exactly('cache', cacheElementsPerToken && cacheElementsPerToken * context * cacheElementBytes),
    ...(runtime === 'wllama' && heads ? upTo('attention', heads * context * promptBatch * 4) : []),
  ];
}

/** An int8 value takes four bytes as float32, before and after a convolution computed in float32: up to eight for each byte. */
function activationsOf({ operators, peakActivationBytes }: ModelFacts, widens: boolean): FitTerm[] {
  if (!peakActivationBytes) return [];
  const widening = widens && 'QLinearConv' in operators ? 8 : 1;
  return [{ what: 'activations', lowBytes: peakActivationBytes, highBytes: widening * peakActivationBytes }];
}

function limitsOf(profile: DeviceProfile, { runtime, device }: FitRequest): FitLimit[] {
  const { maxHeapBytes } = engineCosts[runtime];
  const limits: FitLimit[] = [];
  if (maxHeapBytes !== null) {
    limits.push({ what: 'engine-ceiling', bytes: maxHeapBytes });
    if (profile.heapBytes !== null) limits.push({ what: 'heap-measured', bytes: profile.heapBytes });
  }
  // While a model loads on a GPU, its weights are in both memories: either may be the one that runs out.
  if (devices[device].isGpu && profile.gpuBytes !== null) {
    limits.push({ what: 'gpu-measured', bytes: profile.gpuBytes });
  }
  return limits;
}
