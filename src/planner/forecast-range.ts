/** What a range rests on: our calibration of an engine, kernels measured on this device, the app's own record, or neither. */
export type ForecastBasis = 'calibrated' | 'kernels' | 'record' | 'uncalibrated';

/**
 * How far measured times lie from expected ones, either way. Calibrated: onnxruntime-web on wasm, one thread, where the
 * 19 models of `forecast-measured.long.test.ts` took 0.73 to 1.55 of what is expected in three runs (Node 24, 2 cores, load
 * averages of 3 to 12). Kernels: wllama, where SmolLM2-135M (Q4_1, Q8_0,
 * F16), Gemma 3 270M and stories260K took 0.71 to 1.28 of what is expected on one thread (`workers/text-forecast.browser.test.ts`). The other engines share the
 * roofline but not the calibration. A call has the wide range on every engine: most of it is JavaScript, measured in one
 * browser, and the speed of wasm does not predict that of script.
 */
export const spread = { calibrated: 1.8, kernels: 1.6, uncalibrated: 4 };
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

/**
 * @param graphMs expected for the work
 * @param callMs expected for starting it
 * @param earlierRatios measured over expected time of earlier runs, one for each model
 */
export function rangeOf(
  graphMs: number,
  callMs: number,
  basis: Exclude<ForecastBasis, 'record'>,
  earlierRatios: readonly number[] = [],
) {
  const expectedMs = graphMs + callMs;
  if (earlierRatios.length < minModels.move) {
    const lowMs = graphMs / spread[basis] + callMs / spread.uncalibrated;
    const highMs = graphMs * spread[basis] + callMs * spread.uncalibrated;
    return { expectedMs, lowMs, highMs, basis };
  }
  const ratios = [...earlierRatios].sort((a, b) => a - b);
  const middle = ratios[ratios.length >> 1] ?? 1;
  const [least, most] = [ratios[0] ?? 1, ratios.at(-1) ?? 1];
  const below = beyondRecord(middle / least);
  const above = beyondRecord(most / middle);
  const atLeast =
    ratios.length < minModels.narrow ? { graph: spread.calibrated, call: spread.uncalibrated } : { graph: 1, call: 1 };
  return {
    expectedMs: expectedMs * middle,
    lowMs: middle * (graphMs / Math.max(below, atLeast.graph) + callMs / Math.max(below, atLeast.call)),
    highMs: middle * (graphMs * Math.max(above, atLeast.graph) + callMs * Math.max(above, atLeast.call)),
    basis: 'record' as const,
  };
}
