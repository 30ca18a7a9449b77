import {
  engines,
  pageTargetsFor,
  type DeviceId,
  type EngineId,
  type PageEngineId,
  type PageTarget,
} from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts } from './engine-costs.ts';
import { fastestThreadCount } from './fastest-thread-count.ts';
import { fit, type Fit } from './fit.ts';
import { forecast } from './forecast.ts';
import type { ForecastBasis } from './forecast-range.ts';
import { defaultTextWork, type Forecast, type TextWork } from './forecast-result.ts';
import { isTextOnWasm } from './forecast-text.ts';
import { engineLimitOf } from './engine-limits/index.ts';
import type { EngineLimit } from './engine-limits/engine-limit.ts';

export interface Candidate {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly fit: Fit;
  readonly forecast: Forecast;
}

/** Devices on which an engine does not support the model, and the reason. */
export interface UnsupportedEngine {
  readonly engine: PageEngineId;
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  readonly limit: EngineLimit;
}

/** A code with values; the user interface supplies the sentence. */
export interface RecommendationReason {
  readonly code:
    | 'only-engine' // of this format: {engine, format}
    | 'no-engine' // runs this format: {format}
    | 'fastest' // by forecast: {ms, nextMs}
    | 'safest' // a faster one is less certain to fit: {ms, fasterMs}
    | 'only-candidate' // that fits or may fit: {verdict}
    | 'nothing-fits' // {needBytes, limitBytes}
    | 'software-gpu' // the GPU is emulated and slower than wasm
    | 'no-gpu'
    | 'webgl-unmeasured' // its speed is only known after a run
    | 'one-thread' // cross-origin isolation would enable threads
    | 'needs-half' // the weights need 16-bit arithmetic that this GPU lacks
    | 'shorter-context' // would need less memory: {bytesPerToken}
    | 'smaller-weights' // a quantised variant would fit: {bitsPerWeight}
    | 'integers-in-wasm' // int8 weights save memory on wasm, not time: {kind}
    | 'disturbed-speeds' // the device was busy while it was measured, so its speeds do not rank the candidates
    | 'wide-range'; // a run here would narrow the forecast
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Recommendation {
  readonly best: Candidate | null;
  /** All candidates, best first. */
  readonly candidates: readonly Candidate[];
  /** Devices that were excluded because the engine does not support the model. */
  readonly unsupported: readonly UnsupportedEngine[];
  readonly reasons: readonly RecommendationReason[];
  /** Changes that would lead to another recommendation. */
  readonly changes: readonly RecommendationReason[];
}

/** Measured over expected time of one model on this device. */
export interface ForecastRatio {
  readonly model: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly ratio: number;
  /** The basis of the forecast; absent in records of 0.1.0, whose forecasts for language models did not use kernels. */
  readonly basis?: ForecastBasis;
}

export interface RecommendOptions {
  /** Context length in tokens, for models with a key-value cache. */
  readonly contextLength?: number;
  /** The errors of earlier forecasts on this device, latest first. */
  readonly earlier?: readonly ForecastRatio[];
  /** The prompt and answer of a language model; {@link defaultTextWork} if absent. */
  readonly text?: TextWork;
}

/** Recommends the engine, device and threads that fit this model and are forecast to be fastest on this device. */
export function recommend(facts: ModelFacts, profile: DeviceProfile, options: RecommendOptions = {}): Recommendation {
  const targets = pageTargetsFor(facts.format);
  if (targets.length === 0) {
    const reasons = [reason('no-engine', { format: facts.format })];
    return { best: null, candidates: [], unsupported: [], reasons, changes: [] };
  }
  const unsupported = unsupportedEngines(targets, facts);
  const supported = targets.filter((target) => engineLimitOf(facts, target) === null);
  const candidates = supported
    .flatMap((target) => setupsOf(target, facts, profile))
    .map((setup) => candidateFor(setup, facts, profile, options))
    .sort((a, b) => rank(a) - rank(b) || (profile.isDisturbed ? 0 : workMs(a) - workMs(b)));
  const best = candidates.find((candidate) => candidate.fit.verdict !== 'does-not-fit') ?? null;
  return {
    best,
    candidates,
    unsupported,
    reasons: reasonsFor(best, candidates, facts, profile),
    // No other device would help a model that no engine supports.
    changes: supported.length === 0 ? [] : changesFor(best, candidates, facts, profile),
  };
}

/** Groups the devices that an engine does not support for the same reason. */
function unsupportedEngines(targets: readonly PageTarget[], facts: ModelFacts): UnsupportedEngine[] {
  const found = new Map<string, UnsupportedEngine>();
  for (const target of targets) {
    const limit = engineLimitOf(facts, target);
    if (!limit) continue;
    const { engine, device } = target;
    const key = JSON.stringify([engine, limit]);
    const known = found.get(key);
    found.set(key, { engine, devices: known ? [...known.devices, device] : [device], limit });
  }
  return [...found.values()];
}

function candidateFor(setup: Setup, facts: ModelFacts, profile: DeviceProfile, options: RecommendOptions): Candidate {
  const { engine, device, threads } = setup;
  const { contextLength, earlier = [], text } = options;
  const request = { engine, device, ...(contextLength !== undefined && { contextLength }) };
  // A model counts once, by its latest run, regardless of how often it was measured.
  const latest = new Map<string, number>();
  for (const known of earlier) {
    const isSame =
      known.engine === engine && known.device === device && (!isTextOnWasm(setup) || known.basis === 'kernels');
    if (isSame && !latest.has(known.model)) latest.set(known.model, known.ratio);
  }
  const earlierRatios = [...latest.values()];
  return {
    engine,
    device,
    threads,
    fit: fit(facts, profile, request),
    forecast: forecast(facts, profile, { ...setup, earlierRatios, ...(text && { text }) }),
  };
}

type Setup = Pick<Candidate, 'engine' | 'device' | 'threads'>;

function setupsOf({ engine, device }: PageTarget, facts: ModelFacts, profile: DeviceProfile): Setup[] {
  const onThreads = (threads: number): Setup => ({ engine, device, threads });
  if (device === 'wasm') return threadsOn(engine, profile).map(onThreads);
  const isAvailable = device === 'webgl' || (device === 'webgpu' && profile.gpu && !lacksHalf(facts, profile));
  return isAvailable ? [onThreads(1)] : [];
}

/**
 * All threads and one, and for language models the other measured counts, since all threads are not always fastest. The
 * count measured to be fastest comes first, so that it is used if there is no forecast.
 */
function threadsOn(engine: PageEngineId, profile: DeviceProfile): number[] {
  if (engineCosts[engine].parallelFraction === 0) return [1];
  const { kind } = engines[engine];
  const { threads, textKernels = [] } = profile;
  const measured = kind === 'text' ? textKernels.map((kernel) => kernel.threads) : [];
  const fastest = fastestThreadCount(profile, kind) ?? threads;
  return [...new Set([fastest, threads, 1, ...measured.filter((count) => count < threads)])];
}

/** Whether the GPU lacks the 16-bit arithmetic that an MLC model needs: `q4f16_1` does, `q4f32_1` does not. */
const lacksHalf = (facts: ModelFacts, profile: DeviceProfile): boolean =>
  facts.format === 'mlc' && /f16/.test(facts.quantisation.name ?? '') && profile.gpu?.hasHalf === false;

const rank = ({ fit }: Candidate): number => ['fits', 'unknown', 'tight', 'does-not-fit'].indexOf(fit.verdict);
/** Sorts after every known time. */
const unknownMs = Number.MAX_VALUE;
const expectedMs = ({ forecast }: Candidate): number => (forecast.known ? forecast.expectedMs : unknownMs);
/** One run, or the whole prompt and answer of a language model; prompt tokens count as generated ones if unknown. */
function workMs(candidate: Candidate): number {
  const { forecast } = candidate;
  if (!forecast.known || forecast.per === 'run') return expectedMs(candidate);
  const { promptTokens, tokens } = forecast.text ?? defaultTextWork;
  return promptTokens * (forecast.prompt ?? forecast).expectedMs + tokens * forecast.expectedMs;
}
const reason = (
  code: RecommendationReason['code'],
  facts: RecommendationReason['facts'] = {},
): RecommendationReason => ({ code, facts });

function reasonsFor(
  best: Candidate | null,
  candidates: readonly Candidate[],
  { format }: Pick<ModelFacts, 'format'>,
  { isDisturbed }: Pick<DeviceProfile, 'isDisturbed'>,
): RecommendationReason[] {
  const closest = candidates[0];
  if (!best) {
    return closest
      ? [reason('nothing-fits', { needBytes: closest.fit.needLowBytes, limitBytes: closest.fit.limits[0]?.bytes ?? 0 })]
      : [];
  }
  const isOnlyEngine = candidates.every(({ engine }) => engine === best.engine);
  const reasons = isOnlyEngine ? [reason('only-engine', { engine: best.engine, format })] : [];
  const others = candidates.filter((other) => other !== best && other.fit.verdict !== 'does-not-fit');
  if (others.length === 0) return [...reasons, reason('only-candidate', { verdict: best.fit.verdict })];
  if (isDisturbed) return reasons;
  const next = others.reduce((fastest, other) => (workMs(other) < workMs(fastest) ? other : fastest));
  const [ms, nextMs] = [workMs(best), workMs(next)];
  if (ms === unknownMs || nextMs === unknownMs) return reasons;
  const isSlower = workMs(next) < workMs(best);
  return [...reasons, isSlower ? reason('safest', { ms, fasterMs: nextMs }) : reason('fastest', { ms, nextMs })];
}

function changesFor(
  best: Candidate | null,
  candidates: readonly Candidate[],
  facts: ModelFacts,
  profile: DeviceProfile,
): RecommendationReason[] {
  const changes: RecommendationReason[] = [];
  const usesGpu = pageTargetsFor(facts.format).some(({ device }) => device === 'webgpu');
  if (usesGpu && !profile.gpu) changes.push(reason('no-gpu'));
  const hasWebgl = candidates.some(({ device, fit }) => device === 'webgl' && fit.verdict !== 'does-not-fit');
  if (hasWebgl && !profile.gpu?.software) changes.push(reason('webgl-unmeasured'));
  if (usesGpu && profile.gpu?.software) changes.push(reason('software-gpu'));
  if (lacksHalf(facts, profile)) changes.push(reason('needs-half'));
  if (profile.isDisturbed) changes.push(reason('disturbed-speeds'));
  if (profile.threads === 1) changes.push(reason('one-thread'));
  if (best?.fit.verdict !== 'fits') {
    const { cacheElementsPerToken } = facts.architecture;
    if (cacheElementsPerToken) changes.push(reason('shorter-context', { bytesPerToken: 2 * cacheElementsPerToken }));
    const { bitsPerWeight } = facts.quantisation;
    if (bitsPerWeight !== null && bitsPerWeight > 8) changes.push(reason('smaller-weights', { bitsPerWeight }));
  }
  if (best?.device === 'wasm' && facts.quantisation.kind === 'qoperator') {
    changes.push(reason('integers-in-wasm', { kind: facts.quantisation.kind }));
  }
  if (best?.forecast.known && best.forecast.basis === 'uncalibrated') changes.push(reason('wide-range'));
  return changes;
}
