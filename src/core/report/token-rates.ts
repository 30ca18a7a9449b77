import type { SteadyState } from './steady-state.ts';
import type { TextCell } from './text-report.ts';

/** Computes tokens per second from times per token. */
export function computeTokenRates({
  medianMs,
  meanMs,
  meanCi95Ms,
}: SteadyState): Pick<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'> {
  const toPerSecond = (ms: number) => 1000 / ms;
  return {
    medianTokensPerS: toPerSecond(medianMs),
    // If the interval of times includes 0, the rate has no upper bound.
    tokensPerSCi95:
      meanCi95Ms === null || meanCi95Ms >= meanMs
        ? null
        : [toPerSecond(meanMs + meanCi95Ms), toPerSecond(meanMs - meanCi95Ms)],
  };
}
