import type { FoundPassage } from './index/passage-index.ts';
import { toWords } from './index/keyword-index.ts';

/**
 * Estimates the minimum similarity of a relevant passage to a question. Cosines of embedding models have different
 * scales, so it is two standard deviations above the mean for questions that the files are not expected to answer.
 * Measured with all-MiniLM-L6-v2 on `evaluation/labelled`: `evaluation/retrieval.long.test.ts`.
 * @param similarities of the best passage for each of `control-questions.json`
 */
export function estimateMinRelevantSimilarity(similarities: readonly number[]): number {
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const variance = similarities.reduce((sum, value) => sum + (value - mean) ** 2, 0) / similarities.length;
  return mean + 2 * Math.sqrt(variance);
}

/**
 * Returns whether one of the passages is relevant to the question: it is similar enough, or has the numbers and codes
 * of the question, such as E24, which embedding models represent poorly.
 */
export function hasRelevant(question: string, found: readonly FoundPassage[], minSimilarity: number): boolean {
  const codes = toWords(question).filter((word) => /\p{N}/u.test(word));
  const hasCodes = ({ words }: FoundPassage) => codes.length > 0 && codes.every((code) => words.includes(code));
  return found.some((passage) => (passage.similarity ?? -1) > minSimilarity || hasCodes(passage));
}
