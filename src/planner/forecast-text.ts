import { engines } from '#core/engine/engines.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile, MeasuredKernel } from './device-profile.ts';
import { engineCosts } from './engine-costs.ts';
import { computeForecastBand, computeForecastRange, spreads } from './forecast-range.ts';
import {
  defaultTextWork,
  type Forecast,
  type ForecastRequest,
  type TextWork,
  type WorkKind,
} from './forecast-result.ts';

/**
 * Cost of one multiply-add of attention, in operations of ort's float32 matrix product on one thread: llama.cpp
 * converts every 16-bit key and value separately. Measured on wllama 3.8.1 (Chromium 156, 33.5 GFLOP/s): SmolLM2-135M
 * and Gemma 3 270M took 2.0 to 2.3 ns for generated tokens, at 100 to 220 tokens of context; a prompt shares the
 * conversions.
 */
const attentionOperations = { generation: 70, prompt: 5 };

/**
 * Cost of reading an uncached weight byte, in the same operations, in addition to the time of the small measured model.
 * Measured range on that device: 0 (Q6_K, F16) to 0.24 ns (Q8_0). Weights of up to `cachedBytes` are assumed to stay in
 * the cache.
 */
const readOperations = 3;
const cachedBytes = 32 * 2 ** 20;

/**
 * Cost of a weight if no kernel was measured: the geometric mean of the types measured on that device, from 0.22 (Q4_K)
 * to 0.9 ns (BF16), which the wide range covers.
 */
const unmeasuredOperations = 15;

/**
 * Up to this fraction of the weights, unmeasured types are assumed to be as fast as the others. Heuristic, not
 * measured.
 */
const maxUnmeasuredFraction = 0.1;

/** Whether a language model runs on wasm, where its speed depends on the type of its weights. */
export function isTextOnWasm({ engine, device }: Pick<ForecastRequest, 'engine' | 'device'>): boolean {
  return engines[engine].kind === 'text' && device === 'wasm';
}

/**
 * Forecasts prompt processing and generation, each as the time of the weights by type plus the time of attention. The
 * time per weight was measured with a small model on this device (`device/text-kernels.ts`). A prompt uses the output
 * matrix only once.
 */
export function forecastText(facts: ModelFacts, profile: DeviceProfile, request: ForecastRequest): Forecast {
  const { gflopsOneThread } = profile;
  const { start } = engineCosts[request.engine];
  if (gflopsOneThread === null) return { known: false, reason: 'device-not-measured' };
  if (facts.nodes.length === 0 || start === null) return { known: false, reason: 'no-costs' };
  const { text = defaultTextWork, threads } = request;
  const toMs = (operations: number) => operations / (gflopsOneThread * 1e6);
  const callMs = toMs(start.callOperations);
  const layers = facts.nodes.filter(({ name }) => name !== 'output');
  const output = facts.nodes.filter(({ name }) => name === 'output');
  const computeNs = computeWeightTimes(sumWeights(facts.nodes), profile, threads, callMs);
  const fraction = computeThreadFraction(profile, threads);
  const multiplyAdds = countAttentionMultiplyAdds(facts, text);
  const layersMs = toMs(start.nodeOperations * layers.length);

  const weightBytes = facts.nodes.reduce((bytes, node) => bytes + node.weightBytes, 0);
  const generation = {
    dense: computeNs.generation(sumWeights(facts.nodes)) / 1e6 + layersMs,
    memory: weightBytes > cachedBytes ? toMs(weightBytes * readOperations) * fraction.generation : 0,
    attention: toMs(multiplyAdds.generation * attentionOperations.generation) * fraction.generation,
  };
  const promptMs =
    computeNs.prompt(sumWeights(layers)) / 1e6 +
    layersMs +
    toMs(multiplyAdds.prompt * attentionOperations.prompt) * fraction.prompt +
    computeNs.generation(sumWeights(output)) / 1e6 / text.promptTokens;
  const basis = computeNs.isMeasured ? 'kernels' : 'uncalibrated';
  const spread = spreads[basis];
  const generationMs = generation.dense + generation.memory + generation.attention;
  const groups: { kind: WorkKind; ms: number }[] = [
    { kind: 'dense', ms: generation.dense },
    { kind: 'memory', ms: generation.memory },
    { kind: 'attention', ms: generation.attention },
    { kind: 'call', ms: callMs },
  ];
  return {
    known: true,
    per: 'token',
    groups: groups.filter(({ ms }) => ms > 0).sort((a, b) => b.ms - a.ms),
    runIs: facts.flopsBasis,
    ...computeForecastRange({ graphMs: generationMs, callMs, spread, basis }, request.earlierRatios),
    prompt: computeForecastBand({ graphMs: promptMs, callMs: callMs / text.promptTokens, spread }),
    text,
  };
}

type WeightsByType = ReadonlyMap<string, number>;

function sumWeights(nodes: ModelFacts['nodes']): WeightsByType {
  const sums = new Map<string, number>();
  for (const { matrixWeights = {} } of nodes) {
    for (const [type, count] of Object.entries(matrixWeights)) sums.set(type, (sums.get(type) ?? 0) + count);
  }
  return sums;
}

/**
 * Counts the multiply-adds of one token's attention: all heads of all layers over keys and values at the mean depth.
 */
function countAttentionMultiplyAdds({ architecture }: ModelFacts, { depth, promptTokens, tokens }: TextWork) {
  const { cacheElementsPerToken, heads, keyValueHeads, slidingWindow } = architecture;
  const perPosition = ((cacheElementsPerToken ?? 0) * (heads ?? 0)) / (keyValueHeads || 1);
  const limitToWindow = (positions: number) => Math.min(positions, slidingWindow ?? Infinity);
  return {
    prompt: perPosition * limitToWindow(depth + promptTokens / 2),
    generation: perPosition * limitToWindow(depth + tokens / 2),
  };
}

/** Returns functions that compute the nanoseconds per token for weights by type, on this number of threads. */
function computeWeightTimes(weightCounts: WeightsByType, profile: DeviceProfile, threads: number, callMs: number) {
  const kernels = profile.textKernels ?? [];
  const fraction = computeThreadFraction(profile, threads);
  const times = new Map<string, PhaseTimes>();
  for (const type of weightCounts.keys()) {
    const exact = kernels.find((kernel) => kernel.type === type && kernel.threads === threads);
    const onOneThread = kernels.find((kernel) => kernel.type === type && kernel.threads === 1);
    const knownMs = [
      ...(exact ? [divideByWeight(exact, callMs)] : []),
      ...(onOneThread && fraction.isMeasured ? [scaleTimes(divideByWeight(onOneThread, callMs), fraction)] : []),
    ];
    // Other work can only slow a measurement down, so the faster one is used.
    if (knownMs.length > 0) times.set(type, knownMs.reduce(takeMinTimes));
  }
  const total = sum([...weightCounts.values()]);
  const measuredWeights = sum([...times.keys()].map((type) => weightCounts.get(type) ?? 0));
  const isMeasured = total > 0 && measuredWeights >= (1 - maxUnmeasuredFraction) * total;
  const gflops = threads > 1 ? profile.gflopsThreads : profile.gflopsOneThread;
  const assumed = unmeasuredOperations / (gflops ?? profile.gflopsOneThread ?? 1);
  const forPhase = (phase: 'prompt' | 'generation') => {
    const knownMs = sum([...times].map(([type, time]) => time[phase] * (weightCounts.get(type) ?? 0)));
    const otherMs = isMeasured ? knownMs / measuredWeights : assumed;
    return (weights: WeightsByType) =>
      sum([...weights].map(([type, count]) => count * ((isMeasured && times.get(type)?.[phase]) || otherMs)));
  };
  return { prompt: forPhase('prompt'), generation: forPhase('generation'), isMeasured };
}

/** Returns nanoseconds per weight. The start cost of a generated token is subtracted, up to half of its time. */
function divideByWeight(
  { promptMs, promptWeights, generationMs, generationWeights }: MeasuredKernel,
  callMs: number,
): PhaseTimes {
  const matricesMs = Math.max(generationMs - callMs, generationMs / 2);
  return { prompt: (promptMs * 1e6) / promptWeights, generation: (matricesMs * 1e6) / generationWeights };
}

interface PhaseTimes {
  readonly prompt: number;
  readonly generation: number;
}

const scaleTimes = (times: PhaseTimes, fraction: PhaseTimes): PhaseTimes => ({
  prompt: times.prompt * fraction.prompt,
  generation: times.generation * fraction.generation,
});
const takeMinTimes = (a: PhaseTimes, b: PhaseTimes): PhaseTimes => ({
  prompt: Math.min(a.prompt, b.prompt),
  generation: Math.min(a.generation, b.generation),
});

/**
 * Returns the time on `threads` divided by the time on one thread: the minimum over weight types measured on both,
 * otherwise the ratio of matrix product times.
 */
function computeThreadFraction({ textKernels = [], gflopsOneThread, gflopsThreads }: DeviceProfile, threads: number) {
  if (threads === 1) return { prompt: 1, generation: 1, isMeasured: true };
  const fractions = textKernels.flatMap((multiThread): PhaseTimes[] => {
    const singleThread = textKernels.find(({ type, threads: count }) => type === multiThread.type && count === 1);
    if (multiThread.threads !== threads || !singleThread) return [];
    return [
      {
        prompt: multiThread.promptMs / singleThread.promptMs,
        generation: multiThread.generationMs / singleThread.generationMs,
      },
    ];
  });
  if (fractions.length > 0) return { ...fractions.reduce(takeMinTimes), isMeasured: true };
  const fraction = gflopsOneThread && gflopsThreads ? gflopsOneThread / gflopsThreads : 1;
  return { prompt: fraction, generation: fraction, isMeasured: false };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
