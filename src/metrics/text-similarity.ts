import type { Metric } from '#core/task/evaluation.ts';
import { computePearson, computeSpearman } from '#statistics/correlation.ts';

/** The computed similarity of a pair of texts and the human rating, whose scales may differ. */
export interface SimilarityOutcome {
  /** For example, the cosine similarity of the two embeddings. */
  readonly predicted: number;
  readonly truth: number;
}

/** The metrics of STS-B and MTEB. */
export const similarityMetrics: readonly Metric<SimilarityOutcome>[] = [
  { id: 'spearman', compute: createCorrelationMetric(computeSpearman) },
  { id: 'pearson', compute: createCorrelationMetric(computePearson) },
];

function createCorrelationMetric(computeCorrelation: typeof computePearson): Metric<SimilarityOutcome>['compute'] {
  return (outcomes) =>
    computeCorrelation(
      outcomes.map(({ predicted }) => predicted),
      outcomes.map(({ truth }) => truth),
    );
}
