import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { Embedding } from '../../gateway/sessions/open-model.ts';
import type { RemoteResponse, ServerPool } from '../remote/server-pool.ts';
import { readServerEvents } from './read-server-events.ts';

const modelListSchema = v.looseObject({
  data: v.array(
    v.looseObject({
      id: v.string(),
      owned_by: v.exactOptional(v.string()),
      /** The context length, under the names of vLLM and llama.cpp. */
      max_model_len: v.exactOptional(v.nullable(v.number())),
      meta: v.exactOptional(
        v.nullable(v.looseObject({ n_ctx: v.exactOptional(v.number()), n_ctx_train: v.exactOptional(v.number()) })),
      ),
    }),
  ),
});
const chunkSchema = v.looseObject({
  choices: v.array(
    v.looseObject({
      text: v.exactOptional(v.nullable(v.string())),
      delta: v.exactOptional(v.looseObject({ content: v.exactOptional(v.nullable(v.string())) })),
      finish_reason: v.exactOptional(v.nullable(v.string())),
    }),
  ),
  usage: v.exactOptional(v.nullable(v.looseObject({ prompt_tokens: v.number(), completion_tokens: v.number() }))),
});
const embeddingsSchema = v.looseObject({
  data: v.pipe(v.array(v.looseObject({ embedding: v.array(v.number()) })), v.minLength(1)),
  usage: v.exactOptional(v.nullable(v.looseObject({ prompt_tokens: v.number() }))),
});

/** A model that a server lists. */
export interface ListedModel {
  readonly id: string;
  readonly owner: string;
  /** In tokens; `null` if the server does not report it. */
  readonly contextLength: number | null;
}

export interface GenerationResult extends Pick<TextUsage, 'promptTokens' | 'tokens'> {
  readonly ended: 'model' | 'length';
}

/** `maxTokens: null` lets an answer fill the context. Servers may reject a limit that exceeds the remaining context. */
type RemoteTextRequest = Omit<TextRequest, 'maxTokens'> & { readonly maxTokens: number | null };

const jsonHeaders = { 'content-type': 'application/json' };

/** A client of OpenAI's text API. */
export class OpenaiClient {
  readonly #pool: ServerPool;

  constructor(pool: ServerPool) {
    this.#pool = pool;
  }

  /**
   * Lists the models of the server.
   * @throws AppError server-failed
   */
  async listModels(): Promise<readonly ListedModel[]> {
    const request = { path: '/v1/models', signal: new AbortController().signal };
    const { data } = await this.#pool.request(request, async (response) =>
      parseOrThrow(response, modelListSchema, await response.readJson()),
    );
    return data.map(({ id, owned_by, max_model_len, meta }) => {
      const contextLength = max_model_len ?? meta?.n_ctx ?? meta?.n_ctx_train ?? null;
      return { id, owner: owned_by ?? '', contextLength };
    });
  }

  /**
   * Generates text. If a server fails during an answer, another server generates the answer from the beginning, and its
   * text is passed on from the point where the first server stopped. If the texts differ before that point, the request
   * fails.
   * @param onText receives each chunk of text
   * @throws AppError server-failed
   */
  generate(
    model: string,
    request: RemoteTextRequest,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<GenerationResult> {
    const isChat = typeof request.prompt !== 'string';
    const path = isChat ? '/v1/chat/completions' : '/v1/completions';
    const body = JSON.stringify(toBody(model, request));
    let sentText = '';
    return this.#pool.request({ path, body, headers: jsonHeaders, signal }, async (response) => {
      let text = '';
      let result: GenerationResult | null = null;
      let usage: Pick<TextUsage, 'promptTokens' | 'tokens'> = { promptTokens: null, tokens: null };
      for await (const event of readServerEvents(response)) {
        const { choices, usage: tokenCounts } = parseOrThrow(response, chunkSchema, event);
        if (tokenCounts) usage = { promptTokens: tokenCounts.prompt_tokens, tokens: tokenCounts.completion_tokens };
        for (const { text: completionText, delta, finish_reason: reason } of choices) {
          text += completionText ?? delta?.content ?? '';
          if (reason) result = { ...usage, ended: reason === 'length' ? 'length' : 'model' };
        }
        if (text.length <= sentText.length) continue;
        if (!text.startsWith(sentText)) throw response.createError({ reason: 'answer-differs', isFinal: true });
        onText(text.slice(sentText.length));
        sentText = text;
      }
      if (!result) throw response.createError({ reason: 'answer-interrupted' });
      return { ...result, ...usage };
    });
  }

  /**
   * Computes the embedding of a text.
   * @throws AppError server-failed
   */
  embed(model: string, input: string): Promise<Embedding> {
    const body = JSON.stringify({ model, input, encoding_format: 'float' });
    const request = { path: '/v1/embeddings', body, headers: jsonHeaders, signal: new AbortController().signal };
    return this.#pool.request(request, async (response) => {
      const { data, usage } = parseOrThrow(response, embeddingsSchema, await response.readJson());
      return { vector: data[0]!.embedding, tokens: usage?.prompt_tokens ?? null };
    });
  }
}

function toBody(model: string, request: RemoteTextRequest): object {
  const { prompt, maxTokens, temperature, topP, topK, repeatPenalty, seed, stop, jsonSchema } = request;
  return {
    model,
    ...(typeof prompt === 'string' ? { prompt } : { messages: prompt }),
    ...(maxTokens !== null && { max_tokens: maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }), // supported by llama.cpp and vLLM
    ...(repeatPenalty !== undefined && { repeat_penalty: repeatPenalty }), // a parameter of llama.cpp
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && stop.length > 0 && { stop }),
    ...(jsonSchema !== undefined && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: jsonSchema } },
    }),
  };
}

/** @throws AppError server-failed, with the message of an error event */
function parseOrThrow<T>(response: RemoteResponse, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const { error } = (value ?? {}) as { error?: { message?: unknown } };
  if (error) throw response.createError({ why: String(error.message) });
  throw response.createError({ reason: 'answer-unexpected', field: v.getDotPath(parsed.issues[0]) ?? '' });
}

/** Creates the error for a model whose server does not report its context length. */
export function createContextLengthError(server: string, model: string): AppError {
  return new AppError('server-failed', { server, model, reason: 'server-context-unknown' });
}
