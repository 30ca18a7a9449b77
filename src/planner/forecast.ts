import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { engineCosts, usesFloat32Convolutions } from './engine-costs.ts';
import type { Forecast, ForecastRequest, WorkKind } from './forecast-result.ts';
import { computeForecastRange, spreads } from './forecast-range.ts';
import { forecastText, isTextOnWasm } from './forecast-text.ts';
import { computeNodeWork } from './node-work.ts';

/** Maximum fraction of ignored nodes of unknown cost; above it there is no forecast. Heuristic, not measured. */
const maxUnknownFraction = 1 / 20;

/** Control-flow operators of ONNX, TFLite and TensorFlow, whose subgraphs and iterations are decided at run time. */
const controlFlowPattern = /^(If|Loop|Scan|SequenceMap|IF|WHILE|While|StatelessIf|StatelessWhile)$/;

/**
 * Forecasts the time of one run from the costs of the graph and the measured speeds of this device. It sums the larger
 * of arithmetic and memory time of each node (the roofline model of Williams et al. 2009) and the time to start the
 * nodes and the run, which uses a single thread.
 */
export function forecastModel(facts: ModelFacts, profile: DeviceProfile, request: ForecastRequest): Forecast {
  if (isTextOnWasm(request)) return forecastText(facts, profile, request);
  const gflops = findMeasuredSpeed(profile, request);
  const { gflopsOneThread } = profile;
  if (gflops === null || gflopsOneThread === null) return { known: false, reason: 'device-not-measured' };
  const { start, calibration } = engineCosts[request.engine];
  if (facts.nodes.length === 0 || start === null) return { known: false, reason: 'no-costs' };
  if (facts.nodes.some(({ operator }) => controlFlowPattern.test(operator)))
    return { known: false, reason: 'control-flow' };
  if (facts.flops === null && hasFreeSize(facts.flopsBasis)) return { known: false, reason: 'sizes-free' };
  const startMs = start.nodeOperations / (gflopsOneThread * 1e6) + getDispatchMs(profile, request);
  const isCalibrated = calibration !== null && request.device === 'wasm';
  const groups = new Map<WorkKind, number>();
  let unknownCount = 0;
  for (const node of facts.nodes) {
    const work = computeNodeWork(node, usesFloat32Convolutions(request.engine, request.device));
    if (!work) {
      unknownCount++;
      continue;
    }
    const arithmeticMs = (work.operations / (gflops * 1e6)) * (isCalibrated ? calibration.factor : 1);
    // Weights are read from memory; activations that fit the cache are not.
    const memoryMs = profile.copyBytesPerS === null ? 0 : (node.weightBytes / profile.copyBytesPerS) * 1000;
    const kind = memoryMs > arithmeticMs ? 'memory' : work.kind;
    const ms = Math.max(memoryMs, arithmeticMs) + (work.kind === 'absent' ? 0 : startMs);
    groups.set(kind, (groups.get(kind) ?? 0) + ms);
  }
  if (unknownCount / facts.nodes.length > maxUnknownFraction) return { known: false, reason: 'shapes-unknown' };
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

/** Returns the dispatch time per node in milliseconds. Each node is a separate GPU dispatch. */
const getDispatchMs = (profile: DeviceProfile, { device }: ForecastRequest): number =>
  device === 'webgpu' ? (profile.gpu?.dispatchMs ?? 0) : 0;
