import type { Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** Where the results of one question have the documents that answer it. */
export interface RetrievalOutcome {
  /** Whether each result answers the question, the best result first. */
  readonly isRelevant: readonly boolean[];
  /** How many documents answer the question, found or not: at least 1. */
  readonly relevant: number;
}

/** How many results MRR and nDCG look at, as MS MARCO and BEIR do. */
const depth = 10;

const countRelevant = ({ isRelevant }: RetrievalOutcome, count: number) =>
  isRelevant.slice(0, count).filter(Boolean).length;

/** The fraction of the documents that answer a question among its first results, as trec_eval's `recall`. */
const defineRecall = (count: number) =>
  defineRatioMetric<RetrievalOutcome>(`recall-at-${count}`, {
    numerator: (outcome) => countRelevant(outcome, count) / outcome.relevant,
  });

/** One over the rank of the first result that answers the question; 0 if it is not among the first ten. */
function computeReciprocalRank({ isRelevant }: RetrievalOutcome): number {
  const firstRelevant = isRelevant.slice(0, depth).indexOf(true);
  return firstRelevant === -1 ? 0 : 1 / (firstRelevant + 1);
}

/** Gains discounted by the logarithm of the rank, as a fraction of those of the best order (Järvelin and Kekäläinen 2002). */
function computeDiscountedGain({ isRelevant, relevant }: RetrievalOutcome): number {
  const sumGains = (hits: readonly boolean[]) =>
    hits.slice(0, depth).reduce((sum, hit, index) => sum + (hit ? 1 / Math.log2(index + 2) : 0), 0);
  return sumGains(isRelevant) / sumGains(Array.from({ length: relevant }, () => true));
}

/** The scores of a search on questions whose answers are known. */
export const retrievalMetrics: readonly Metric<RetrievalOutcome>[] = [
  defineRecall(1),
  defineRecall(5),
  defineRecall(10),
  defineRatioMetric('mrr-at-10', { numerator: computeReciprocalRank }),
  defineRatioMetric('ndcg-at-10', { numerator: computeDiscountedGain }),
];
