/**
 * The basis of a range: an engine's calibration, kernels measured on this device, recorded forecast errors, or none.
 */
export type ForecastBasis = 'calibrated' | 'kernels' | 'record' | 'uncalibrated';

/** Deviation of measured from expected times, as ratios of 1 or more. */
export interface ErrorBand {
  readonly below: number;
  readonly above: number;
}

/**
 * Kernels: on wllama, SmolLM2-135M (Q4_1, Q8_0, F16), Gemma 3 270M and stories260K took 0.71 to 1.28 of the expected
 * time on one thread of an idle machine. A call has the wide range on every engine: most of it is JavaScript, measured
 * in one browser, and the speed of wasm does not predict the speed of JavaScript. Calibrated engines:
 * `engine-costs.ts`.
 */
export const spreads = { kernels: { below: 1.6, above: 1.6 }, uncalibrated: { below: 4, above: 4 } } as const;
/**
 * Minimum number of recorded models to shift a forecast and to narrow its range, since a few models may have similar
 * errors by chance. Heuristic, not measured.
 */
const minModels = { shift: 3, narrow: 10 };
/**
 * Extends the largest recorded error, since the next one may be larger: to the power of 1.5, plus 10%. Heuristic, not
 * measured.
 */
export const extrapolateError = (error: number): number => error ** 1.5 * 1.1;

/** Expected milliseconds for the graph and for the call, with the basis of the former. */
interface ExpectedTime {
  readonly graphMs: number;
  readonly callMs: number;
  readonly spread: ErrorBand;
  readonly basis: Exclude<ForecastBasis, 'record'>;
}

export function computeForecastBand({ graphMs, callMs, spread }: Omit<ExpectedTime, 'basis'>) {
  const call = spreads.uncalibrated;
  return {
    expectedMs: graphMs + callMs,
    lowMs: graphMs / spread.below + callMs / call.below,
    highMs: graphMs * spread.above + callMs * call.above,
  };
}

/**
 * Computes the range of a forecast, shifted and narrowed by recorded errors if there are enough.
 * @param earlierRatios measured over expected time of earlier runs, one per model
 */
export function computeForecastRange(expected: ExpectedTime, earlierRatios: readonly number[] = []) {
  const { graphMs, callMs, spread, basis } = expected;
  if (earlierRatios.length < minModels.shift) return { ...computeForecastBand(expected), basis };
  const ratios = [...earlierRatios].sort((a, b) => a - b);
  const median = ratios[ratios.length >> 1] ?? 1;
  const [min, max] = [ratios[0] ?? 1, ratios.at(-1) ?? 1];
  const below = extrapolateError(median / min);
  const above = extrapolateError(max / median);
  const call = spreads.uncalibrated;
  // A record of few models narrows the wide range of an uncalibrated engine, but not below a calibrated engine's range.
  const isFew = ratios.length < minModels.narrow;
  const measuredSpread = basis === 'uncalibrated' ? spreads.kernels : spread;
  const minSpread = isFew ? { ...measuredSpread, call } : { below: 1, above: 1, call: { below: 1, above: 1 } };
  return {
    expectedMs: (graphMs + callMs) * median,
    lowMs: median * (graphMs / Math.max(below, minSpread.below) + callMs / Math.max(below, minSpread.call.below)),
    highMs: median * (graphMs * Math.max(above, minSpread.above) + callMs * Math.max(above, minSpread.call.above)),
    basis: 'record' as const,
  };
}
