import { AppError, asAppError } from '#core/errors/error.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import { sendJson } from '../../gateway/read-json-body.ts';
import type { OpenModel } from '../../gateway/sessions/open-model.ts';
import type { RouteRequest } from '../../gateway/routes.ts';
import { answerRequest } from '../answer-request.ts';
import { checkBody, parseJson, type RequestBodies } from '../request-bodies.ts';
import type { ServedModel, ServedModels } from '../served-models.ts';
import { ResponseFormatter, formatOpenaiError } from './response-formatter.ts';
import { EventStream } from './event-stream.ts';
import {
  toChatPrompt,
  chatRequest,
  rejectUnsupportedFields,
  completionRequest,
  embeddingRequest,
  readGenerationSettings,
  readJsonSchema,
} from './openai-requests.ts';

/**
 * The maximum size of a request body in bytes: many times the longest context of current models. Heuristic, not
 * measured.
 */
const maxBodyBytes = 32 << 20;

interface OpenaiServerOptions {
  readonly models: ServedModels;
  readonly bodies: RequestBodies;
  /** Formats the message of an error, with its fix. */
  readonly formatMessage: (error: AppError) => string;
}

/** The texts to generate for one request. */
interface Generation {
  readonly formatter: ResponseFormatter;
  readonly prompts: readonly TextRequest['prompt'][];
  readonly settings: Omit<TextRequest, 'prompt'>;
  readonly isStreamed: boolean;
  readonly includesUsage: boolean;
}

/**
 * A server of OpenAI's text API: models, chat completions, completions and embeddings
 * (https://platform.openai.com/docs/api-reference).
 */
export class OpenaiServer {
  readonly #options: OpenaiServerOptions;
  readonly #startedS = Math.floor(Date.now() / 1000);

  constructor(options: OpenaiServerOptions) {
    this.#options = options;
  }

  sendModels(route: RouteRequest): Promise<void> {
    return this.#answer(route, async () => {
      const models = (await this.#options.models.list()).filter(({ kind }) => kind === 'text');
      sendJson(route.response, { object: 'list', data: models.map((model) => this.#toModelObject(model)) });
    });
  }

  sendModel(route: RouteRequest): Promise<void> {
    return this.#answer(route, async () => {
      sendJson(route.response, this.#toModelObject(await this.#options.models.find(route.parameters['model'] ?? '')));
    });
  }

  completeChat(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const request = checkBody(rejectUnsupportedFields(body), chatRequest);
      const {
        model,
        messages,
        max_completion_tokens: maxTokens = request.max_tokens,
        response_format: format,
      } = request;
      const prompts = [toChatPrompt(messages)];
      await this.#options.models.withModel(model, 'text', (openModel) =>
        this.#generate(route, openModel, signal, {
          formatter: new ResponseFormatter('chat', model),
          prompts,
          settings: {
            ...readGenerationSettings({ ...request, max_tokens: maxTokens }, findContextLength(openModel)),
            ...readJsonSchema(format),
          },
          isStreamed: request.stream === true,
          includesUsage: request.stream_options?.include_usage === true,
        }),
      );
    });
  }

  complete(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const request = checkBody(rejectUnsupportedFields(body), completionRequest);
      const { model, prompt } = request;
      await this.#options.models.withModel(model, 'text', (openModel) =>
        this.#generate(route, openModel, signal, {
          formatter: new ResponseFormatter('completions', model),
          prompts: [prompt].flat(),
          settings: readGenerationSettings(request, findContextLength(openModel)),
          isStreamed: request.stream === true,
          includesUsage: request.stream_options?.include_usage === true,
        }),
      );
    });
  }

  embed(route: RouteRequest): Promise<void> {
    return this.#answer(route, async (body, signal) => {
      const { model, input, encoding_format: format } = checkBody(rejectUnsupportedFields(body), embeddingRequest);
      const embeddings = await this.#options.models.withModel(model, 'text', async (openModel) => {
        const results = [];
        for (const text of [input].flat()) results.push(await openModel.embed(text, signal));
        return results;
      });
      const data = embeddings.map(({ vector }, index) => ({
        object: 'embedding',
        index,
        embedding: format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
      }));
      const tokens = embeddings.reduce<number | null>(
        (sum, entry) => (sum === null || entry.tokens === null ? null : sum + entry.tokens),
        0,
      );
      const usage = tokens !== null && { usage: { prompt_tokens: tokens, total_tokens: tokens } };
      sendJson(route.response, { object: 'list', model, data, ...usage });
    });
  }

  async #generate({ response }: RouteRequest, openModel: OpenModel, signal: AbortSignal, generation: Generation) {
    const { formatter, prompts, settings, isStreamed, includesUsage } = generation;
    const usages: TextUsage[] = [];
    const choices: Parameters<ResponseFormatter['formatChunk']>[0][] = [];
    const events = new EventStream(response);
    for (const [index, prompt] of prompts.entries()) {
      let fullText = '';
      let isFirst = true;
      const onText = async (text: string) => {
        if (!isStreamed) return void (fullText += text);
        await events.send(formatter.formatChunk({ index, text, ended: null }, isFirst));
        isFirst = false;
      };
      const usage = await openModel.generate({ ...settings, prompt }, signal, onText);
      signal.throwIfAborted();
      usages.push(usage);
      choices.push({ index, text: fullText, ended: usage.ended });
      if (isStreamed) await events.send(formatter.formatChunk({ index, text: '', ended: usage.ended }, isFirst));
    }
    if (!isStreamed) return sendJson(response, formatter.formatResponse(choices, usages));
    if (includesUsage) await events.send(formatter.formatUsageChunk(usages));
    events.end();
  }

  #toModelObject({ name }: ServedModel) {
    return { id: name, object: 'model', created: this.#startedS, owned_by: 'assay' };
  }

  #answer(
    { request, response }: RouteRequest,
    work: (body: unknown, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { bodies, formatMessage } = this.#options;
    const formatErrorBody = (error: AppError, status: number) => formatOpenaiError(formatMessage(error), status, error);
    return answerRequest(request, response, formatErrorBody, (signal) =>
      bodies.withBody(request, maxBodyBytes, async (body) => {
        const json = parseJson(body.toString());
        try {
          await work(json, signal);
        } catch (thrown) {
          if (!response.headersSent || signal.aborted) throw thrown;
          // The response is already being streamed, so the error becomes its last event.
          const error = asAppError(thrown);
          await new EventStream(response).send(formatErrorBody(error, 500));
          response.end();
        }
      }),
    );
  }
}

function findContextLength({ session }: OpenModel): number {
  return 'contextLength' in session.facts ? session.facts.contextLength : 0;
}
