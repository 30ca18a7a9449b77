import type { DeviceId, PageEngineId } from '#core/engine/engines.ts';
import type { Fit } from './fit.ts';
import { defaultTextWork, type Forecast } from './forecast-result.ts';

/** A setup with what is predicted of it: whether the model fits, and how fast it runs. */
export interface Candidate {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly fit: Fit;
  readonly forecast: Forecast;
}

/**
 * The best first: by whether the model fits, then by the forecast, unless the speeds of the device are not reliable.
 * @param hasReliableSpeeds whether the device was not busy while it was measured
 */
export function rankCandidates(candidates: readonly Candidate[], hasReliableSpeeds: boolean): Candidate[] {
  return candidates.toSorted(
    (a, b) => fitRank(a) - fitRank(b) || (hasReliableSpeeds ? getWorkMs(a) - getWorkMs(b) : 0),
  );
}

const fitRank = ({ fit }: Candidate): number => ['fits', 'unknown', 'tight', 'does-not-fit'].indexOf(fit.verdict);
/** Sorts after every known time. */
export const unknownMs = Number.MAX_VALUE;
const getExpectedMs = ({ forecast }: Candidate): number => (forecast.known ? forecast.expectedMs : unknownMs);
/** One run, or the whole prompt and answer of a language model; prompt tokens count as generated ones if unknown. */
export function getWorkMs(candidate: Candidate): number {
  const { forecast } = candidate;
  if (!forecast.known || forecast.per === 'run') return getExpectedMs(candidate);
  const { promptTokens, tokens } = forecast.text ?? defaultTextWork;
  return promptTokens * (forecast.prompt ?? forecast).expectedMs + tokens * forecast.expectedMs;
}
