import type { ModelFacts } from '#core/model/model-facts.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { createProbeModel, probeTypes, type ProbeModel } from './probe-model.ts';

export interface TextKernelRequest {
  /** ggml's name of the weight type. */
  readonly type: string;
  readonly threads: number;
}

/**
 * The times of llama.cpp's matrix multiplications on wasm for one weight type: the lowest of a few answers of a small
 * model.
 */
export interface TextKernel extends TextKernelRequest {
  /** Milliseconds per prompt token in one batch, and the number of weights used per token. */
  readonly promptMs: number;
  readonly promptWeights: number;
  /** Milliseconds per generated token, and the number of weights used per token. */
  readonly generationMs: number;
  readonly generationWeights: number;
}

/**
 * The fraction of a model's weights below which a type is not measured, because it has little effect on the forecast.
 * Heuristic, not measured.
 */
const minFraction = 0.05;

/** Lists the measurements for a forecast of this model that are not in `known`. */
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
 * Lists one, half and all threads. Half is the number of physical cores if each has two threads; llama.cpp is often
 * faster on it than on all threads.
 */
function listThreadCounts(maxThreads: number): number[] {
  return [...new Set([1, Math.ceil(maxThreads / 2), maxThreads])];
}

/**
 * A batch and an answer of a few hundredths of a second each, short enough to be undisturbed. Heuristic, not measured.
 */
const promptLetters = 8;
const answerTokens = 6;
/**
 * The number of rounds in which no engine becomes faster by this fraction, after which the measurement ends. Heuristic,
 * not measured.
 */
const settledRounds = 3;
const settledFraction = 0.03;

/**
 * The budgets used if several threads are slower than one, e.g. because another program uses a core. Heuristic, not
 * measured.
 */
const maxBudgets = 2;

/**
 * Opens a model for each request concurrently, and generates answers in rounds until none becomes faster, for about
 * `budgetMs`. While one engine is open, others use its code compiled by the browser: two threads that spin-wait for
 * each other leave no core for the compiler, and reached full speed only after 8 answers, but immediately if a
 * single-threaded engine was also open (Chromium 156, 2 cores). Omits models that cannot be opened or measured.
 */
export async function measureTextKernels(
  runtime: Runtime<TextSession>,
  requests: readonly TextKernelRequest[],
  budgetMs: number,
): Promise<TextKernel[]> {
  const models = new Map([...new Set(requests.map(({ type }) => type))].map((type) => [type, createProbeModel(type)]));
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
  const findSingleThreaded = (type: string) => kernels.find((kernel) => kernel.type === type && kernel.threads === 1);
  return kernels.some(({ type, promptMs }) => promptMs > (findSingleThreaded(type)?.promptMs ?? Infinity));
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
    /**
     * Generates an answer.
     * @returns whether it was faster than all previous answers
     */
    async answer(round: number): Promise<boolean> {
      const usage = await measureUsage(session, createPrompt(round));
      const durationsMs = {
        prompt: 1000 / (usage.prefillTokensPerS ?? Number.NaN),
        generation: 1000 / (usage.decodeTokensPerS ?? Number.NaN),
      };
      const isFaster = (ms: number, bestMs: number) => ms < (1 - settledFraction) * bestMs;
      const isFasterNow = isFaster(durationsMs.prompt, promptMs) || isFaster(durationsMs.generation, generationMs);
      if (durationsMs.prompt < promptMs) promptMs = durationsMs.prompt;
      if (durationsMs.generation < generationMs) generationMs = durationsMs.generation;
      return isFasterNow;
    },
    /** Returns the times; `null` if the engine reported none. */
    getKernel(): TextKernel | null {
      const isTimed = promptMs < Infinity && generationMs < Infinity;
      return isTimed ? { type, threads, promptMs, promptWeights, generationMs, generationWeights } : null;
    },
    close: () => session.close(),
  };
}

/** Creates a prompt that begins unlike the previous one, whose cached tokens the engine would reuse. */
const createPrompt = (round: number): string => 'abcdefghij'.charAt(round % 10).repeat(promptLetters);

async function measureUsage(session: TextSession, prompt: string) {
  const request = { prompt, maxTokens: answerTokens, temperature: 0 };
  const answer = session.generate(request, new AbortController().signal);
  for (;;) {
    const step = await answer.next();
    if (step.done) return step.value;
  }
}
