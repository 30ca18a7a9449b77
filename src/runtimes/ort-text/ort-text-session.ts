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
import { logSumExp } from '#core/log-sum-exp.ts';
import { GenerationTimer } from '../generation-timer.ts';
import { selectTopLogits } from '../sampling/logits.ts';
import { defaultSampling, Sampler, type SamplingSettings } from '../sampling/sampler.ts';
import { StopStrings } from '../sampling/stop-strings.ts';
import { sumMemoryBytes } from '../wasm-memory.ts';
import { formatChatPrompt } from './chat-prompt.ts';
import type { Decoder } from './decoder.ts';
import type { Tokeniser } from './tokeniser.ts';

/**
 * Prompt tokens per run. A stop takes effect between runs, and the activations of a run are in memory. Heuristic, not
 * measured.
 */
const promptBatchSize = 256;
/** The same if the logits after each token are needed: 64 rows of 150,000 logits are 38 MB. */
const scoredBatchSize = 64;

interface OrtTextSessionInit {
  readonly decoder: Decoder;
  readonly tokeniser: Tokeniser;
  readonly chatTemplate: string | null;
  /** The model's own settings: the defaults of a request. */
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
  constructor({ decoder, tokeniser, chatTemplate, sampling, facts, memories }: OrtTextSessionInit) {
    this.facts = facts;
    this.#decoder = decoder;
    this.#tokeniser = tokeniser;
    this.#chatTemplate = chatTemplate;
    this.#sampling = { ...defaultSampling, ...sampling };
    this.#memories = memories;
  }

  async memory(): Promise<MemoryInUse> {
    return this.#memories.length === 0 ? {} : { wasmHeapBytes: sumMemoryBytes(this.#memories) };
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const timer = new GenerationTimer();
    const constraint = request.jsonSchema && this.#tokeniser.constrain(request.jsonSchema);
    const prompt = this.#encodePrompt(request.prompt);
    const sampler = new Sampler(this.#toSampling(request), request.seed ?? createRandomSeed());
    const stops = new StopStrings(request.stop ?? []);
    const stream = this.#tokeniser.createStream(prompt);
    const context = [...prompt];
    const startedMs = performance.now();
    let ended: TextUsage['ended'] = 'length';
    const reusedTokens = this.#reuseCache(prompt);
    let logits = await this.#process(prompt.slice(reusedTokens), stop);
    const promptMs = performance.now() - startedMs;
    let tokens = 0;
    while (logits && tokens < request.maxTokens) {
      const token = constraint
        ? sampler.sampleAllowed(logits, context, constraint.isAllowed)
        : sampler.sample(logits, context);
      // A model without end tokens has no token after a complete text.
      if (token === null && !constraint?.isComplete)
        throw new AppError('input-invalid', { name: 'jsonSchema', reason: 'schema-beyond-vocabulary' });
      if (token === null || this.#tokeniser.endTokens.has(token)) {
        ended = 'model';
        break;
      }
      constraint?.accept(token);
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
    const withheld = stops.push(stream.flush()).text + stops.flush();
    if (withheld) {
      timer.onText();
      yield withheld;
    }
    const processedTokens = prompt.length - reusedTokens;
    return {
      promptTokens: prompt.length,
      tokens,
      // The rate of a few tokens after a cached prompt does not represent prompt processing.
      prefillTokensPerS: reusedTokens <= processedTokens && promptMs > 0 ? (1000 * processedTokens) / promptMs : null,
      ...timer.computeRates(tokens),
      ended,
    };
  }

  async time({ prompt, tokens, reuseContext, topTokens }: TimedTextRequest): Promise<TextTiming> {
    const promptTokens = this.#tokeniser.encodePrompt(prompt);
    this.#checkFitsContext(promptTokens.length + tokens - 1);
    const reusedTokens = reuseContext ? this.#reuseCache(promptTokens) : this.#decoder.truncate(0);
    const startedMs = performance.now();
    let logits = (await this.#process(promptTokens.slice(reusedTokens)))!;
    const steps: GreedyStep[] = [];
    const chooseToken = (): number => {
      const [first] = selectTopLogits(logits, 1);
      if (topTokens !== undefined) steps.push({ token: first!.token, topTokens: listTopTokens(logits, topTokens) });
      return first!.token;
    };
    let token = chooseToken();
    const promptMs = performance.now() - startedMs;
    for (let count = 1; count < tokens; count++) {
      logits = (await this.#process([token]))!;
      token = chooseToken();
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
      this.#checkFitsContext(tokens.length - 1);
      this.#decoder.truncate(0);
      await this.#process(tokens.slice(0, from - 1));
      const predictions: TokenPrediction[] = [];
      // The logits after a token predict the next one, so those after the last token are not needed.
      for (let start = from - 1; start < tokens.length - 1; start += scoredBatchSize) {
        const batch = tokens.slice(start, Math.min(start + scoredBatchSize, tokens.length - 1));
        const rows = await this.#decoder.run(batch, batch.length);
        for (const [row, logits] of rows.entries())
          predictions.push({
            logProbability: logits[tokens[start + row + 1]!]! - logSumExp(logits),
            topToken: selectTopLogits(logits, 1)[0]!.token,
          });
        await yieldToEventLoop();
      }
      return predictions;
    },
  };

  async getVocabulary(): Promise<readonly string[]> {
    return this.#tokeniser.getVocabulary();
  }

  close(): Promise<void> {
    return this.#decoder.close();
  }

  #encodePrompt(prompt: TextRequest['prompt']): readonly number[] {
    const tokens =
      typeof prompt === 'string'
        ? this.#tokeniser.encodePrompt(prompt)
        : this.#tokeniser.encode(this.#formatChat(prompt));
    this.#checkFitsContext(tokens.length);
    return tokens;
  }

  #formatChat(messages: Exclude<TextRequest['prompt'], string>): string {
    if (this.#chatTemplate === null)
      throw new AppError('input-invalid', { name: 'prompt', reason: 'no-chat-template' });
    return formatChatPrompt(this.#chatTemplate, messages, this.#tokeniser.specialTokens);
  }

  /** @throws AppError input-invalid if the context is too short for `count` tokens */
  #checkFitsContext(count: number): void {
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
   * Truncates the cache to the prefix that it shares with a prompt, without the prompt's last token, whose logits are
   * needed.
   * @returns the number of reused tokens
   */
  #reuseCache(prompt: readonly number[]): number {
    const cachedTokens = this.#decoder.tokens;
    const end = Math.min(cachedTokens.length, prompt.length - 1);
    let shared = 0;
    while (shared < end && cachedTokens[shared] === prompt[shared]) shared++;
    return this.#decoder.truncate(shared);
  }

  /** @returns the logits after the last token; `null` without tokens, or if `stop` was aborted before they ended */
  async #process(tokens: readonly number[], stop?: AbortSignal): Promise<Float32Array | null> {
    let logits: Float32Array | null = null;
    for (let start = 0; start < tokens.length; start += promptBatchSize) {
      await yieldToEventLoop();
      if (stop?.aborted) return null;
      logits = (await this.#decoder.run(tokens.slice(start, start + promptBatchSize), 1))[0] ?? null;
    }
    return logits;
  }
}

function listTopTokens(logits: Float32Array, count: number): GreedyStep['topTokens'] {
  const logTotal = logSumExp(logits);
  return selectTopLogits(logits, count).map(({ token, logit }) => ({ token, logprob: logit - logTotal }));
}

const createRandomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]!;

const { port1, port2 } = new MessageChannel();
port1.start();

/**
 * Resolves after the pending events, such as the message that stops an answer. The library computes in this thread, and
 * its promises settle without a turn of the event loop. A message takes microseconds, a timer milliseconds.
 */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port2.postMessage(null);
  });
}
