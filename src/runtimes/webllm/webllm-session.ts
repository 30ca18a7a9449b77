import type { ChatCompletionChunk, Completion, MLCEngine } from '@mlc-ai/web-llm';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type {
  TextFacts,
  TextRequest,
  TextSession,
  TextTiming,
  TextUsage,
  TimedTextRequest,
} from '#core/engine/text-session.ts';
import { GenerationTimer } from '../generation-timer.ts';

export class WebllmSession implements TextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly #engine: MLCEngine;
  readonly getVocabulary: TextSession['getVocabulary'];

  constructor(engine: MLCEngine, facts: TextFacts, getVocabulary: TextSession['getVocabulary']) {
    this.#engine = engine;
    this.getVocabulary = getVocabulary;
    this.facts = facts;
  }

  /** The library does not report its memory. */
  async memory(): Promise<MemoryInUse> {
    return {};
  }

  async *generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    const timer = new GenerationTimer();
    const interrupt = () => void this.#engine.interruptGenerate();
    stop.addEventListener('abort', interrupt, { once: true });
    let usage: ChatCompletionChunk['usage'];
    let finishReason: string | null = null;
    try {
      for await (const chunk of await this.#start(request)) {
        usage = chunk.usage ?? usage;
        finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
        const text = readChunkText(chunk);
        if (!text) continue;
        timer.onText();
        yield text;
      }
    } catch (thrown) {
      throw toRunError(thrown);
    } finally {
      stop.removeEventListener('abort', interrupt);
    }
    const tokens = usage?.completion_tokens ?? null;
    return {
      promptTokens: usage?.prompt_tokens ?? null,
      tokens,
      prefillTokensPerS: usage?.extra.prefill_tokens_per_s ?? null,
      ...timer.computeRates(tokens),
      ended: stop.aborted ? 'stopped' : finishReason === 'length' ? 'length' : 'model',
    };
  }

  /** The library never reuses the context, and it reports the tokens and times of both phases. */
  async time({ prompt, tokens }: TimedTextRequest): Promise<TextTiming> {
    try {
      const settings = { max_tokens: tokens, temperature: 0, ignore_eos: true, stream: false } as const;
      const { usage } = await this.#engine.completions.create({ ...settings, prompt });
      if (!usage) throw new AppError('internal', { why: 'web-llm reported no times' });
      const { prefill_tokens_per_s, decode_tokens_per_s } = usage.extra;
      const decodeTokens = usage.completion_tokens - 1;
      return {
        reusedTokens: 0,
        promptTokens: usage.prompt_tokens,
        promptMs: (1000 * usage.prompt_tokens) / prefill_tokens_per_s,
        decodeTokens,
        decodeMs: decodeTokens > 0 ? (1000 * decodeTokens) / decode_tokens_per_s : 0,
      };
    } catch (thrown) {
      throw toRunError(thrown);
    }
  }

  async close(): Promise<void> {
    await this.#engine.unload();
  }

  #start(request: TextRequest): Promise<AsyncIterable<ChatCompletionChunk | Completion>> {
    const settings = {
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: request.maxTokens,
      temperature: request.temperature ?? null,
      top_p: request.topP ?? null,
      seed: request.seed ?? null,
      stop: request.stop ? [...request.stop] : null,
      repetition_penalty: request.repeatPenalty ?? null,
    } as const;
    if (request.topK !== undefined) {
      throw new AppError('input-invalid', { name: 'topK', reason: 'no-top-k' });
    }
    if (typeof request.prompt === 'string') {
      return this.#engine.completions.create({ ...settings, prompt: request.prompt });
    }
    return this.#engine.chat.completions.create({
      ...settings,
      messages: [...request.prompt],
      ...(request.jsonSchema && {
        response_format: { type: 'json_object' as const, schema: JSON.stringify(request.jsonSchema) },
      }),
    });
  }
}

function readChunkText(chunk: ChatCompletionChunk | Completion): string {
  const choice = chunk.choices[0];
  if (!choice) return '';
  return 'text' in choice ? choice.text : (choice.delta.content ?? '');
}

function toRunError(thrown: unknown): AppError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (/context window|ContextWindowSize/i.test(why)) {
    return new AppError('input-invalid', { name: 'prompt', reason: 'prompt-beyond-context', why });
  }
  if (/device.*lost|lost.*device/i.test(why)) return new AppError('device-lost', { why }, { cause: thrown });
  return asAppError(thrown);
}
