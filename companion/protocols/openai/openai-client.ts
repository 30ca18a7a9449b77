import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { Embedding } from '../../gateway/sessions/open-model.ts';
import type { Answer, ServerPool } from '../remote/server-pool.ts';
import { serverEvents } from './server-events.ts';

const modelList = v.looseObject({
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
const chunk = v.looseObject({
  choices: v.array(
    v.looseObject({
      text: v.exactOptional(v.nullable(v.string())),
      delta: v.exactOptional(v.looseObject({ content: v.exactOptional(v.nullable(v.string())) })),
      finish_reason: v.exactOptional(v.nullable(v.string())),
    }),
  ),
  usage: v.exactOptional(v.nullable(v.looseObject({ prompt_tokens: v.number(), completion_tokens: v.number() }))),
});
const embeddings = v.looseObject({
  data: v.pipe(v.array(v.looseObject({ embedding: v.array(v.number()) })), v.minLength(1)),
  usage: v.exactOptional(v.nullable(v.looseObject({ prompt_tokens: v.number() }))),
});

/** A model of a server. */
export interface ListedModel {
  readonly id: string;
  readonly owner: string;
  /** In tokens; `null` if the server does not report it. */
  readonly contextLength: number | null;
}

export interface Generated extends Pick<TextUsage, 'promptTokens' | 'tokens'> {
  readonly ended: 'model' | 'length';
}

/** Without a limit, an answer can fill the context; a server may reject a limit that exceeds the remaining context. */
type RemoteTextRequest = Omit<TextRequest, 'maxTokens'> & { readonly maxTokens: number | null };

const json = { 'content-type': 'application/json' };

/** A client of OpenAI's API for text. */
export class OpenaiClient {
  readonly #pool: ServerPool;

  constructor(pool: ServerPool) {
    this.#pool = pool;
  }

  /** @throws AppError server-failed */
  async models(): Promise<readonly ListedModel[]> {
    const request = { path: '/v1/models', signal: new AbortController().signal };
    const { data } = await this.#pool.request(request, async (answer) =>
      parseOrThrow(answer, modelList, await answer.json()),
    );
    return data.map(({ id, owned_by, max_model_len, meta }) => {
      const contextLength = max_model_len ?? meta?.n_ctx ?? meta?.n_ctx_train ?? null;
      return { id, owner: owned_by ?? '', contextLength };
    });
  }

  /**
   * Generates text. If a server fails in mid-answer, another one starts again; its answer is passed on from where the
   * first one ended, if both begin alike.
   * @param onText gets each part
   * @throws AppError server-failed
   */
  generate(
    model: string,
    request: RemoteTextRequest,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<Generated> {
    const isChat = typeof request.prompt !== 'string';
    const path = isChat ? '/v1/chat/completions' : '/v1/completions';
    const body = JSON.stringify(toBody(model, request));
    let passedOn = '';
    return this.#pool.request({ path, body, headers: json, signal }, async (answer) => {
      let text = '';
      let generated: Generated | null = null;
      let usage: Pick<TextUsage, 'promptTokens' | 'tokens'> = { promptTokens: null, tokens: null };
      for await (const event of serverEvents(answer)) {
        const { choices, usage: counted } = parseOrThrow(answer, chunk, event);
        if (counted) usage = { promptTokens: counted.prompt_tokens, tokens: counted.completion_tokens };
        for (const { text: plain, delta, finish_reason: reason } of choices) {
          text += plain ?? delta?.content ?? '';
          if (reason) generated = { ...usage, ended: reason === 'length' ? 'length' : 'model' };
        }
        if (text.length <= passedOn.length) continue;
        if (!text.startsWith(passedOn)) throw answer.fault({ reason: 'answer-differs', isFinal: true });
        onText(text.slice(passedOn.length));
        passedOn = text;
      }
      if (!generated) throw answer.fault({ reason: 'answer-interrupted' });
      return { ...generated, ...usage };
    });
  }

  /** @throws AppError server-failed */
  embed(model: string, input: string): Promise<Embedding> {
    const body = JSON.stringify({ model, input, encoding_format: 'float' });
    const request = { path: '/v1/embeddings', body, headers: json, signal: new AbortController().signal };
    return this.#pool.request(request, async (answer) => {
      const { data, usage } = parseOrThrow(answer, embeddings, await answer.json());
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
    ...(topK !== undefined && { top_k: topK }), // of llama.cpp and vLLM
    ...(repeatPenalty !== undefined && { repeat_penalty: repeatPenalty }), // of llama.cpp
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && stop.length > 0 && { stop }),
    ...(jsonSchema !== undefined && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: jsonSchema } },
    }),
  };
}

/** @throws AppError server-failed, with the message of an error event */
function parseOrThrow<T>(answer: Answer, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const { error } = (value ?? {}) as { error?: { message?: unknown } };
  if (error) throw answer.fault({ why: String(error.message) });
  throw answer.fault({ reason: 'answer-unexpected', field: v.getDotPath(parsed.issues[0]) ?? '' });
}

/** A setting of a model that its server does not report. */
export function createContextLengthError(server: string, model: string): AppError {
  return new AppError('server-failed', { server, model, reason: 'server-context-unknown' });
}
