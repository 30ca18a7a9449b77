import type { Metric } from '#core/task/evaluation.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** What a model predicted in one window of a text: sums over the tokens that are scored. */
export interface WindowOutcome {
  readonly tokens: number;
  /** Minus the natural logarithm of the probability of each token, summed. */
  readonly negativeLogLikelihood: number;
  /** The most likely token at the place of each. */
  readonly topTokens: readonly number[];
  /** Tokens where another model finds the same token most likely; absent if none was compared. */
  readonly sameTop?: number;
}

export function createWindowOutcome(predictions: readonly TokenPrediction[]): WindowOutcome {
  return {
    tokens: predictions.length,
    negativeLogLikelihood: -predictions.reduce((sum, { logProbability }) => sum + logProbability, 0),
    topTokens: predictions.map(({ topToken }) => topToken),
  };
}

/** The outcome of a model with its agreement with a base model on the same window. */
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

/** Tokens of a text that a model reads at once; those from `scoredFrom` on are predicted with enough before them. */
export interface PerplexityWindow {
  readonly start: number;
  readonly end: number;
  readonly scoredFrom: number;
}

/**
 * The windows of llama.cpp's perplexity tool: they do not overlap, only whole ones count, and the tokens after the first
 * half of each are scored.
 * @param tokens the length of the text
 * @param context the length of a window
 */
export function listPerplexityWindows(tokens: number, context: number): PerplexityWindow[] {
  return Array.from({ length: Math.floor(tokens / context) }, (_, index) => {
    const start = index * context;
    return { start, end: start + context, scoredFrom: start + Math.floor(context / 2) + 1 };
  });
}
