import type { Metric } from '#core/evaluation.ts';
import { divergence, logSoftmax } from './log-probabilities.ts';
import { ratioMetric } from './ratio-metric.ts';

/** What perplexity needs of one text: sums over the tokens that are scored. */
export interface PerplexityOutcome {
  readonly tokens: number;
  /** Minus the natural logarithm of the probability of each token, summed. */
  readonly negativeLogLikelihood: number;
}

/** How far one text's next-token distributions differ from those of a base model: sums over its tokens. */
export interface NextTokenOutcome extends PerplexityOutcome {
  /** Tokens at which both models find the same one most likely. */
  readonly sameTop: number;
  /** Kullback-Leibler divergence from the base model, in nats. */
  readonly divergence: number;
}

/** The exponential of the mean negative log-likelihood per token. */
const perplexity = ratioMetric<PerplexityOutcome>('perplexity', {
  isError: true,
  numerator: ({ negativeLogLikelihood }) => negativeLogLikelihood,
  denominator: ({ tokens }) => tokens,
  finish: Math.exp,
});

export const perplexityMetrics: readonly Metric<PerplexityOutcome>[] = [perplexity];

/** As `llama-perplexity --kl-divergence` reports: "Same top p" and "Mean KLD". */
export const nextTokenMetrics: readonly Metric<NextTokenOutcome>[] = [
  ratioMetric('next-token-agreement', { numerator: ({ sameTop }) => sameTop, denominator: ({ tokens }) => tokens }),
  ratioMetric('next-token-kl-divergence', {
    isError: true,
    numerator: ({ divergence }) => divergence,
    denominator: ({ tokens }) => tokens,
  }),
  perplexity,
];

/**
 * The scores of one position of a text. Sums of these over positions are the outcome of the text.
 * @param base logits or log-probabilities of the base model, one per token of the vocabulary
 * @param candidate the same of the model under test
 * @param next the id of the token that follows in the text
 */
export function compareNextToken(
  base: ArrayLike<number>,
  candidate: ArrayLike<number>,
  next: number,
): NextTokenOutcome {
  const [p, q] = [logSoftmax(base), logSoftmax(candidate)];
  return {
    tokens: 1,
    negativeLogLikelihood: -q[next]!,
    sameTop: topOf(p) === topOf(q) ? 1 : 0,
    divergence: divergence(p, q),
  };
}

/** The first of the highest values, as in llama.cpp. */
function topOf(values: Float64Array): number {
  let top = 0;
  for (let at = 1; at < values.length; at++) if (values[at]! > values[top]!) top = at;
  return top;
}

/** Tokens of a text that a model reads at once; the ones from `scoredFrom` on are predicted with enough before them. */
export interface PerplexityWindow {
  readonly start: number;
  readonly end: number;
  readonly scoredFrom: number;
}

/**
 * The windows of llama.cpp's perplexity tool: they do not overlap, only whole ones count, and the tokens after the first
 * half of each are scored.
 * @param tokens the length of the text
 * @param context the length of a window; llama.cpp's default is 512
 */
export function perplexityWindows(tokens: number, context: number): PerplexityWindow[] {
  return Array.from({ length: Math.floor(tokens / context) }, (_, index) => {
    const start = index * context;
    return { start, end: start + context, scoredFrom: start + Math.floor(context / 2) + 1 };
  });
}
