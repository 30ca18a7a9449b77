import {
  WllamaRuntimeError,
  type ChatCompletionChunk,
  type RawCompletionChunk,
  type Wllama,
} from '@wllama/wllama/esm/index.js';
import { AppError } from '#core/errors/error.ts';
import type { EngineFacts, MemoryInUse } from '#core/engine/runtime.ts';
import type {
  TextFacts,
  TextRequest,
  TextSession,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenScores,
} from '#core/engine/text-session.ts';
import { readVocabulary } from '#formats/gguf/vocabulary.ts';
import { GenerationTimer } from '../generation-timer.ts';
import type { EngineLog } from './engine-log.ts';
import { LogitsReader, type ReferencePrediction } from './logits-reader.ts';

export class WllamaSession implements TextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly #engine: Wllama;
  readonly #log: EngineLog;
  readonly #model: string;
  readonly #entry: Blob;
  readonly #logits: LogitsReader;

  constructor(
    engine: Wllama,
    log: EngineLog,
    { id, entry }: { readonly id: string; readonly entry: Blob },
    facts: EngineFacts & { engine: 'wllama' },
  ) {
    const context = engine.getLoadedContextInfo();
    this.facts = {
      ...facts,
      contextLength: context.n_ctx,
      trainedContextLength: context.n_ctx_train || null,
      kvCacheBytes: countKvCacheBytes(context),
      hasChatTemplate: engine.getChatTemplate() !== null,
      timed: { sampling: 'inside', tokenising: 'outside' },
    };
    this.#engine = engine;
    this.#log = log;
    this.#model = id;
    this.#entry = entry;
    this.#logits = new LogitsReader({
      vocabularySize: context.n_vocab,
      embed: (tokens) => this.#embed(tokens),
      getHeap: async () => new Float32Array(await this.#getHeap()),
      getReferencePrediction: () => this.#getReferencePrediction(),
    });
  }

  async memory(): Promise<MemoryInUse> {
    return { wasmHeapBytes: (await this.#getHeap()).byteLength };
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const timer = new GenerationTimer();
    let timings: RawCompletionChunk['timings'];
    let usage: RawCompletionChunk['usage'];
    let finishReason: string | null = null;
    let echo = getPartialAnswer(request.prompt);
    try {
      const chunks = (await this.#start(request, stop))[Symbol.asyncIterator]();
      for (;;) {
        const step = await this.#log.race(chunks.next());
        if (step.done) break;
        const chunk = step.value;
        timings = chunk.timings ?? timings;
        usage = chunk.usage ?? usage;
        finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
        const [text, remainingEcho] = dropEcho(readChunkText(chunk), echo);
        echo = remainingEcho;
        if (!text) continue;
        timer.onText();
        yield text;
      }
    } catch (thrown) {
      if (!stop.aborted) throw this.#toError(thrown, request);
    }
    const tokens = timings?.predicted_n ?? usage?.completion_tokens ?? null;
    return {
      promptTokens: usage?.prompt_tokens ?? (timings ? timings.prompt_n + timings.cache_n : null),
      tokens,
      // The rate of a few tokens after a cached prompt does not represent prompt processing.
      prefillTokensPerS: timings && timings.cache_n <= timings.prompt_n ? timings.prompt_per_second : null,
      ...timer.computeRates(tokens),
      ended: stop.aborted ? 'stopped' : finishReason === 'length' ? 'length' : 'model',
    };
  }

  /** llama.cpp's server times a prompt from the end of tokenisation to the first token. */
  async time({ prompt, tokens, reuseContext, topTokens }: TimedTextRequest): Promise<TextTiming> {
    const settings = {
      temperature: 0,
      max_tokens: tokens,
      ignore_eos: true,
      cache_prompt: reuseContext,
      ...(topTokens !== undefined && { n_probs: topTokens }),
    };
    try {
      const { timings, choices } = await this.#log.race(
        this.#engine.createCompletion({ ...settings, prompt, stream: false }),
      );
      if (!timings) throw new AppError('internal', { why: 'llama.cpp reported no times' });
      return {
        reusedTokens: timings.cache_n,
        promptTokens: timings.prompt_n,
        promptMs: timings.prompt_ms,
        decodeTokens: timings.predicted_n - 1,
        decodeMs: timings.predicted_ms,
        ...(topTokens !== undefined && { steps: toSteps(choices[0]?.logprobs) }),
      };
    } catch (thrown) {
      throw this.#toError(thrown);
    }
  }

  readonly scores: TokenScores = {
    tokenise: async (text) => ({ tokens: await this.#tokenise(text), startToken: this.#getStartToken() }),

    predict: async (tokens, from) => {
      try {
        return await this.#logits.predict(tokens, from);
      } catch (thrown) {
        throw this.#toError(thrown);
      }
    },
  };

  getVocabulary(): Promise<readonly string[]> {
    return readVocabulary(this.#entry);
  }

  async close(): Promise<void> {
    await this.#engine.exit();
  }

  #getStartToken(): number | null {
    return this.#engine.mustAddBosToken() ? this.#engine.getBOS() : null;
  }

  /**
   * Tokenises a text as a logit bias: llama.cpp's server echoes the settings of a verbose request, with the text of a
   * bias converted to tokens.
   */
  async #tokenise(text: string): Promise<readonly number[]> {
    if (text === '') return [];
    const settings: object = { logit_bias: [[text, 0]], verbose: true }; // the library's types lack text biases
    try {
      const reply = await this.#log.race(
        this.#engine.createCompletion({ prompt: 'a', max_tokens: 1, temperature: 0, ...settings, stream: false }),
      );
      const { __verbose } = reply as unknown as VerboseReply;
      return __verbose.generation_settings.logit_bias.map(({ token }) => token);
    } catch (thrown) {
      throw this.#toError(thrown);
    }
  }

  /** The last hidden state of the first token. */
  async #embed(tokens: readonly number[]): Promise<readonly number[]> {
    const settings: object = { embd_normalize: -1 }; // the library's types lack this setting
    const { data } = await this.#log.race(this.#engine.createEmbedding({ ...settings, input: [...tokens] }));
    return data[0]!.embedding as number[];
  }

  async #getReferencePrediction(): Promise<ReferencePrediction> {
    const text = 'a';
    const startToken = this.#getStartToken();
    const tokens = await this.#tokenise(text);
    const { choices } = await this.#log.race(
      this.#engine.createCompletion({ prompt: text, max_tokens: 1, temperature: 0, n_probs: 1, stream: false }),
    );
    const { id, logprob } = (choices[0]!.logprobs as unknown as ReportedLogprobs).content[0]!;
    return { tokens: startToken === null ? tokens : [startToken, ...tokens], topToken: id, logProbability: logprob };
  }

  async #getHeap(): Promise<ArrayBufferLike> {
    return this.#engine._getDebugInfo() as Promise<ArrayBufferLike>; // added by scripts/patch-wllama.ts
  }

  #toError(thrown: unknown, request?: TextRequest): AppError {
    if (thrown instanceof AppError) return thrown;
    const why = this.#log.explain(thrown);
    const because = { cause: thrown };
    if (/kv_cache_full|exceeds the available context/i.test(why)) {
      return new AppError('input-invalid', { name: 'prompt', reason: 'prompt-beyond-context', why }, because);
    }
    if (request?.jsonSchema && /schema|grammar/i.test(why)) {
      return new AppError('input-invalid', { name: 'jsonSchema', actual: why, expected: 'a JSON schema' }, because);
    }
    if (/alloc|out of memory|OOM/i.test(why)) return new AppError('out-of-memory', { why }, because);
    if (/device.*lost|lost.*device/i.test(why)) return new AppError('device-lost', { why }, because);
    if (thrown instanceof WllamaRuntimeError && thrown.message.startsWith('(ABORT)')) {
      return new AppError('worker-died', { engine: 'wllama', why }, because);
    }
    return new AppError('model-unsupported', { model: this.#model, why }, because);
  }

  #start(request: TextRequest, stop: AbortSignal): Promise<AsyncIterable<RawCompletionChunk | ChatCompletionChunk>> {
    const { prompt, maxTokens, jsonSchema } = request;
    const settings = {
      ...toSampling(request),
      max_tokens: maxTokens,
      abortSignal: stop,
      stream: true,
      ...tokenCountSettings,
    } as const;
    const schema = jsonSchema && { json_schema: jsonSchema };
    if (typeof prompt === 'string') return this.#engine.createCompletion({ ...settings, ...schema, prompt });
    return this.#engine.createChatCompletion({ ...settings, ...schema, messages: [...prompt] });
  }
}

/** Makes llama.cpp's server report the token count with every chunk, so that a stopped answer also has a count. */
const tokenCountSettings = { timings_per_token: true };

/** Returns the parameters of llama.cpp's server, to which the library passes all parameters on. */
function toSampling({ temperature, topP, topK, repeatPenalty, seed, stop }: TextRequest) {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(repeatPenalty !== undefined && { repeat_penalty: repeatPenalty }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop: [...stop] }),
  };
}

/** A reply to a verbose request, with the settings of the request. */
interface VerboseReply {
  readonly __verbose: {
    readonly generation_settings: { readonly logit_bias: readonly { readonly token: number }[] };
  };
}

/** The response of llama.cpp's server to `n_probs`, which the library's types describe incorrectly. */
interface ReportedLogprobs {
  readonly content: readonly (ReportedToken & { readonly top_logprobs: readonly ReportedToken[] })[];
}
interface ReportedToken {
  readonly id: number;
  readonly logprob: number;
}

function toSteps(reported: unknown): NonNullable<TextTiming['steps']> {
  const { content } = reported as ReportedLogprobs;
  return content.map(({ id, top_logprobs }) => ({
    token: id,
    topTokens: top_logprobs.map(({ id, logprob }) => ({ token: id, logprob })),
  }));
}

function readChunkText(chunk: RawCompletionChunk | ChatCompletionChunk): string {
  const choice = chunk.choices[0];
  if (!choice) return '';
  return 'text' in choice ? choice.text : (choice.delta.content ?? '');
}

/** Returns the partial answer that the model continues, which llama.cpp repeats at the beginning of its output. */
function getPartialAnswer(prompt: TextRequest['prompt']): string {
  const last = typeof prompt === 'string' ? undefined : prompt.at(-1);
  return last?.role === 'assistant' ? last.content : '';
}

/** Removes the echo from an output. @returns the new text and the remaining echo */
function dropEcho(text: string, echo: string): readonly [text: string, echo: string] {
  if (echo.startsWith(text)) return ['', echo.slice(text.length)];
  return text.startsWith(echo) ? [text.slice(echo.length), ''] : [text, ''];
}

/**
 * Computes the size in bytes of the keys and values of every layer for the whole context, as f16 (llama.cpp's default):
 * layers · context length · KV heads · (key size + value size) · 2. `null` if the header lacks the head counts, or has
 * one per layer.
 */
function countKvCacheBytes({
  n_ctx,
  n_layer,
  n_embd,
  metadata,
}: ReturnType<Wllama['getLoadedContextInfo']>): number | null {
  const readAttention = (name: string) => metadata[`${metadata['general.architecture']}.attention.${name}`];
  const heads = Number(readAttention('head_count'));
  const kvHeads = Number(readAttention('head_count_kv') ?? heads);
  const keySize = Number(readAttention('key_length') ?? n_embd / heads);
  const valueSize = Number(readAttention('value_length') ?? n_embd / heads);
  const bytes = n_layer * n_ctx * kvHeads * (keySize + valueSize) * 2;
  return Number.isFinite(bytes) ? bytes : null;
}
