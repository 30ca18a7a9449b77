import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts, usesFloat32Convolutions } from './engine-costs.ts';
import type { Forecast, ForecastRequest, WorkKind } from './forecast-result.ts';
import { computeForecastRange, spreads } from './forecast-range.ts';
import { forecastText, isTextOnWasm } from './forecast-text.ts';
import { computeNodeWork } from './node-work.ts';

/** Maximum fraction of nodes of unknown cost, which are ignored; with more there is no forecast. Heuristic. */
const maxUnknown = 1 / 20;

/** Operators of ONNX, TFLite and TensorFlow that run another graph: which one, or how often, is decided at run time. */
const controlFlow = /^(If|Loop|Scan|SequenceMap|IF|WHILE|While|StatelessIf|StatelessWhile)$/;

/**
 * Forecasts the time of one run from the graph's costs and this device's measured speeds: for each node the larger of
 * arithmetic and memory time (the roofline model of Williams et al. 2009), summed, plus the time to start each node and
 * the run. Starting takes one thread, regardless of the number that compute.
 */
export function forecastModel(facts: ModelFacts, profile: DeviceProfile, request: ForecastRequest): Forecast {
  if (isTextOnWasm(request)) return forecastText(facts, profile, request);
  const gflops = findMeasuredSpeed(profile, request);
  const { gflopsOneThread } = profile;
  if (gflops === null || gflopsOneThread === null) return { known: false, reason: 'device-not-measured' };
  const { start, calibration } = engineCosts[request.engine];
  if (facts.nodes.length === 0 || start === null) return { known: false, reason: 'no-costs' };
  if (facts.nodes.some(({ operator }) => controlFlow.test(operator))) return { known: false, reason: 'control-flow' };
  if (facts.flops === null && hasFreeSize(facts.flopsBasis)) return { known: false, reason: 'sizes-free' };
  const startMs = start.nodeOperations / (gflopsOneThread * 1e6) + dispatchMs(profile, request);
  const isCalibrated = calibration !== null && request.device === 'wasm';
  const groups = new Map<WorkKind, number>();
  let unknown = 0;
  for (const node of facts.nodes) {
    const work = computeNodeWork(node, usesFloat32Convolutions(request.engine, request.device));
    if (!work) {
      unknown++;
      continue;
    }
    const arithmeticMs = (work.operations / (gflops * 1e6)) * (isCalibrated ? calibration.factor : 1);
    // Weights are read from memory; activations that fit the cache are not.
    const memoryMs = profile.copyBytesPerS === null ? 0 : (node.weightBytes / profile.copyBytesPerS) * 1000;
    const kind = memoryMs > arithmeticMs ? 'memory' : work.kind;
    const ms = Math.max(memoryMs, arithmeticMs) + (work.kind === 'absent' ? 0 : startMs);
    groups.set(kind, (groups.get(kind) ?? 0) + ms);
  }
  if (unknown / facts.nodes.length > maxUnknown) return { known: false, reason: 'shapes-unknown' };
  const graphMs = [...groups.values()].reduce((sum, ms) => sum + ms, 0);
  const callMs = start.callOperations / (gflopsOneThread * 1e6);
  const basisAndSpread = isCalibrated
    ? ({ basis: 'calibrated', spread: calibration } as const)
    : ({ basis: 'uncalibrated', spread: spreads.uncalibrated } as const);
  const rows = [...groups.set('call', callMs)].map(([kind, ms]) => ({ kind, ms })).filter(({ ms }) => ms > 0);
  return {
    known: true,
    per: facts.nodes.some(({ operator }) => operator === 'Layer') ? 'token' : 'run',
    groups: rows.sort((a, b) => b.ms - a.ms),
    runIs: facts.flopsBasis,
    ...computeForecastRange({ graphMs, callMs, ...basisAndSpread }, request.earlierRatios),
  };
}

function hasFreeSize(basis: FlopsBasis): boolean {
  if (basis.code === 'per-part') return basis.of.some(hasFreeSize);
  return basis.code === 'image-size-free' || basis.code === 'input-size-free';
}

function findMeasuredSpeed(profile: DeviceProfile, { engine, device, threads }: ForecastRequest): number | null {
  if (device === 'webgl') return null; // the same GPU, but slower by an unmeasured factor
  if (device === 'webgpu') return profile.gpu?.gflops ?? null;
  const { gflopsOneThread, gflopsThreads } = profile;
  const { parallelFraction } = engineCosts[engine];
  if (threads === 1 || parallelFraction === 0 || gflopsOneThread === null) return gflopsOneThread;
  // Amdahl's law; matrix products are fully parallel.
  return gflopsThreads && 1 / ((1 - parallelFraction) / gflopsOneThread + parallelFraction / gflopsThreads);
}

/** Milliseconds per node: each one is a separate GPU dispatch. */
const dispatchMs = (profile: DeviceProfile, { device }: ForecastRequest): number =>
  device === 'webgpu' ? (profile.gpu?.dispatchMs ?? 0) : 0;
