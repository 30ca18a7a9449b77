import type { DeviceId, EngineId } from '#core/engines.ts';
import type { ModelFacts } from '#core/facts.ts';
import { hasFreePicture } from '#formats/picture-size.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts, usesFloat32Convolutions } from './engine-costs.ts';
import { workOf, type WorkClass } from './node-work.ts';

interface ForecastRequest {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /**
   * Measured time over expected time of earlier runs on this device with this runtime, one for each model: the app's
   * own record of its errors. From three models on they set the range, and from ten on they may narrow it.
   */
  readonly earlierRatios?: readonly number[];
}

/** `memory`: reading weights; `call`: what a run or a token costs whatever the model computes. */
export type WorkKind = WorkClass | 'memory' | 'call';

export type Forecast =
  | {
      readonly known: true;
      /** One run of the graph, or one generated token. */
      readonly per: 'run' | 'token';
      readonly expectedMs: number;
      readonly lowMs: number;
      readonly highMs: number;
      /** Where the expected time goes, largest first. */
      readonly groups: readonly { readonly kind: WorkKind; readonly ms: number }[];
      /** What the range rests on: our calibration of this engine, its own record, or neither. */
      readonly basis: 'calibrated' | 'record' | 'uncalibrated';
      /** What one run is, as the facts state it: which sizes free dimensions were given. */
      readonly runIs: string;
    }
  | { readonly known: false; readonly why: 'no-costs' | 'sizes-free' | 'shapes-unknown' | 'device-not-measured' };

/**
 * How far measured times lie from expected ones, either way. Calibrated: onnxruntime-web on wasm, one thread, where the
 * 19 models of `forecast-measured.long.test.ts` took 0.73 to 1.55 of what is expected in three runs (Node 24, 2 cores, load
 * averages of 3 to 12). The other engines share the roofline but not the calibration. A call has the wide range on
 * every engine: most of it is JavaScript, measured in one browser, and the speed of wasm does not tell that of script.
 */
const spread = { calibrated: 1.8, uncalibrated: 4 };
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
/** Share of nodes of unknown cost up to which they are left out; above, there is no forecast. Chosen. */
const maxUnknown = 1 / 20;

/**
 * How long one run will take, from the graph's costs and this device's measured speeds alone: for each node the larger
 * of arithmetic and memory traffic (the roofline of Williams et al. 2009), summed, and the time to start each node and
 * the run. Starting is the work of one thread, however many compute.
 */
export function forecast(facts: ModelFacts, profile: DeviceProfile, request: ForecastRequest): Forecast {
  const gflops = speedOf(profile, request);
  const { gflopsOneThread } = profile;
  if (gflops === null || gflopsOneThread === null) return { known: false, why: 'device-not-measured' };
  const { start } = engineCosts[request.runtime];
  if (facts.nodes.length === 0 || start === null) return { known: false, why: 'no-costs' };
  if (facts.flops === null && facts.inputs.some(hasFreePicture)) return { known: false, why: 'sizes-free' };
  const startMs = start.nodeOperations / (gflopsOneThread * 1e6) + dispatchMs(profile, request);
  const groups = new Map<WorkKind, number>();
  let unknown = 0;
  for (const node of facts.nodes) {
    const work = workOf(node, usesFloat32Convolutions(request.runtime, request.device));
    if (!work) {
      unknown++;
      continue;
    }
    const arithmeticMs = work.operations / (gflops * 1e6);
    // Weights are read from memory; activations of the size of a cache are not.
    const memoryMs = profile.copyBytesPerS === null ? 0 : (node.weightBytes / profile.copyBytesPerS) * 1000;
    const kind = memoryMs > arithmeticMs ? 'memory' : work.kind;
    const ms = Math.max(memoryMs, arithmeticMs) + (work.kind === 'absent' ? 0 : startMs);
    groups.set(kind, (groups.get(kind) ?? 0) + ms);
  }
  if (unknown / facts.nodes.length > maxUnknown) return { known: false, why: 'shapes-unknown' };
  const graphMs = [...groups.values()].reduce((sum, ms) => sum + ms, 0);
  const callMs = start.callOperations / (gflopsOneThread * 1e6);
  const rows = [...groups.set('call', callMs)].map(([kind, ms]) => ({ kind, ms })).filter(({ ms }) => ms > 0);
  return {
    known: true,
    per: facts.nodes.some(({ operator }) => operator === 'Layer') ? 'token' : 'run',
    groups: rows.sort((a, b) => b.ms - a.ms),
    runIs: facts.flopsBasis,
    ...rangeOf(graphMs, callMs, request),
  };
}

function rangeOf(graphMs: number, callMs: number, { runtime, device, earlierRatios = [] }: ForecastRequest) {
  const expectedMs = graphMs + callMs;
  if (earlierRatios.length < minModels.move) {
    const basis = runtime === 'ort' && device === 'wasm' ? ('calibrated' as const) : ('uncalibrated' as const);
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

function speedOf(profile: DeviceProfile, { device, threads }: ForecastRequest): number | null {
  if (device === 'webgl') return null; // the same GPU, but slower; how much was not measured
  if (device === 'webgpu') return profile.gpu?.gflops ?? null;
  return threads > 1 ? profile.gflopsThreads : profile.gflopsOneThread;
}

/** Milliseconds per node: a GPU gets each one by a dispatch of its own. */
const dispatchMs = (profile: DeviceProfile, { device }: ForecastRequest): number =>
  device === 'webgpu' ? (profile.gpu?.dispatchMs ?? 0) : 0;
