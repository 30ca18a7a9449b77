import * as v from 'valibot';
import type {
  GreedyStep,
  TextRequest,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenisedText,
  TokenPrediction,
} from '#core/engine/text-session.ts';
import { wholeNumber } from './tensor-header.ts';

const positiveInteger = v.pipe(wholeNumber, v.minValue(1));
const finiteNumber = v.pipe(v.number(), v.finite());
const chatMessage = v.object({ role: v.picklist(['system', 'user', 'assistant']), content: v.string() });

export const textRequest = v.object({
  prompt: v.union([v.string(), v.pipe(v.array(chatMessage), v.maxLength(10_000))]),
  maxTokens: positiveInteger,
  temperature: v.exactOptional(v.pipe(finiteNumber, v.minValue(0))),
  topP: v.exactOptional(v.pipe(finiteNumber, v.minValue(0), v.maxValue(1))),
  topK: v.exactOptional(wholeNumber),
  repeatPenalty: v.exactOptional(finiteNumber),
  seed: v.exactOptional(wholeNumber),
  stop: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.maxLength(64))),
  jsonSchema: v.exactOptional(v.record(v.string(), v.unknown())),
}) satisfies v.GenericSchema<TextRequest>;

export const timedTextRequest = v.object({
  prompt: v.string(),
  tokens: positiveInteger,
  reuseContext: v.boolean(),
  topTokens: v.exactOptional(v.pipe(positiveInteger, v.maxValue(1000))),
}) satisfies v.GenericSchema<TimedTextRequest>;

export const textUsage = v.object({
  promptTokens: v.nullable(v.number()),
  tokens: v.nullable(v.number()),
  ttftMs: v.nullable(v.number()),
  prefillTokensPerS: v.nullable(v.number()),
  decodeTokensPerS: v.nullable(v.number()),
  ended: v.picklist(['model', 'length', 'stopped']),
}) satisfies v.GenericSchema<TextUsage>;

const greedyStep = v.object({
  token: v.number(),
  topTokens: v.array(v.object({ token: v.number(), logprob: v.number() })),
}) satisfies v.GenericSchema<GreedyStep>;

export const textTiming: v.GenericSchema<TextTiming> = v.object({
  reusedTokens: v.number(),
  promptTokens: v.number(),
  promptMs: v.number(),
  decodeTokens: v.number(),
  decodeMs: v.number(),
  steps: v.exactOptional(v.array(greedyStep)),
});

export const tokenIds = v.array(wholeNumber);

export const tokenisedText: v.GenericSchema<TokenisedText> = v.object({
  tokens: tokenIds,
  startToken: v.nullable(wholeNumber),
});

export const tokenPrediction: v.GenericSchema<TokenPrediction> = v.object({
  logProbability: v.number(),
  topToken: wholeNumber,
});
