import type { Metric } from '#core/task/evaluation.ts';
import { defineRatioMetric } from './ratio-metric.ts';

/** The relevance of the results of one question. */
export interface RetrievalOutcome {
  /** Whether each result answers the question, best result first. */
  readonly isRelevant: readonly boolean[];
  /** The number of documents that answer the question, retrieved or not; at least 1. */
  readonly relevant: number;
}

/** The cut-off rank of MRR and nDCG, as in MS MARCO and BEIR. */
const cutoff = 10;

const countRelevant = ({ isRelevant }: RetrievalOutcome, count: number) =>
  isRelevant.slice(0, count).filter(Boolean).length;

/** Recall at a cut-off, as trec_eval's `recall`: the fraction of the relevant documents among the first results. */
const defineRecall = (count: number) =>
  defineRatioMetric<RetrievalOutcome>(`recall-at-${count}`, {
    numerator: (outcome) => countRelevant(outcome, count) / outcome.relevant,
  });

/** Computes 1 / rank of the first relevant result; 0 if it is not among the first ten. */
function computeReciprocalRank({ isRelevant }: RetrievalOutcome): number {
  const firstRelevant = isRelevant.slice(0, cutoff).indexOf(true);
  return firstRelevant === -1 ? 0 : 1 / (firstRelevant + 1);
}

/** Computes the discounted cumulative gain divided by that of the ideal ranking (Järvelin and Kekäläinen 2002). */
function computeNdcg({ isRelevant, relevant }: RetrievalOutcome): number {
  const sumGains = (hits: readonly boolean[]) =>
    hits.slice(0, cutoff).reduce((sum, hit, index) => sum + (hit ? 1 / Math.log2(index + 2) : 0), 0);
  return sumGains(isRelevant) / sumGains(Array.from({ length: relevant }, () => true));
}

/** Metrics of a search on questions with known answers. */
export const retrievalMetrics: readonly Metric<RetrievalOutcome>[] = [
  defineRecall(1),
  defineRecall(5),
  defineRecall(10),
  defineRatioMetric('mrr-at-10', { numerator: computeReciprocalRank }),
  defineRatioMetric('ndcg-at-10', { numerator: computeNdcg }),
];
