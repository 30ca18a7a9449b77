import type { Metric } from '#core/task/evaluation.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** The predictions of a model in one window of a text, over the scored tokens. */
export interface WindowOutcome {
  readonly tokens: number;
  /** Sum of the negative natural logarithm of the probability of each token. */
  readonly negativeLogLikelihood: number;
  /** The most likely token at each position. */
  readonly topTokens: readonly number[];
  /** Number of positions where another model has the same most likely token; absent if no model was compared. */
  readonly sameTop?: number;
}

export function createWindowOutcome(predictions: readonly TokenPrediction[]): WindowOutcome {
  return {
    tokens: predictions.length,
    negativeLogLikelihood: -predictions.reduce((sum, { logProbability }) => sum + logProbability, 0),
    topTokens: predictions.map(({ topToken }) => topToken),
  };
}

/** Adds the agreement with a base model on the same window to the outcome of a model. */
export function compareWindows(candidate: WindowOutcome, base: WindowOutcome): WindowOutcome {
  const sameTop = candidate.topTokens.filter((token, index) => token === base.topTokens[index]).length;
  return { ...candidate, sameTop };
}

export const languageModelMetrics: readonly Metric<WindowOutcome>[] = [
  /** The exponential of the mean negative log-likelihood per token. */
  defineRatioMetric('perplexity', {
    isError: true,
    numerator: ({ negativeLogLikelihood }) => negativeLogLikelihood,
    denominator: ({ tokens }) => tokens,
    finish: Math.exp,
  }),
  /** "Same top p" of `llama-perplexity --kl-divergence`. */
  {
    ...defineRatioMetric<WindowOutcome>('next-token-agreement', {
      numerator: ({ sameTop = 0 }) => sameTop,
      denominator: ({ tokens, sameTop }) => (sameTop === undefined ? 0 : tokens),
    }),
    isAgreement: true,
  },
];

/** The default context length of llama.cpp's perplexity tool, which published figures use. */
export const perplexityContext = 512;

/** A range of tokens that a model processes at once. Tokens from `scoredFrom` on have enough context to be scored. */
export interface PerplexityWindow {
  readonly start: number;
  readonly end: number;
  readonly scoredFrom: number;
}

/**
 * Lists the windows of llama.cpp's perplexity tool: complete, non-overlapping windows, scored after their first half.
 * @param tokens the length of the text in tokens
 * @param context the length of a window in tokens
 */
export function listPerplexityWindows(tokens: number, context: number): PerplexityWindow[] {
  return Array.from({ length: Math.floor(tokens / context) }, (_, index) => {
    const start = index * context;
    return { start, end: start + context, scoredFrom: start + Math.floor(context / 2) + 1 };
  });
}
