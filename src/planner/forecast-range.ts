/** What a range rests on: our calibration of an engine, kernels measured on this device, the app's own record, or neither. */
export type ForecastBasis = 'calibrated' | 'kernels' | 'record' | 'uncalibrated';

/** How far measured times lie from expected ones, as ratios of 1 or more. */
export interface Spread {
  readonly below: number;
  readonly above: number;
}

/**
 * Kernels: wllama, where SmolLM2-135M (Q4_1, Q8_0, F16), Gemma 3 270M and stories260K took 0.71 to 1.28 of what is expected
 * on one thread of a quiet machine. A call has the wide range on every engine: most of it is JavaScript, measured in one
 * browser, and the speed of wasm does not predict that of script. Engines' own: `engine-costs.ts`.
 */
export const spreads = { kernels: { below: 1.6, above: 1.6 }, uncalibrated: { below: 4, above: 4 } } as const;
/**
 * From how many models on the record moves a forecast, and from how many on it may narrow the range: a few models may
 * have similar errors by chance. Chosen.
 */
const minModels = { move: 3, narrow: 10 };
/**
 * How far the range of a record goes beyond its largest error, since the next one may be larger still: half as far
 * again as a ratio (to the power of 1.5), and a tenth on top. Chosen.
 */
const beyondRecord = (error: number): number => error ** 1.5 * 1.1;

/** What is expected for the work and for starting it, in milliseconds, and what the first rests on. */
interface Expected {
  readonly graphMs: number;
  readonly callMs: number;
  readonly spread: Spread;
  readonly basis: Exclude<ForecastBasis, 'record'>;
}

export function bandOf({ graphMs, callMs, spread }: Omit<Expected, 'basis'>) {
  const call = spreads.uncalibrated;
  return {
    expectedMs: graphMs + callMs,
    lowMs: graphMs / spread.below + callMs / call.below,
    highMs: graphMs * spread.above + callMs * call.above,
  };
}

/** @param earlierRatios measured over expected time of earlier runs, one for each model */
export function rangeOf(expected: Expected, earlierRatios: readonly number[] = []) {
  const { graphMs, callMs, spread, basis } = expected;
  if (earlierRatios.length < minModels.move) return { ...bandOf(expected), basis };
  const ratios = [...earlierRatios].sort((a, b) => a - b);
  const middle = ratios[ratios.length >> 1] ?? 1;
  const [least, most] = [ratios[0] ?? 1, ratios.at(-1) ?? 1];
  const below = beyondRecord(middle / least);
  const above = beyondRecord(most / middle);
  const call = spreads.uncalibrated;
  // A record of few models narrows the wide range of an uncalibrated engine, but none below that of a calibrated one.
  const isFew = ratios.length < minModels.narrow;
  const measured = basis === 'uncalibrated' ? spreads.kernels : spread;
  const atLeast = isFew ? { ...measured, call } : { below: 1, above: 1, call: { below: 1, above: 1 } };
  return {
    expectedMs: (graphMs + callMs) * middle,
    lowMs: middle * (graphMs / Math.max(below, atLeast.below) + callMs / Math.max(below, atLeast.call.below)),
    highMs: middle * (graphMs * Math.max(above, atLeast.above) + callMs * Math.max(above, atLeast.call.above)),
    basis: 'record' as const,
  };
}
