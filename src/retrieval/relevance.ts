import type { FoundPassage } from './index/passage-index.ts';
import { toWords } from './index/keyword-index.ts';

/**
 * Estimates the minimum similarity of a relevant passage to a question. The scale of cosine similarities differs
 * between embedding models, so the minimum is two standard deviations above the mean for questions that the files are
 * not expected to answer. Measured with all-MiniLM-L6-v2 on `evaluation/labelled`: `evaluation/retrieval.long.test.ts`.
 * @param similarities the similarity of the best passage for each question of `control-questions.json`
 */
export function estimateMinRelevantSimilarity(similarities: readonly number[]): number {
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const variance = similarities.reduce((sum, value) => sum + (value - mean) ** 2, 0) / similarities.length;
  return mean + 2 * Math.sqrt(variance);
}

/**
 * Whether a passage is relevant to the question: it is similar enough, or has the numbers and codes of the question,
 * such as E24, which embedding models represent poorly.
 */
export function hasRelevant(question: string, passages: readonly FoundPassage[], minSimilarity: number): boolean {
  const codes = toWords(question).filter((word) => /\p{N}/u.test(word));
  const hasCodes = ({ words }: FoundPassage) => codes.length > 0 && codes.every((code) => words.includes(code));
  return passages.some((passage) => (passage.similarity ?? -1) > minSimilarity || hasCodes(passage));
}
