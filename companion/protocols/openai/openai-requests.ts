import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { ChatMessage, TextRequest } from '#core/engine/text-session.ts';
import { textRequest } from '#protocol/text-schemas.ts';

const contentPart = v.looseObject({ type: v.string(), text: v.exactOptional(v.string()) });
const message = v.looseObject({
  role: v.string(),
  content: v.exactOptional(v.union([v.string(), v.array(contentPart)])),
});
const { temperature, topP, topK, repeatPenalty, seed } = textRequest.entries;
const stopText = v.pipe(v.string(), v.minLength(1));

/**
 * The fields that chat and text completions share. Fields that OpenAI's API lacks have the names of llama.cpp and vLLM.
 */
const commonFields = {
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
  ...commonFields,
  messages: v.pipe(v.array(message), v.minLength(1), v.maxLength(10_000)),
  max_completion_tokens: commonFields.max_tokens,
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
  ...commonFields,
  prompt: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(64))]),
});

export const embeddingRequest = v.looseObject({
  model: v.string(),
  input: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2048))]),
  encoding_format: v.exactOptional(v.picklist(['float', 'base64'])),
});

type CommonFields = {
  readonly [Name in keyof typeof commonFields]?: v.InferOutput<(typeof commonFields)[Name]> | undefined;
};

/** Unsupported fields that would change the answer. Only their listed neutral values are accepted. */
const unsupportedFields: Readonly<Record<string, readonly unknown[]>> = {
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
 * Rejects unsupported fields, and removes those that are `null`, which clients send for unset ones.
 * @throws AppError request-invalid
 */
export function rejectUnsupportedFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body).filter(([, value]) => value !== null);
  for (const [feature, value] of entries) {
    const neutralValues = Object.hasOwn(unsupportedFields, feature) ? unsupportedFields[feature] : undefined;
    const comparable: unknown = typeof value === 'object' ? JSON.stringify(value) : value;
    if (neutralValues && !neutralValues.includes(comparable))
      throw new AppError('request-invalid', { reason: 'not-supported', feature });
  }
  return Object.fromEntries(entries);
}

/**
 * Converts the messages of a request to a prompt.
 * @throws AppError request-invalid for roles and contents that are not supported
 */
export function toChatPrompt(messages: v.InferOutput<typeof chatRequest>['messages']): readonly ChatMessage[] {
  return messages.map(({ role, content = '' }) => ({ role: toRole(role), content: joinText(content) }));
}

/** `developer` is the newer name of `system`. */
function toRole(role: string): ChatMessage['role'] {
  if (role === 'developer') return 'system';
  if (role === 'system' || role === 'user' || role === 'assistant') return role;
  throw new AppError('request-invalid', { reason: 'not-supported', feature: `role: ${role}` });
}

function joinText(content: string | readonly v.InferOutput<typeof contentPart>[]): string {
  if (typeof content === 'string') return content;
  const texts = content.map(({ type, text }) => {
    if (type === 'text' && text !== undefined) return text;
    throw new AppError('request-invalid', { reason: 'not-supported', feature: type });
  });
  return texts.join('');
}

/**
 * Reads the generation settings of a request.
 * @param contextLength the maximum number of tokens if the request has none
 */
export function readGenerationSettings(
  { temperature, top_p, top_k, repeat_penalty, seed, stop, max_tokens }: CommonFields,
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

/** Reads the JSON schema that an answer must match, if the request has one. */
export function readJsonSchema(
  format: v.InferOutput<typeof chatRequest>['response_format'],
): Pick<TextRequest, 'jsonSchema'> {
  if (format?.type === 'json_schema') return { jsonSchema: format.json_schema.schema };
  if (format?.type === 'json_object') return { jsonSchema: { type: 'object', additionalProperties: true } };
  return {};
}
