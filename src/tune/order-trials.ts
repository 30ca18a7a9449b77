import { devices } from '#core/engine/engines.ts';
import type { EngineLimit } from '#planner/engine-limits/engine-limit.ts';
import type { Candidate } from '#planner/rank-candidates.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { Trial } from './configuration.ts';

/** The reason that a configuration is not measured: a code and its facts. */
export type ExclusionReason =
  /** The header of the model shows that the engine does not support it. */
  | { readonly code: 'engine-limit'; readonly limit: EngineLimit }
  /** The device has no GPU that the page can use. */
  | { readonly code: 'no-gpu' }
  | { readonly code: 'does-not-fit'; readonly needBytes: number; readonly limitBytes: number }
  /** The lower end of its forecast is above the upper end of the best one. */
  | { readonly code: 'forecast-slower'; readonly lowMs: number; readonly bestMs: number };

export interface Exclusion {
  readonly trial: Trial;
  readonly reason: ExclusionReason;
}

export interface OrderedTrials {
  /** The most promising first. */
  readonly trials: readonly Trial[];
  readonly excluded: readonly Exclusion[];
}

/** The relevant part of the planner's recommendation; forecasts exist only for targets of the page. */
type Forecasts = Pick<Recommendation, 'candidates' | 'unsupported'>;

/**
 * Orders the trials by the planner's forecasts, fastest first, and excludes those that it expects to fail or to be
 * certainly slower. The planner cannot forecast effects of settings, so trials that differ only in settings keep
 * their order. Trials without a forecast follow those with the same number of changes.
 * @param hasGpu whether the page can use a GPU
 * @param forecasts `null` if the device was busy while it was measured, or if the header could not be read
 */
export function orderTrials(
  trials: readonly Trial[],
  { hasGpu, forecasts }: { readonly hasGpu: boolean; readonly forecasts: Forecasts | null },
): OrderedTrials {
  const excluded: Exclusion[] = [];
  const rated = trials.flatMap((trial) => {
    const candidate = forecasts && findCandidate(trial, forecasts.candidates);
    const reason = findReason(trial, hasGpu, forecasts);
    if (reason) excluded.push({ trial, reason });
    return reason ? [] : { trial, ms: candidate?.forecast.known ? candidate.forecast.expectedMs : Infinity };
  });
  const countChanges = ({ trial: { configuration } }: (typeof rated)[number]) =>
    Object.keys(configuration.settings).length + Number(configuration.batch !== undefined);
  const ordered = rated.toSorted((a, b) => countChanges(a) - countChanges(b) || compare(a.ms, b.ms));
  return { trials: ordered.map(({ trial }) => trial), excluded };
}

function findReason(trial: Trial, hasGpu: boolean, forecasts: Forecasts | null): ExclusionReason | null {
  const { host, engine, device } = trial.configuration;
  if (host !== 'page') return null;
  if (!hasGpu && devices[device].isGpu) return { code: 'no-gpu' };
  if (!forecasts) return null;
  const unsupported = forecasts.unsupported.find((other) => other.engine === engine && other.devices.includes(device));
  if (unsupported) return { code: 'engine-limit', limit: unsupported.limit };
  const candidate = findCandidate(trial, forecasts.candidates);
  return candidate ? findForecastReason(candidate, forecasts) : null;
}

/** Finds the forecast of a trial; there are forecasts only for one and for all threads. */
function findCandidate({ configuration }: Trial, candidates: readonly Candidate[]): Candidate | undefined {
  const { host, engine, device, threads } = configuration;
  if (host !== 'page') return undefined;
  return candidates.find(
    (other) => other.engine === engine && other.device === device && (threads === null || other.threads === threads),
  );
}

function findForecastReason({ fit, forecast }: Candidate, { candidates }: Forecasts): ExclusionReason | null {
  const [limit] = fit.limits;
  if (fit.verdict === 'does-not-fit' && limit)
    return { code: 'does-not-fit', needBytes: fit.needLowBytes, limitBytes: limit.bytes };
  const bestMs = Math.min(
    ...candidates.map((candidate) => (candidate.forecast.known ? candidate.forecast.highMs : Infinity)),
  );
  if (forecast.known && forecast.lowMs > bestMs) return { code: 'forecast-slower', lowMs: forecast.lowMs, bestMs };
  return null;
}

/** Compares numbers, including equal infinities, whose difference would be NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
