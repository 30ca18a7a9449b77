import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { ChatMessage, TextRequest } from '#core/engine/text-session.ts';
import { textRequest } from '#protocol/text-schemas.ts';

const part = v.looseObject({ type: v.string(), text: v.exactOptional(v.string()) });
const message = v.looseObject({ role: v.string(), content: v.exactOptional(v.union([v.string(), v.array(part)])) });
const { temperature, topP, topK, repeatPenalty, seed } = textRequest.entries;
const stopText = v.pipe(v.string(), v.minLength(1));

/** The fields of both kinds of completion. Names that OpenAI does not have come from llama.cpp and vLLM. */
const common = {
  model: v.string(),
  stream: v.exactOptional(v.boolean()),
  stream_options: v.exactOptional(v.looseObject({ include_usage: v.exactOptional(v.boolean()) })),
  max_tokens: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  temperature,
  top_p: topP,
  top_k: topK,
  repeat_penalty: repeatPenalty,
  seed,
  stop: v.exactOptional(v.union([stopText, v.pipe(v.array(stopText), v.maxLength(64))])),
};

export const chatRequest = v.looseObject({
  ...common,
  messages: v.pipe(v.array(message), v.minLength(1), v.maxLength(10_000)),
  max_completion_tokens: common.max_tokens,
  response_format: v.exactOptional(
    v.variant('type', [
      v.looseObject({ type: v.literal('text') }),
      v.looseObject({ type: v.literal('json_object') }),
      v.looseObject({
        type: v.literal('json_schema'),
        json_schema: v.looseObject({ schema: v.record(v.string(), v.unknown()) }),
      }),
    ]),
  ),
});

export const completionRequest = v.looseObject({
  ...common,
  prompt: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(64))]),
});

export const embeddingRequest = v.looseObject({
  model: v.string(),
  input: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2048))]),
  encoding_format: v.exactOptional(v.picklist(['float', 'base64'])),
});

type Common = { readonly [Name in keyof typeof common]?: v.InferOutput<(typeof common)[Name]> | undefined };

/** Unsupported fields that would change the answer, with their neutral values; other values are rejected. */
const unsupported: Readonly<Record<string, readonly unknown[]>> = {
  n: [1],
  best_of: [1],
  frequency_penalty: [0],
  presence_penalty: [0],
  logit_bias: ['{}'],
  logprobs: [false],
  top_logprobs: [0],
  tools: ['[]'],
  functions: ['[]'],
  modalities: ['["text"]'],
  echo: [false],
  suffix: [''],
  dimensions: [],
};

/**
 * The properties that are set; clients send `null` for the others.
 * @throws AppError request-invalid
 */
export function checkFeatures(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body).filter(([, value]) => value !== null);
  for (const [feature, value] of entries) {
    const neutral = Object.hasOwn(unsupported, feature) ? unsupported[feature] : undefined;
    const comparable: unknown = typeof value === 'object' ? JSON.stringify(value) : value;
    if (neutral && !neutral.includes(comparable))
      throw new AppError('request-invalid', { reason: 'not-supported', feature });
  }
  return Object.fromEntries(entries);
}

/** @throws AppError request-invalid */
export function toChatPrompt(messages: v.InferOutput<typeof chatRequest>['messages']): readonly ChatMessage[] {
  return messages.map(({ role, content = '' }) => ({ role: toRole(role), content: joinText(content) }));
}

/** `developer` is the newer name of `system`. */
function toRole(role: string): ChatMessage['role'] {
  if (role === 'developer') return 'system';
  if (role === 'system' || role === 'user' || role === 'assistant') return role;
  throw new AppError('request-invalid', { reason: 'not-supported', feature: `role: ${role}` });
}

function joinText(content: string | readonly v.InferOutput<typeof part>[]): string {
  if (typeof content === 'string') return content;
  const texts = content.map(({ type, text }) => {
    if (type === 'text' && text !== undefined) return text;
    throw new AppError('request-invalid', { reason: 'not-supported', feature: type });
  });
  return texts.join('');
}

/**
 * The generation settings of a request.
 * @param contextLength the limit of an answer if the request has none
 */
export function readGenerationSettings(
  { temperature, top_p, top_k, repeat_penalty, seed, stop, max_tokens }: Common,
  contextLength: number,
): Omit<TextRequest, 'prompt'> {
  return {
    maxTokens: max_tokens ?? contextLength,
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(top_k !== undefined && { topK: top_k }),
    ...(repeat_penalty !== undefined && { repeatPenalty: repeat_penalty }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop: [stop].flat() }),
  };
}

export function readJsonSchema(
  format: v.InferOutput<typeof chatRequest>['response_format'],
): Pick<TextRequest, 'jsonSchema'> {
  if (format?.type === 'json_schema') return { jsonSchema: format.json_schema.schema };
  if (format?.type === 'json_object') return { jsonSchema: { type: 'object', additionalProperties: true } };
  return {};
}
