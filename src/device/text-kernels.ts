import type { ModelFacts } from '#core/model/model-facts.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { probeModel, probeTypes, type ProbeModel } from './probe-model.ts';

export interface TextKernelRequest {
  /** ggml's name of the weight type. */
  readonly type: string;
  readonly threads: number;
}

/**
 * Times of llama.cpp's matrix multiplications on wasm for one weight type: the best of a few answers of a small model.
 */
export interface TextKernel extends TextKernelRequest {
  /** Milliseconds per prompt token, processed in one batch, and the number of weights used per token. */
  readonly promptMs: number;
  readonly promptWeights: number;
  /** Milliseconds per generated token, and the number of weights used per token. */
  readonly generationMs: number;
  readonly generationWeights: number;
}

/** Types below this fraction of a model's weights affect its forecast little and are not measured. Heuristic. */
const minFraction = 0.05;

/** The measurements needed for a forecast of this model that are not in `known`. */
export function listMissingTextKernels(
  { format, weights, parameters }: Pick<ModelFacts, 'format' | 'weights' | 'parameters'>,
  maxThreads: number,
  known: readonly TextKernel[],
): TextKernelRequest[] {
  if (format !== 'gguf') return [];
  const measurable = weights
    .filter(({ dtype, parameters: count }) => probeTypes.has(dtype) && count >= minFraction * (parameters ?? 0))
    .sort((a, b) => b.parameters - a.parameters)
    .map(({ dtype }) => dtype);
  const [largest, ...others] = measurable;
  if (largest === undefined) return [];
  return [
    ...listThreadCounts(maxThreads).map((threads) => ({ type: largest, threads })),
    ...others.map((type) => ({ type, threads: 1 })),
  ].filter(({ type, threads }) => !known.some((kernel) => kernel.type === type && kernel.threads === threads));
}

/**
 * One, half and all threads. Half is the number of physical cores if each runs two threads, on which llama.cpp is often
 * faster than on all threads.
 */
function listThreadCounts(maxThreads: number): number[] {
  return [...new Set([1, Math.ceil(maxThreads / 2), maxThreads])];
}

/** A batch and an answer of a few hundredths of a second each, short enough to run undisturbed. Heuristic. */
const promptLetters = 8;
const answerTokens = 6;
/** The measurement ends after this many rounds in which no engine got faster by this fraction. Heuristic. */
const settledRounds = 3;
const settledFraction = 0.03;

/** Several threads can be slower than one if another program uses a core: then the budget is extended. Heuristic. */
const maxBudgets = 2;

/**
 * Opens a model for each request, all at once, and lets them answer in rounds until none gets faster, for about
 * `budgetMs`. While one engine is open, others use the code that the browser has compiled for it: two threads that
 * spin-wait for each other leave the compiler no core, and needed 8 answers to become as fast as they are immediately
 * when a single-threaded engine is open as well (Chromium 156, 2 cores). Models that cannot be opened or measured are
 * absent.
 */
export async function measureTextKernels(
  runtime: Runtime<TextSession>,
  requests: readonly TextKernelRequest[],
  budgetMs: number,
): Promise<TextKernel[]> {
  const models = new Map([...new Set(requests.map(({ type }) => type))].map((type) => [type, probeModel(type)]));
  const opening = requests.map((request) => openProbe(runtime, request, models.get(request.type)!));
  const probes = (await Promise.allSettled(opening)).flatMap((probe) =>
    probe.status === 'fulfilled' ? [probe.value] : [],
  );
  try {
    const startMs = performance.now();
    for (let [round, settled] = [0, 0]; round < 2 || settled < settledRounds; round++) {
      let isFaster = false;
      for (const probe of probes) isFaster = (await probe.answer(round)) || isFaster;
      settled = isFaster ? 0 : settled + 1;
      const budgetsUsed = (performance.now() - startMs) / budgetMs;
      if (round > 0 && budgetsUsed > (areThreadsSlower(listFinishedKernels(probes)) ? maxBudgets : 1)) break;
    }
    return listFinishedKernels(probes);
  } finally {
    await Promise.all(probes.map((probe) => probe.close()));
  }
}

type Probe = Awaited<ReturnType<typeof openProbe>>;

const listFinishedKernels = (probes: readonly Probe[]): TextKernel[] =>
  probes.flatMap((probe) => probe.getKernel() ?? []);

function areThreadsSlower(kernels: readonly TextKernel[]): boolean {
  const onOne = (type: string) => kernels.find((kernel) => kernel.type === type && kernel.threads === 1);
  return kernels.some(({ type, promptMs }) => promptMs > (onOne(type)?.promptMs ?? Infinity));
}

async function openProbe(
  runtime: Runtime<TextSession>,
  { type, threads }: TextKernelRequest,
  { bytes, promptWeights, generationWeights }: ProbeModel,
) {
  const model = { id: 'probe', entry: 'probe.gguf', files: new Map([['probe.gguf', bytes]]) };
  const session = await runtime.open(model, { devices: ['wasm'], threads, contextLength: 64 });
  let [promptMs, generationMs] = [Infinity, Infinity];
  return {
    /** @returns whether it was faster than all previous answers */
    async answer(round: number): Promise<boolean> {
      const usage = await measureUsage(session, makePrompt(round));
      const tookMs = {
        prompt: 1000 / (usage.prefillTokensPerS ?? Number.NaN),
        generation: 1000 / (usage.decodeTokensPerS ?? Number.NaN),
      };
      const isFaster = (ms: number, bestMs: number) => ms < (1 - settledFraction) * bestMs;
      const isFasterNow = isFaster(tookMs.prompt, promptMs) || isFaster(tookMs.generation, generationMs);
      if (tookMs.prompt < promptMs) promptMs = tookMs.prompt;
      if (tookMs.generation < generationMs) generationMs = tookMs.generation;
      return isFasterNow;
    },
    /** `null` if the engine reported no times. */
    getKernel(): TextKernel | null {
      const isTimed = promptMs < Infinity && generationMs < Infinity;
      return isTimed ? { type, threads, promptMs, promptWeights, generationMs, generationWeights } : null;
    },
    close: () => session.close(),
  };
}

/** No two consecutive prompts begin alike, or the engine would reuse the cached tokens. */
const makePrompt = (round: number): string => 'abcdefghij'.charAt(round % 10).repeat(promptLetters);

async function measureUsage(session: TextSession, prompt: string) {
  const request = { prompt, maxTokens: answerTokens, temperature: 0 };
  const answer = session.generate(request, new AbortController().signal);
  for (;;) {
    const step = await answer.next();
    if (step.done) return step.value;
  }
}
