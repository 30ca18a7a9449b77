import { type DeviceId, type EngineId, type PageEngineId, type PageTarget } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { listSetups, type Setup } from './candidate-setups.ts';
import type { DeviceProfile } from './device-profile.ts';
import type { EngineLimit } from './engine-limits/engine-limit.ts';
import { findEngineLimit } from './engine-limits/index.ts';
import { fit } from './fit.ts';
import { forecastModel } from './forecast.ts';
import type { ForecastBasis } from './forecast-range.ts';
import type { TextWork } from './forecast-result.ts';
import { isTextOnWasm } from './forecast-text.ts';
import { rankCandidates, type Candidate } from './rank-candidates.ts';
import { recommendTargets } from './recommended-targets.ts';
import { listChanges, createReason, listReasons, type RecommendationReason } from './recommendation-reasons.ts';

/** Devices on which an engine does not support the model, and the reason. */
export interface UnsupportedEngine {
  readonly engine: PageEngineId;
  readonly devices: readonly [DeviceId, ...DeviceId[]];
  readonly limit: EngineLimit;
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
  const targets = recommendTargets(facts);
  if (targets.length === 0) {
    const reasons = [createReason('no-engine', { format: facts.format })];
    return { best: null, candidates: [], unsupported: [], reasons, changes: [] };
  }
  const unsupported = groupUnsupportedEngines(targets, facts);
  const supportedTargets = targets.filter((target) => findEngineLimit(facts, target) === null);
  const setups = supportedTargets.flatMap((target) => listSetups(target, facts, profile));
  const candidates = rankCandidates(
    setups.map((setup) => assessCandidate(setup, facts, profile, options)),
    !profile.isDisturbed,
  );
  const best = candidates.find((candidate) => candidate.fit.verdict !== 'does-not-fit') ?? null;
  return {
    best,
    candidates,
    unsupported,
    reasons: listReasons(best, candidates, facts, profile),
    // No other device would help a model that no engine supports.
    changes: supportedTargets.length === 0 ? [] : listChanges(best, candidates, facts, profile),
  };
}

/** Groups the devices that an engine does not support for the same reason. */
function groupUnsupportedEngines(targets: readonly PageTarget[], facts: ModelFacts): UnsupportedEngine[] {
  const groups = new Map<string, UnsupportedEngine>();
  for (const target of targets) {
    const limit = findEngineLimit(facts, target);
    if (!limit) continue;
    const { engine, device } = target;
    const key = JSON.stringify([engine, limit]);
    const group = groups.get(key);
    groups.set(key, { engine, devices: group ? [...group.devices, device] : [device], limit });
  }
  return [...groups.values()];
}

function assessCandidate(
  setup: Setup,
  facts: ModelFacts,
  profile: DeviceProfile,
  options: RecommendOptions,
): Candidate {
  const { engine, device, threads } = setup;
  const { contextLength, earlier = [], text } = options;
  const request = { engine, device, ...(contextLength !== undefined && { contextLength }) };
  // A model counts once, by its latest run, regardless of how often it was measured.
  const latest = new Map<string, number>();
  for (const record of earlier) {
    const isComparable =
      record.engine === engine && record.device === device && (!isTextOnWasm(setup) || record.basis === 'kernels');
    if (isComparable && !latest.has(record.model)) latest.set(record.model, record.ratio);
  }
  const earlierRatios = [...latest.values()];
  return {
    engine,
    device,
    threads,
    fit: fit(facts, profile, request),
    forecast: forecastModel(facts, profile, { ...setup, earlierRatios, ...(text && { text }) }),
  };
}
