import type { Metric } from '#core/task/evaluation.ts';
import { pearson, spearman } from '#statistics/correlation.ts';

/** The computed similarity of a pair of texts, and the human rating. Their scales may differ. */
export interface SimilarityOutcome {
  /** E.g. the cosine of the two embeddings. */
  readonly predicted: number;
  readonly truth: number;
}

/** The scores of STS-B and MTEB. */
export const similarityMetrics: readonly Metric<SimilarityOutcome>[] = [
  { id: 'spearman', compute: createCorrelation(spearman) },
  { id: 'pearson', compute: createCorrelation(pearson) },
];

function createCorrelation(correlation: typeof pearson): Metric<SimilarityOutcome>['compute'] {
  return (outcomes) =>
    correlation(
      outcomes.map(({ predicted }) => predicted),
      outcomes.map(({ truth }) => truth),
    );
}
