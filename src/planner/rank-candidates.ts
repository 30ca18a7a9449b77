import type { DeviceId, PageEngineId } from '#core/engine/engines.ts';
import type { Fit } from './fit.ts';
import { defaultTextWork, type Forecast } from './forecast-result.ts';

/** A setup with its predicted fit and speed. */
export interface Candidate {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly fit: Fit;
  readonly forecast: Forecast;
}

/** The time of a candidate without a forecast. It sorts after all known times. */
export const unknownMs = Number.MAX_VALUE;

/**
 * Sorts candidates by fit, then by forecast time if the speeds of the device are reliable. The best is first.
 * @param hasReliableSpeeds whether the device was not busy while it was measured
 */
export function rankCandidates(candidates: readonly Candidate[], hasReliableSpeeds: boolean): Candidate[] {
  return candidates.toSorted(
    (a, b) => getFitRank(a) - getFitRank(b) || (hasReliableSpeeds ? getWorkMs(a) - getWorkMs(b) : 0),
  );
}

const getFitRank = ({ fit }: Candidate): number => ['fits', 'unknown', 'tight', 'does-not-fit'].indexOf(fit.verdict);

const getExpectedMs = ({ forecast }: Candidate): number => (forecast.known ? forecast.expectedMs : unknownMs);

/**
 * Returns the time of one run, or of the whole prompt and answer of a language model. Prompt tokens of unknown time
 * count as generated tokens.
 */
export function getWorkMs(candidate: Candidate): number {
  const { forecast } = candidate;
  if (!forecast.known || forecast.per === 'run') return getExpectedMs(candidate);
  const { promptTokens, tokens } = forecast.text ?? defaultTextWork;
  return promptTokens * (forecast.prompt ?? forecast).expectedMs + tokens * forecast.expectedMs;
}
