import type { Steady, TextCell } from './report.ts';

/** Tokens per second from the times of a token. */
export function tokenRates({
  medianMs,
  meanMs,
  meanCi95Ms,
}: Steady): Pick<TextCell, 'medianTokensPerS' | 'tokensPerSCi95'> {
  const perS = (ms: number) => 1000 / ms;
  return {
    medianTokensPerS: perS(medianMs),
    // An interval of times that reaches 0 has no upper rate.
    tokensPerSCi95:
      meanCi95Ms === null || meanCi95Ms >= meanMs ? null : [perS(meanMs + meanCi95Ms), perS(meanMs - meanCi95Ms)],
  };
}
