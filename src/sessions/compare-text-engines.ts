import type { ConversionCheck } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';

/** The prompt of both engines: about 90 tokens of everyday English, written for this purpose. */
const text =
  `The harbour was quiet in the early morning. Two fishing boats had come back before sunrise, and the men were
carrying boxes of herring to the market hall. A girl sat on the wall with a cup of tea and counted them. "Forty-one,"
she said to her brother, "and yesterday there were only twenty-nine." He laughed, because he had lost a bet, and gave
her the last of his coins.`.replaceAll('\n', ' ');

/** Generated tokens that are timed. Heuristic, not measured. */
const timedTokens = 9;

/** A session's tokens and predictions for the text, and its speed. */
export interface EngineTrial {
  /** Token ids of the text, without special tokens. */
  readonly tokens: readonly number[];
  readonly predictions: readonly { readonly logProbability: number; readonly topToken: number }[];
  /** Tokens per second, by the engine's own clock. */
  readonly promptPerS: number;
  readonly generationPerS: number;
}

/**
 * Runs the text on a session with token scores.
 * @throws AppError internal if the engine has no token scores
 */
export async function tryEngine(session: TextSession): Promise<EngineTrial> {
  const { scores } = session;
  if (!scores) throw new AppError('internal', { why: `${session.facts.engine} has no scores` });
  const { tokens, startToken } = await scores.tokenise(text);
  // Predicting first compiles the engine's code, which would slow down the timing.
  const predictions = await scores.predict(startToken === null ? tokens : [startToken, ...tokens], 1);
  const timing = await session.time({ prompt: text, tokens: timedTokens, reuseContext: false });
  return {
    tokens,
    predictions,
    promptPerS: (1000 * timing.promptTokens) / timing.promptMs,
    generationPerS: (1000 * timing.decodeTokens) / timing.decodeMs,
  };
}

/** Compares a converted model with its original; `null` if they tokenise the text differently. */
export function compareTrials(original: EngineTrial, converted: EngineTrial): ConversionCheck | null {
  const hasSameTokens =
    original.tokens.length === converted.tokens.length &&
    original.tokens.every((token, index) => token === converted.tokens[index]);
  if (!hasSameTokens || original.predictions.length !== converted.predictions.length) return null;
  const computeMeanLoss = ({ predictions }: EngineTrial) =>
    -predictions.reduce((sum, { logProbability }) => sum + logProbability, 0) / predictions.length;
  const agreeing = original.predictions.filter(
    ({ topToken }, index) => topToken === converted.predictions[index]!.topToken,
  );
  return {
    perplexityRatio: Math.exp(computeMeanLoss(converted) - computeMeanLoss(original)),
    agreement: agreeing.length / original.predictions.length,
    promptSpeedup: converted.promptPerS / original.promptPerS,
    generationSpeedup: converted.generationPerS / original.generationPerS,
  };
}

/** Relative to the original's perplexity. Heuristic, not measured. */
const maxPerplexityRatio = 1.05;
/** Fraction of equal most probable tokens. Heuristic, not measured. */
const minAgreement = 0.95;

/**
 * Whether a conversion is close enough to its original to be used: by its perplexity or by its most probable tokens.
 */
export function isFaithful(check: ConversionCheck | null): boolean {
  return check !== null && (check.perplexityRatio <= maxPerplexityRatio || check.agreement >= minAgreement);
}
