import type { ConversionCheck } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';

/** What both engines read: about 90 tokens of everyday English, written for this purpose. */
const text =
  `The harbour was quiet in the early morning. Two fishing boats had come back before sunrise, and the men were
carrying boxes of herring to the market hall. A girl sat on the wall with a cup of tea and counted them. "Forty-one,"
she said to her brother, "and yesterday there were only twenty-nine." He laughed, because he had lost a bet, and gave
her the last of his coins.`.replaceAll('\n', ' ');

/** Generated tokens that are timed. */
const timedTokens = 9;

/** How a session reads the text, and how fast. */
export interface EngineTrial {
  /** Token ids of the text, without special tokens. */
  readonly tokens: readonly number[];
  readonly predictions: readonly { readonly logProbability: number; readonly topToken: number }[];
  /** Tokens per second, by the engine's own clock. */
  readonly promptPerS: number;
  readonly generationPerS: number;
}

export async function tryEngine(session: TextSession): Promise<EngineTrial> {
  const { scores } = session;
  if (!scores) throw new AppError('internal', { why: `${session.facts.engine} has no scores` });
  const { tokens, startToken } = await scores.tokenise(text);
  // The scores come first: code that the browser has not compiled yet would slow down what is timed.
  const predictions = await scores.predict(startToken === null ? tokens : [startToken, ...tokens], 1);
  const timing = await session.time({ prompt: text, tokens: timedTokens, reuseContext: false });
  return {
    tokens,
    predictions,
    promptPerS: (1000 * timing.promptTokens) / timing.promptMs,
    generationPerS: (1000 * timing.decodeTokens) / timing.decodeMs,
  };
}

/** `null` if they do not read the text as the same tokens. */
export function compareTrials(original: EngineTrial, converted: EngineTrial): ConversionCheck | null {
  const isSame =
    original.tokens.length === converted.tokens.length &&
    original.tokens.every((token, index) => token === converted.tokens[index]);
  if (!isSame || original.predictions.length !== converted.predictions.length) return null;
  const meanLoss = ({ predictions }: EngineTrial) =>
    -predictions.reduce((sum, { logProbability }) => sum + logProbability, 0) / predictions.length;
  const agreed = original.predictions.filter(
    ({ topToken }, index) => topToken === converted.predictions[index]!.topToken,
  );
  return {
    perplexityRatio: Math.exp(meanLoss(converted) - meanLoss(original)),
    agreement: agreed.length / original.predictions.length,
    promptSpeedup: converted.promptPerS / original.promptPerS,
    generationSpeedup: converted.generationPerS / original.generationPerS,
  };
}

/** A converted model is used if its perplexity is at most this many times the original's, or they agree on these tokens. */
const maxPerplexityRatio = 1.05;
const minAgreement = 0.95;

export function isFaithful(check: ConversionCheck | null): boolean {
  return check !== null && (check.perplexityRatio <= maxPerplexityRatio || check.agreement >= minAgreement);
}
