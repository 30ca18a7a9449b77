import { engines, targetsFor, type DeviceId, type EngineId, type Target } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts } from './engine-costs.ts';
import { fastestThreadCount } from './fastest-thread-count.ts';
import { fit, type Fit } from './fit.ts';
import { forecast } from './forecast.ts';
import type { ForecastBasis } from './forecast-range.ts';
import { defaultTextWork, type Forecast, type TextWork } from './forecast-result.ts';
import { isTextOnWasm } from './forecast-text.ts';
import { unsupportedReason } from './engine-limits/index.ts';
import type { Unsupported } from './engine-limits/unsupported.ts';

export interface Candidate {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly fit: Fit;
  readonly forecast: Forecast;
}

/** Devices on which an engine will refuse the model, and why. */
export interface UnsupportedEngine {
  readonly runtime: EngineId;
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  readonly refusal: Unsupported;
}

/** A statement in code and figures; the interface words it. */
export interface Reason {
  readonly code:
    | 'only-engine' // of this format: {runtime, format}
    | 'no-engine' // runs this format: {format}
    | 'fastest' // by forecast: {ms, nextMs}
    | 'safest' // a faster one is less sure to fit: {ms, fasterMs}
    | 'only-candidate' // that fits, or may: {verdict}
    | 'nothing-fits' // {needBytes, limitBytes}
    | 'software-gpu' // the GPU is emulated, and slower than wasm
    | 'no-gpu'
    | 'webgl-unmeasured' // only a run shows what it does here
    | 'one-thread' // isolation would give threads
    | 'needs-half' // the weights need 16-bit arithmetic that this GPU lacks
    | 'shorter-context' // would need less: {bytesPerToken}
    | 'smaller-weights' // a quantised variant would fit: {bitsPerWeight}
    | 'integers-in-wasm' // int8 weights save memory here, not time: {kind}
    | 'wide-range'; // a run here would narrow the forecast
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Recommendation {
  readonly best: Candidate | null;
  /** Everything considered, the best first. */
  readonly candidates: readonly Candidate[];
  /** What was not considered, since the engine would refuse the model. */
  readonly refused: readonly UnsupportedEngine[];
  readonly reasons: readonly Reason[];
  /** What would lead to another answer. */
  readonly changes: readonly Reason[];
}

/** Measured over expected time of one model on this device. */
export interface ForecastRatio {
  readonly model: string;
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly ratio: number;
  /** What the forecast rested on; absent in records of 0.1.0, whose forecasts for language models did not know kernels. */
  readonly basis?: ForecastBasis;
}

export interface RecommendOptions {
  /** Tokens of context to open; for models that keep a cache of them. */
  readonly contextLength?: number;
  /** How far earlier forecasts on this device were off, the latest first. */
  readonly earlier?: readonly ForecastRatio[];
  /** Of a language model: for what prompt and answer; absent: {@link defaultTextWork}. */
  readonly text?: TextWork;
}

/** Engine, device and threads for this model on this device: of what fits, the fastest by forecast. */
export function recommend(facts: ModelFacts, profile: DeviceProfile, options: RecommendOptions = {}): Recommendation {
  const targets = targetsFor(facts.format).filter(({ host }) => host === 'page');
  if (targets.length === 0) {
    const reasons = [reason('no-engine', { format: facts.format })];
    return { best: null, candidates: [], refused: [], reasons, changes: [] };
  }
  const refused = refusedOf(targets, facts);
  const candidates = targets
    .filter((target) => unsupportedReason(facts, target) === null)
    .flatMap((target) => placesOf(target, facts, profile))
    .map((place) => candidateFor(place, facts, profile, options))
    .sort((a, b) => rank(a) - rank(b) || workMs(a) - workMs(b));
  const best = candidates.find((candidate) => candidate.fit.verdict !== 'does-not-fit') ?? null;
  return {
    best,
    candidates,
    refused,
    reasons: reasonsFor(best, candidates, facts),
    changes: changesFor(best, candidates, facts, profile),
  };
}

/** Devices that an engine refuses for the same reason stand together. */
function refusedOf(targets: readonly Target[], facts: ModelFacts): UnsupportedEngine[] {
  const refused = new Map<string, UnsupportedEngine>();
  for (const target of targets) {
    const refusal = unsupportedReason(facts, target);
    if (!refusal) continue;
    const { engine: runtime, device } = target;
    const key = JSON.stringify([runtime, refusal]);
    const known = refused.get(key);
    refused.set(key, { runtime, devices: known ? [...known.devices, device] : [device], refusal });
  }
  return [...refused.values()];
}

function candidateFor(place: Setup, facts: ModelFacts, profile: DeviceProfile, options: RecommendOptions): Candidate {
  const { runtime, device, threads } = place;
  const { contextLength, earlier = [], text } = options;
  const request = { runtime, device, ...(contextLength !== undefined && { contextLength }) };
  // A model counts once, by its latest run, however often it was measured.
  const latest = new Map<string, number>();
  for (const known of earlier) {
    const isSame =
      known.runtime === runtime && known.device === device && (!isTextOnWasm(place) || known.basis === 'kernels');
    if (isSame && !latest.has(known.model)) latest.set(known.model, known.ratio);
  }
  const earlierRatios = [...latest.values()];
  return {
    runtime,
    device,
    threads,
    fit: fit(facts, profile, request),
    forecast: forecast(facts, profile, { ...place, earlierRatios, ...(text && { text }) }),
  };
}

type Setup = Pick<Candidate, 'runtime' | 'device' | 'threads'>;

function placesOf({ engine, device }: Target, facts: ModelFacts, profile: DeviceProfile): Setup[] {
  const onThreads = (threads: number): Setup => ({ runtime: engine, device, threads });
  if (device === 'wasm') return threadsOn(engine, profile).map(onThreads);
  const isThere = device === 'webgl' || (device === 'webgpu' && profile.gpu && !lacksHalf(facts, profile));
  return isThere ? [onThreads(1)] : [];
}

/**
 * All threads and one, and for language models others that were measured, since all are not always the fastest. Those
 * that the device was fastest with come first: they decide where there is no forecast.
 */
function threadsOn(runtime: EngineId, profile: DeviceProfile): number[] {
  if (engineCosts[runtime].parallelShare === 0) return [1];
  const { kind } = engines[runtime];
  const { threads, textKernels = [] } = profile;
  const measured = kind === 'text' ? textKernels.map((kernel) => kernel.threads) : [];
  const fastest = fastestThreadCount(profile, kind) ?? threads;
  return [...new Set([fastest, threads, 1, ...measured.filter((count) => count < threads)])];
}

/** Whether the GPU lacks the 16-bit arithmetic that an MLC model is compiled for: `q4f16_1` is, `q4f32_1` is not. */
const lacksHalf = (facts: ModelFacts, profile: DeviceProfile): boolean =>
  facts.format === 'mlc' && /f16/.test(facts.quantisation.name ?? '') && profile.gpu?.hasHalf === false;

const rank = ({ fit }: Candidate): number => ['fits', 'unknown', 'tight', 'does-not-fit'].indexOf(fit.verdict);
/** Sorts after every known time. */
const unknownMs = Number.MAX_VALUE;
const expectedMs = ({ forecast }: Candidate): number => (forecast.known ? forecast.expectedMs : unknownMs);
/** One run, or of a language model the whole prompt and answer, whose tokens count alike where no others are known. */
function workMs(candidate: Candidate): number {
  const { forecast } = candidate;
  if (!forecast.known || forecast.per === 'run') return expectedMs(candidate);
  const { promptTokens, tokens } = forecast.text ?? defaultTextWork;
  return promptTokens * (forecast.prompt ?? forecast).expectedMs + tokens * forecast.expectedMs;
}
const reason = (code: Reason['code'], facts: Reason['facts'] = {}): Reason => ({ code, facts });

function reasonsFor(
  best: Candidate | null,
  candidates: readonly Candidate[],
  { format }: Pick<ModelFacts, 'format'>,
): Reason[] {
  const closest = candidates[0];
  if (!best) {
    return closest
      ? [reason('nothing-fits', { needBytes: closest.fit.needLowBytes, limitBytes: closest.fit.limits[0]?.bytes ?? 0 })]
      : [];
  }
  const isOnlyEngine = candidates.every(({ runtime }) => runtime === best.runtime);
  const reasons = isOnlyEngine ? [reason('only-engine', { runtime: best.runtime, format })] : [];
  const others = candidates.filter((other) => other !== best && other.fit.verdict !== 'does-not-fit');
  if (others.length === 0) return [...reasons, reason('only-candidate', { verdict: best.fit.verdict })];
  const next = others.reduce((least, other) => (workMs(other) < workMs(least) ? other : least));
  const [ms, nextMs] = [expectedMs(best), expectedMs(next)];
  if (ms === unknownMs || nextMs === unknownMs) return reasons;
  const isSlower = workMs(next) < workMs(best);
  return [...reasons, isSlower ? reason('safest', { ms, fasterMs: nextMs }) : reason('fastest', { ms, nextMs })];
}

function changesFor(
  best: Candidate | null,
  candidates: readonly Candidate[],
  facts: ModelFacts,
  profile: DeviceProfile,
): Reason[] {
  const changes: Reason[] = [];
  const usesGpu = targetsFor(facts.format).some(({ device }) => device === 'webgpu');
  if (usesGpu && !profile.gpu) changes.push(reason('no-gpu'));
  const hasWebgl = candidates.some(({ device, fit }) => device === 'webgl' && fit.verdict !== 'does-not-fit');
  if (hasWebgl && !profile.gpu?.software) changes.push(reason('webgl-unmeasured'));
  if (usesGpu && profile.gpu?.software) changes.push(reason('software-gpu'));
  if (lacksHalf(facts, profile)) changes.push(reason('needs-half'));
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
