import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { similarityMetrics, type SimilarityOutcome } from '#metrics/text-similarity.ts';
import { checkFinite } from '../check-finite.ts';
import { computeCosineSimilarity, type Embeddings } from './embeddings.ts';

/** Scores the similarity of pairs of sentences, as in STS-B. */
export const evaluation: TaskEvaluation<Embeddings, SimilarityOutcome> = {
  label: 'pair',
  toOutcome({ vectors }, truth) {
    for (const vector of vectors) checkFinite(vector);
    const [a, b] = vectors;
    return {
      predicted: a && b ? computeCosineSimilarity(a, b) : 0,
      truth: truth.kind === 'pair' ? truth.similarity : 0,
    };
  },
  metrics: similarityMetrics,
};
