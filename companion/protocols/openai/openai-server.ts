import { AppError, asAppError } from '#core/errors/error.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import { sendJson } from '../../gateway/read-json-body.ts';
import type { OpenModel } from '../../gateway/sessions/open-model.ts';
import type { RouteRequest } from '../../gateway/routes.ts';
import { answerRequest } from '../answer-request.ts';
import { checkBody, parseJson, type RequestBodies } from '../request-bodies.ts';
import type { ServedModel, ServedModels } from '../served-models.ts';
import { AnswerForm, openaiError } from './answer-form.ts';
import { EventStream } from './event-stream.ts';
import {
  toChatPrompt,
  chatRequest,
  checkFeatures,
  completionRequest,
  embeddingRequest,
  readGenerationSettings,
  readJsonSchema,
} from './openai-requests.ts';

/** Many times the longest context of today's models, in bytes. Heuristic. */
const maxBodyBytes = 32 << 20;

interface Parts {
  readonly models: ServedModels;
  readonly bodies: RequestBodies;
  /** The message of an error, with its fix. */
  readonly formatMessage: (error: AppError) => string;
}

/** The texts to generate for one request. */
interface Generation {
  readonly form: AnswerForm;
  readonly prompts: readonly TextRequest['prompt'][];
  readonly settings: Omit<TextRequest, 'prompt'>;
  readonly stream: boolean;
  readonly includesUsage: boolean;
}

/**
 * OpenAI's API for text: models, chat completions, completions and embeddings
 * (https://platform.openai.com/docs/api-reference).
 */
export class OpenaiServer {
  readonly #parts: Parts;
  readonly #startedS = Math.floor(Date.now() / 1000);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  models(route: RouteRequest): Promise<void> {
    return this.#answer(route, async () => {
      const models = (await this.#parts.models.list()).filter(({ kind }) => kind === 'text');
      sendJson(route.response, { object: 'list', data: models.map((model) => this.#describe(model)) });
    });
  }

  model(route: RouteRequest): Promise<void> {
    return this.#answer(route, async () => {
      sendJson(route.response, this.#describe(await this.#parts.models.find(route.parameters['model'] ?? '')));
    });
  }

  chat(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const request = checkBody(checkFeatures(body), chatRequest);
      const { model, messages, max_completion_tokens: max = request.max_tokens, response_format: format } = request;
      const prompts = [toChatPrompt(messages)];
      await this.#parts.models.use(model, 'text', (open) =>
        this.#generate(route, open, signal, {
          form: new AnswerForm('chat', model),
          prompts,
          settings: {
            ...readGenerationSettings({ ...request, max_tokens: max }, findContextLength(open)),
            ...readJsonSchema(format),
          },
          stream: request.stream === true,
          includesUsage: request.stream_options?.include_usage === true,
        }),
      );
    });
  }

  completions(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const request = checkBody(checkFeatures(body), completionRequest);
      const { model, prompt } = request;
      await this.#parts.models.use(model, 'text', (open) =>
        this.#generate(route, open, signal, {
          form: new AnswerForm('completions', model),
          prompts: [prompt].flat(),
          settings: readGenerationSettings(request, findContextLength(open)),
          stream: request.stream === true,
          includesUsage: request.stream_options?.include_usage === true,
        }),
      );
    });
  }

  embeddings(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const { model, input, encoding_format: format } = checkBody(checkFeatures(body), embeddingRequest);
      const embedded = await this.#parts.models.use(model, 'text', async (open) => {
        const all = [];
        for (const text of [input].flat()) all.push(await open.embed(text, signal));
        return all;
      });
      const data = embedded.map(({ vector }, index) => ({
        object: 'embedding',
        index,
        embedding: format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
      }));
      const tokens = embedded.reduce<number | null>(
        (sum, entry) => (sum === null || entry.tokens === null ? null : sum + entry.tokens),
        0,
      );
      const usage = tokens !== null && { usage: { prompt_tokens: tokens, total_tokens: tokens } };
      sendJson(route.response, { object: 'list', model, data, ...usage });
    });
  }

  async #generate({ response }: RouteRequest, open: OpenModel, signal: AbortSignal, generation: Generation) {
    const { form, prompts, settings, stream, includesUsage } = generation;
    const usages: TextUsage[] = [];
    const choices: Parameters<AnswerForm['part']>[0][] = [];
    const events = new EventStream(response);
    for (const [index, prompt] of prompts.entries()) {
      let whole = '';
      let isFirst = true;
      const onText = async (text: string) => {
        if (!stream) return void (whole += text);
        await events.send(form.part({ index, text, ended: null }, isFirst));
        isFirst = false;
      };
      const usage = await open.generate({ ...settings, prompt }, signal, onText);
      signal.throwIfAborted();
      usages.push(usage);
      choices.push({ index, text: whole, ended: usage.ended });
      if (stream) await events.send(form.part({ index, text: '', ended: usage.ended }, isFirst));
    }
    if (!stream) return sendJson(response, form.whole(choices, usages));
    if (includesUsage) await events.send(form.usage(usages));
    events.end();
  }

  #describe({ name }: ServedModel) {
    return { id: name, object: 'model', created: this.#startedS, owned_by: 'assay' };
  }

  #answer(
    { request, response }: RouteRequest,
    work: (body: unknown, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { bodies, formatMessage } = this.#parts;
    const errorBody = (error: AppError, status: number) => openaiError(formatMessage(error), status, error);
    return answerRequest(request, response, errorBody, (signal) =>
      bodies.use(request, maxBodyBytes, async (body) => {
        const json = parseJson(body.toString());
        try {
          await work(json, signal);
        } catch (thrown) {
          if (!response.headersSent || signal.aborted) throw thrown;
          // The stream has started, so the error is its last event.
          const error = asAppError(thrown);
          await new EventStream(response).send(errorBody(error, 500));
          response.end();
        }
      }),
    );
  }
}

function findContextLength({ session }: OpenModel): number {
  return 'contextLength' in session.facts ? session.facts.contextLength : 0;
}
