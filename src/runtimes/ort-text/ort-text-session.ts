import { AppError } from '#core/errors/error.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type {
  GreedyStep,
  TextFacts,
  TextRequest,
  TextSession,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenPrediction,
  TokenScores,
} from '#core/engine/text-session.ts';
import { GenerationTimer } from '../generation-timer.ts';
import { logSumExp, topLogits } from '../sampling/logits.ts';
import { defaultSampling, Sampler, type SamplingSettings } from '../sampling/sampler.ts';
import { StopStrings } from '../sampling/stop-strings.ts';
import { totalMemoryBytes } from '../wasm-memory.ts';
import { formatChatPrompt } from './chat-prompt.ts';
import type { Decoder } from './decoder.ts';
import type { Tokeniser } from './tokeniser.ts';

/** Prompt tokens that are processed at once: a stop takes effect after them, and their activations are in memory. */
const promptBatch = 256;
/** The same if logits are needed after each of them: 64 rows of 150,000 logits are 38 MB. */
const scoredBatch = 64;

interface Parts {
  readonly decoder: Decoder;
  readonly tokeniser: Tokeniser;
  readonly chatTemplate: string | null;
  /** The model's own settings, used where a request has none. */
  readonly sampling: Partial<SamplingSettings>;
  readonly facts: TextFacts;
  readonly memories: readonly WebAssembly.Memory[];
}

export class OrtTextSession implements TextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly #decoder: Decoder;
  readonly #tokeniser: Tokeniser;
  readonly #chatTemplate: string | null;
  readonly #sampling: SamplingSettings;
  readonly #memories: readonly WebAssembly.Memory[];

  /** Takes ownership of `decoder`. */
  constructor({ decoder, tokeniser, chatTemplate, sampling, facts, memories }: Parts) {
    this.facts = facts;
    this.#decoder = decoder;
    this.#tokeniser = tokeniser;
    this.#chatTemplate = chatTemplate;
    this.#sampling = { ...defaultSampling, ...sampling };
    this.#memories = memories;
  }

  async memory(): Promise<MemoryInUse> {
    return this.#memories.length === 0 ? {} : { wasmHeapBytes: totalMemoryBytes(this.#memories) };
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const timer = new GenerationTimer();
    if (request.jsonSchema) throw new AppError('input-invalid', { name: 'jsonSchema', reason: 'no-json-schema' });
    const prompt = this.#promptTokens(request.prompt);
    const sampler = new Sampler(this.#toSampling(request), request.seed ?? randomSeed());
    const stops = new StopStrings(request.stop ?? []);
    const stream = this.#tokeniser.stream(prompt);
    const context = [...prompt];
    const startedMs = performance.now();
    let ended: TextUsage['ended'] = 'length';
    const reused = this.#reuse(prompt);
    let logits = await this.#process(prompt.slice(reused), stop);
    const promptMs = performance.now() - startedMs;
    let tokens = 0;
    while (logits && tokens < request.maxTokens) {
      const token = sampler.next(logits, context);
      if (this.#tokeniser.endTokens.has(token)) {
        ended = 'model';
        break;
      }
      tokens++;
      context.push(token);
      const { text, isFound } = stops.push(stream.push(token));
      if (text) {
        timer.onText();
        yield text;
      }
      if (isFound) {
        ended = 'model';
        break;
      }
      if (tokens === request.maxTokens || context.length >= this.facts.contextLength) break;
      logits = await this.#process([token], stop);
    }
    if (stop.aborted) ended = 'stopped';
    const rest = stops.push(stream.flush()).text + stops.flush();
    if (rest) {
      timer.onText();
      yield rest;
    }
    const processed = prompt.length - reused;
    return {
      promptTokens: prompt.length,
      tokens,
      // The rate of a few tokens after a cached prompt is not that of a prompt.
      prefillTokensPerS: reused <= processed && promptMs > 0 ? (1000 * processed) / promptMs : null,
      ...timer.times(tokens),
      ended,
    };
  }

  async time({ prompt, tokens, reuseContext, topTokens }: TimedTextRequest): Promise<TextTiming> {
    const promptTokens = this.#tokeniser.prompt(prompt);
    this.#requireFit(promptTokens.length + tokens - 1);
    const reusedTokens = reuseContext ? this.#reuse(promptTokens) : this.#decoder.keep(0);
    const startedMs = performance.now();
    let logits = (await this.#process(promptTokens.slice(reusedTokens)))!;
    const steps: GreedyStep[] = [];
    const step = (): number => {
      const [first] = topLogits(logits, 1);
      if (topTokens !== undefined) steps.push({ token: first!.token, topTokens: findLikeliest(logits, topTokens) });
      return first!.token;
    };
    let token = step();
    const promptMs = performance.now() - startedMs;
    for (let count = 1; count < tokens; count++) {
      logits = (await this.#process([token]))!;
      token = step();
    }
    return {
      reusedTokens,
      promptTokens: promptTokens.length - reusedTokens,
      promptMs,
      decodeTokens: tokens - 1,
      decodeMs: performance.now() - startedMs - promptMs,
      ...(topTokens !== undefined && { steps }),
    };
  }

  readonly scores: TokenScores = {
    tokenise: async (text) => ({ tokens: this.#tokeniser.encode(text), startToken: this.#tokeniser.startToken }),

    predict: async (tokens, from) => {
      this.#requireFit(tokens.length - 1);
      this.#decoder.keep(0);
      await this.#process(tokens.slice(0, from - 1));
      const predictions: TokenPrediction[] = [];
      // The logits after each token but the last predict the next one.
      for (let start = from - 1; start < tokens.length - 1; start += scoredBatch) {
        const batch = tokens.slice(start, Math.min(start + scoredBatch, tokens.length - 1));
        const rows = await this.#decoder.run(batch, batch.length);
        for (const [at, logits] of rows.entries())
          predictions.push({
            logProbability: logits[tokens[start + at + 1]!]! - logSumExp(logits),
            topToken: topLogits(logits, 1)[0]!.token,
          });
        await yieldToEventLoop();
      }
      return predictions;
    },
  };

  async getVocabulary(): Promise<readonly string[]> {
    return this.#tokeniser.vocabulary();
  }

  close(): Promise<void> {
    return this.#decoder.close();
  }

  #promptTokens(prompt: TextRequest['prompt']): readonly number[] {
    const tokens =
      typeof prompt === 'string' ? this.#tokeniser.prompt(prompt) : this.#tokeniser.encode(this.#chatPrompt(prompt));
    this.#requireFit(tokens.length);
    return tokens;
  }

  #chatPrompt(messages: Exclude<TextRequest['prompt'], string>): string {
    if (this.#chatTemplate === null)
      throw new AppError('input-invalid', { name: 'prompt', reason: 'no-chat-template' });
    return formatChatPrompt(this.#chatTemplate, messages, this.#tokeniser.specialTokens);
  }

  /** @throws AppError input-invalid if the context is not long enough for these tokens */
  #requireFit(count: number): void {
    if (count <= this.facts.contextLength) return;
    const why = `${count} > ${this.facts.contextLength}`;
    throw new AppError('input-invalid', { name: 'prompt', reason: 'prompt-beyond-context', why });
  }

  #toSampling({ temperature, topP, topK, repeatPenalty }: TextRequest): SamplingSettings {
    return {
      ...this.#sampling,
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(topK !== undefined && { topK }),
      ...(repeatPenalty !== undefined && { repeatPenalty }),
    };
  }

  /**
   * Retains what the cache shares with a prompt, except its last token, whose logits are needed.
   * @returns its length
   */
  #reuse(prompt: readonly number[]): number {
    const cached = this.#decoder.tokens;
    const end = Math.min(cached.length, prompt.length - 1);
    let same = 0;
    while (same < end && cached[same] === prompt[same]) same++;
    return this.#decoder.keep(same);
  }

  /** @returns the logits after the last token; `null` if there are no tokens, or `stop` was aborted before them */
  async #process(tokens: readonly number[], stop?: AbortSignal): Promise<Float32Array | null> {
    let logits: Float32Array | null = null;
    for (let start = 0; start < tokens.length; start += promptBatch) {
      await yieldToEventLoop();
      if (stop?.aborted) return null;
      logits = (await this.#decoder.run(tokens.slice(start, start + promptBatch), 1))[0] ?? null;
    }
    return logits;
  }
}

function findLikeliest(logits: Float32Array, count: number): GreedyStep['topTokens'] {
  const total = logSumExp(logits);
  return topLogits(logits, count).map(({ token, logit }) => ({ token, logprob: logit - total }));
}

const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]!;

const { port1, port2 } = new MessageChannel();
port1.start();

/**
 * Resolves after the events that are waiting, such as the message that stops an answer: the library computes in this
 * thread, and its promises settle without a turn of the event loop. A message takes microseconds, a timer milliseconds.
 */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port2.postMessage(null);
  });
}
