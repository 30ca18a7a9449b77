import type { ChatCompletionChunk, RawCompletionChunk, Wllama } from '@wllama/wllama/esm/index.js';
import { AppError, asAppError } from '#core/error.ts';
import type { EngineFacts } from '#core/runtime.ts';
import type { TextFacts, TextRequest, TextSession, TextUsage } from '#core/text.ts';

export class WllamaSession implements TextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly #engine: Wllama;

  constructor(engine: Wllama, facts: EngineFacts & { runtime: 'wllama' }) {
    const context = engine.getLoadedContextInfo();
    this.facts = {
      ...facts,
      contextLength: context.n_ctx,
      trainedContextLength: context.n_ctx_train || null,
      kvCacheBytes: kvCacheBytes(context),
      hasChatTemplate: engine.getChatTemplate() !== null,
    };
    this.#engine = engine;
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const startedMs = performance.now();
    let firstMs = 0;
    let lastMs = 0;
    let pieces = 0;
    let timings: RawCompletionChunk['timings'];
    let usage: RawCompletionChunk['usage'];
    let reason: string | null = null;
    try {
      for await (const chunk of await this.#start(request, stop)) {
        timings = chunk.timings ?? timings;
        usage = chunk.usage ?? usage;
        reason = chunk.choices[0]?.finish_reason ?? reason;
        const text = textOf(chunk);
        if (!text) continue;
        lastMs = performance.now();
        if (pieces++ === 0) firstMs = lastMs;
        yield text;
      }
    } catch (thrown) {
      if (!stop.aborted) throw runningError(thrown);
    }
    return {
      promptTokens: usage?.prompt_tokens ?? (timings?.prompt_n ?? 0) + (timings?.cache_n ?? 0),
      tokens: timings?.predicted_n ?? usage?.completion_tokens ?? pieces,
      ttftMs: firstMs && firstMs - startedMs,
      prefillTokensPerS: timings?.prompt_per_second ?? null,
      decodeTokensPerS: pieces > 1 ? (1000 * (pieces - 1)) / (lastMs - firstMs) : null,
      ended: stop.aborted ? 'stopped' : reason === 'length' ? 'length' : 'model',
    };
  }

  async close(): Promise<void> {
    await this.#engine.exit();
  }

  #start(request: TextRequest, stop: AbortSignal): Promise<AsyncIterable<RawCompletionChunk | ChatCompletionChunk>> {
    const { prompt, jsonSchema } = request;
    const settings = {
      ...samplingOf(request),
      max_tokens: request.maxTokens,
      abortSignal: stop,
      stream: true,
    } as const;
    if (typeof prompt === 'string') {
      if (jsonSchema) {
        throw new AppError('input-invalid', { name: 'jsonSchema', got: 'a plain prompt', want: 'a conversation' });
      }
      return this.#engine.createCompletion({ ...settings, prompt });
    }
    return this.#engine.createChatCompletion({
      ...settings,
      messages: [...prompt],
      ...(jsonSchema && {
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: jsonSchema, strict: true } },
      }),
    });
  }
}

function samplingOf({ temperature, topP, topK, repeatPenalty, seed }: TextRequest) {
  return {
    ...(temperature !== undefined && { temp: temperature, temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(repeatPenalty !== undefined && { penalty_repeat: repeatPenalty }),
    ...(seed !== undefined && { seed }),
  };
}

function textOf(chunk: RawCompletionChunk | ChatCompletionChunk): string {
  const choice = chunk.choices[0];
  if (!choice) return '';
  return 'text' in choice ? choice.text : (choice.delta.content ?? '');
}

/**
 * Keys and values of every layer for the whole context, as f16 (llama.cpp's default):
 * 2 · layers · context · KV heads · head size · 2 bytes. Null where the header lacks the head counts.
 */
function kvCacheBytes({ n_ctx, n_layer, n_embd, metadata }: ReturnType<Wllama['getLoadedContextInfo']>): number | null {
  const architecture = metadata['general.architecture'];
  const heads = Number(metadata[`${architecture}.attention.head_count`]);
  const kvHeads = Number(metadata[`${architecture}.attention.head_count_kv`] ?? heads);
  const bytes = 2 * n_layer * n_ctx * kvHeads * (n_embd / heads) * 2;
  return Number.isFinite(bytes) ? bytes : null;
}

function runningError(thrown: unknown): AppError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (/kv_cache_full|context/i.test(why)) {
    return new AppError('input-invalid', { name: 'prompt', got: why, want: 'a text that fits the context' });
  }
  if (/alloc|out of memory|OOM/i.test(why)) return new AppError('out-of-memory', { why }, { cause: thrown });
  if (/device.*lost|lost.*device/i.test(why)) return new AppError('device-lost', { why }, { cause: thrown });
  return asAppError(thrown);
}
