import type { Metric } from '#core/task/evaluation.ts';
import { computePearson, computeSpearman } from '#statistics/correlation.ts';

/** The computed similarity of a pair of texts, and the human rating. Their scales may differ. */
export interface SimilarityOutcome {
  /** E.g. the cosine of the two embeddings. */
  readonly predicted: number;
  readonly truth: number;
}

/** The scores of STS-B and MTEB. */
export const similarityMetrics: readonly Metric<SimilarityOutcome>[] = [
  { id: 'spearman', compute: createCorrelation(computeSpearman) },
  { id: 'pearson', compute: createCorrelation(computePearson) },
];

function createCorrelation(correlation: typeof computePearson): Metric<SimilarityOutcome>['compute'] {
  return (outcomes) =>
    correlation(
      outcomes.map(({ predicted }) => predicted),
      outcomes.map(({ truth }) => truth),
    );
}
