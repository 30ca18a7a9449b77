import { engines } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { DeviceProfile, MeasuredKernel } from './device-profile.ts';
import { engineCosts } from './engine-costs.ts';
import { bandOf, rangeOf, spreads } from './forecast-range.ts';
import {
  defaultTextWork,
  type Forecast,
  type ForecastRequest,
  type TextWork,
  type WorkKind,
} from './forecast-result.ts';

/**
 * Multiply-adds of attention over the context, in operations of ort's float32 matrix product on one thread: llama.cpp
 * converts every 16-bit key and value by itself. Measured on wllama 3.8.1 (Chromium 156, 33.5 GFLOP/s): SmolLM2-135M and Gemma 3
 * 270M took 2.0 to 2.3 ns for each in generated tokens, at 100 to 220 tokens of context; a prompt shares the conversions.
 */
const attentionOperations = { generation: 70, prompt: 5 };

/**
 * Reading a byte of weights that no cache holds, in the same operations: between nothing (Q6_K, F16) and 0.24 ns (Q8_0) on
 * that device, above what the small model of the measurement takes; and below how many bytes of weights nothing.
 */
const readOperations = 3;
const cachedBytes = 32 * 2 ** 20;

/**
 * What a weight costs where no kernel was measured: the geometric middle of the types measured on that device, from 0.22
 * (Q4_K) to 0.9 ns (BF16), which the wide range covers.
 */
const unmeasuredOperations = 15;

/** Share of the weights up to which types that were not measured are taken to be as fast as the others; chosen. */
const maxUnmeasured = 0.1;

/** Language models on wasm, whose speed depends on the type of their weights. */
export function isTextOnWasm({ runtime, device }: Pick<ForecastRequest, 'runtime' | 'device'>): boolean {
  return engines[runtime].kind === 'text' && device === 'wasm';
}

/**
 * Prompt and generation, each a sum over the weights by their types, with the time per weight that a small model reached
 * on this device (`device/text-kernels.ts`), and over the attention. A prompt needs the output matrix once.
 */
export function forecastText(facts: ModelFacts, profile: DeviceProfile, request: ForecastRequest): Forecast {
  const { gflopsOneThread } = profile;
  const { start } = engineCosts[request.runtime];
  if (gflopsOneThread === null) return { known: false, why: 'device-not-measured' };
  if (facts.nodes.length === 0 || start === null) return { known: false, why: 'no-costs' };
  const { text = defaultTextWork, threads } = request;
  const msOf = (operations: number) => operations / (gflopsOneThread * 1e6);
  const callMs = msOf(start.callOperations);
  const layers = facts.nodes.filter(({ name }) => name !== 'output');
  const output = facts.nodes.filter(({ name }) => name === 'output');
  const nsOf = weightTimes(weightsOf(facts.nodes), profile, threads, callMs);
  const share = threadShare(profile, threads);
  const pairs = attentionPairs(facts, text);
  const layersMs = msOf(start.nodeOperations * layers.length);

  const weightBytes = facts.nodes.reduce((bytes, node) => bytes + node.weightBytes, 0);
  const generation = {
    dense: nsOf.generation(weightsOf(facts.nodes)) / 1e6 + layersMs,
    memory: weightBytes > cachedBytes ? msOf(weightBytes * readOperations) * share.generation : 0,
    attention: msOf(pairs.generation * attentionOperations.generation) * share.generation,
  };
  const promptMs =
    nsOf.prompt(weightsOf(layers)) / 1e6 +
    layersMs +
    msOf(pairs.prompt * attentionOperations.prompt) * share.prompt +
    nsOf.generation(weightsOf(output)) / 1e6 / text.promptTokens;
  const basis = nsOf.isMeasured ? 'kernels' : 'uncalibrated';
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
    ...rangeOf({ graphMs: generationMs, callMs, spread, basis }, request.earlierRatios),
    prompt: bandOf({ graphMs: promptMs, callMs: callMs / text.promptTokens, spread }),
    text,
  };
}

type WeightsByType = ReadonlyMap<string, number>;

function weightsOf(nodes: ModelFacts['nodes']): WeightsByType {
  const sums = new Map<string, number>();
  for (const { matrixWeights = {} } of nodes) {
    for (const [type, count] of Object.entries(matrixWeights)) sums.set(type, (sums.get(type) ?? 0) + count);
  }
  return sums;
}

/** Multiply-adds of one token's attention: every layer's heads over keys and values at the mean depth. */
function attentionPairs({ architecture }: ModelFacts, { depth, promptTokens, tokens }: TextWork) {
  const { cacheElementsPerToken, heads, keyValueHeads, slidingWindow } = architecture;
  const perPosition = ((cacheElementsPerToken ?? 0) * (heads ?? 0)) / (keyValueHeads || 1);
  const seen = (positions: number) => Math.min(positions, slidingWindow ?? Infinity);
  return {
    prompt: perPosition * seen(depth + promptTokens / 2),
    generation: perPosition * seen(depth + tokens / 2),
  };
}

/** Nanoseconds that weights of these types take, for one token on so many threads. */
function weightTimes(all: WeightsByType, profile: DeviceProfile, threads: number, callMs: number) {
  const kernels = profile.textKernels ?? [];
  const share = threadShare(profile, threads);
  const times = new Map<string, PhaseTimes>();
  for (const type of all.keys()) {
    const exact = kernels.find((kernel) => kernel.type === type && kernel.threads === threads);
    const one = kernels.find((kernel) => kernel.type === type && kernel.threads === 1);
    const known = [
      ...(exact ? [perWeight(exact, callMs)] : []),
      ...(one && share.isMeasured ? [scaled(perWeight(one, callMs), share)] : []),
    ];
    // Other programs only ever make a measurement slower: the faster one counts.
    if (known.length > 0) times.set(type, known.reduce(fasterOf));
  }
  const total = sum([...all.values()]);
  const measured = sum([...times.keys()].map((type) => all.get(type) ?? 0));
  const isMeasured = total > 0 && measured >= (1 - maxUnmeasured) * total;
  const gflops = threads > 1 ? profile.gflopsThreads : profile.gflopsOneThread;
  const assumed = unmeasuredOperations / (gflops ?? profile.gflopsOneThread ?? 1);
  const of = (phase: 'prompt' | 'generation') => {
    const known = sum([...times].map(([type, time]) => time[phase] * (all.get(type) ?? 0)));
    const others = isMeasured ? known / measured : assumed;
    return (weights: WeightsByType) =>
      sum([...weights].map(([type, count]) => count * ((isMeasured && times.get(type)?.[phase]) || others)));
  };
  return { prompt: of('prompt'), generation: of('generation'), isMeasured };
}

/** Nanoseconds. A generated token also starts the engine, which has its own term; half at least is the matrices' time. */
function perWeight(
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

const scaled = (times: PhaseTimes, share: PhaseTimes): PhaseTimes => ({
  prompt: times.prompt * share.prompt,
  generation: times.generation * share.generation,
});
const fasterOf = (one: PhaseTimes, other: PhaseTimes): PhaseTimes => ({
  prompt: Math.min(one.prompt, other.prompt),
  generation: Math.min(one.generation, other.generation),
});

/** The time on so many threads over that on one: the least of the types measured on both; else by matrix products. */
function threadShare({ textKernels = [], gflopsOneThread, gflopsThreads }: DeviceProfile, threads: number) {
  if (threads === 1) return { prompt: 1, generation: 1, isMeasured: true };
  const shares = textKernels.flatMap((many): PhaseTimes[] => {
    const one = textKernels.find(({ type, threads: count }) => type === many.type && count === 1);
    if (many.threads !== threads || !one) return [];
    return [{ prompt: many.promptMs / one.promptMs, generation: many.generationMs / one.generationMs }];
  });
  if (shares.length > 0) return { ...shares.reduce(fasterOf), isMeasured: true };
  const share = gflopsOneThread && gflopsThreads ? gflopsOneThread / gflopsThreads : 1;
  return { prompt: share, generation: share, isMeasured: false };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
