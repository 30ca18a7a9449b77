import { AppError } from '#core/error.ts';
import type { ModelFacts } from '#core/facts.ts';
import type { Runtime } from '#core/runtime.ts';
import type { TextSession } from '#core/text.ts';
import { probeModel, probeTypes } from './probe-model.ts';

export interface TextKernelRequest {
  /** ggml's name of the weight type. */
  readonly type: string;
  readonly threads: number;
}

/** What llama.cpp's matrix products on wasm take for weights of one type: the best of a few answers of a small model. */
export interface TextKernel extends TextKernelRequest {
  /** Milliseconds a token of a prompt, processed in one batch, and how many weights it passed through. */
  readonly promptMs: number;
  readonly promptWeights: number;
  /** Milliseconds a generated token, and its weights. */
  readonly generationMs: number;
  readonly generationWeights: number;
}

/** Types below this share of a model's weights change its forecast little and are not measured; chosen. */
const minShare = 0.05;

/** What has to be measured for a forecast of this model, beyond what is in `known`. */
export function missingTextKernels(
  { format, weights, parameters }: Pick<ModelFacts, 'format' | 'weights' | 'parameters'>,
  maxThreads: number,
  known: readonly TextKernel[],
): TextKernelRequest[] {
  if (format !== 'gguf') return [];
  const measurable = weights
    .filter(({ dtype, parameters: count }) => probeTypes.has(dtype) && count >= minShare * (parameters ?? 0))
    .sort((a, b) => b.parameters - a.parameters)
    .map(({ dtype }) => dtype);
  const [largest, ...others] = measurable;
  if (largest === undefined) return [];
  return [
    ...threadCounts(maxThreads).map((threads) => ({ type: largest, threads })),
    ...others.map((type) => ({ type, threads: 1 })),
  ].filter(({ type, threads }) => !known.some((kernel) => kernel.type === type && kernel.threads === threads));
}

/**
 * One, all, and half of them, which are as many as there are processor cores where each runs two threads: llama.cpp is
 * often faster on these than on all.
 */
function threadCounts(maxThreads: number): number[] {
  return [...new Set([1, Math.ceil(maxThreads / 2), maxThreads])];
}

/** A batch, and an answer after it, each a few hundredths of a second: short enough to slip between other programs. Chosen. */
const promptLetters = 8;
const answerTokens = 6;
/** So many answers without one that is faster by this share end a measurement. Chosen. */
const settledAnswers = 4;
const settledShare = 0.03;

/**
 * Opens a model with weights of this type and has it answer until it gets no faster, for `boxMs` at most: browsers compile
 * wasm to its fastest form while it runs.
 * @throws AppError as `Runtime.open`
 */
export async function measureTextKernel(
  runtime: Runtime<TextSession>,
  { type, threads }: TextKernelRequest,
  boxMs: number,
): Promise<TextKernel> {
  const { bytes, promptWeights, generationWeights } = probeModel(type);
  const model = { id: 'probe', entry: 'probe.gguf', files: new Map([['probe.gguf', bytes]]) };
  const session = await runtime.open(model, { devices: ['wasm'], threads, contextLength: 64 });
  try {
    const endMs = performance.now() + boxMs;
    let [promptMs, generationMs, lastGain] = [Infinity, Infinity, 0];
    for (let answer = 0; answer < 2 || performance.now() < endMs; answer++) {
      const usage = await usageOf(session, promptOf(answer));
      const tookMs = {
        prompt: 1000 / (usage.prefillTokensPerS ?? Number.NaN),
        generation: 1000 / (usage.decodeTokensPerS ?? Number.NaN),
      };
      const isFaster = (ms: number, bestMs: number) => ms < (1 - settledShare) * bestMs;
      if (isFaster(tookMs.prompt, promptMs) || isFaster(tookMs.generation, generationMs)) lastGain = answer;
      promptMs = Math.min(promptMs, tookMs.prompt);
      generationMs = Math.min(generationMs, tookMs.generation);
      if (answer - lastGain >= settledAnswers) break;
    }
    if (!(promptMs > 0 && generationMs > 0)) throw new AppError('internal', { why: 'the engine gave no times' });
    return { type, threads, promptMs, promptWeights, generationMs, generationWeights };
  } finally {
    await session.close();
  }
}

/** No two answers in a row begin alike: the engine would take the prompt's tokens from its cache. */
const promptOf = (answer: number): string => 'abcdefghij'.charAt(answer % 10).repeat(promptLetters);

async function usageOf(session: TextSession, prompt: string) {
  const request = { prompt, maxTokens: answerTokens, temperature: 0 };
  const answer = session.generate(request, new AbortController().signal);
  for (;;) {
    const step = await answer.next();
    if (step.done) return step.value;
  }
}
