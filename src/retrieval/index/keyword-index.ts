import type { Chunk } from '../chunks.ts';

/** A passage that contains words of a question. */
export interface KeywordMatch {
  readonly id: number;
  /**
   * The BM25 score as a fraction of its upper limit, which a passage with infinitely many repetitions of every word of
   * the question would have.
   */
  readonly score: number;
  /** The words of the question that it contains, in lower case, except those in most passages. */
  readonly words: readonly string[];
}

/** Lucene's defaults for the saturation of repeated words and the weight of the passage length. */
const [k1, b] = [1.2, 0.75];

/**
 * A word in a larger fraction of passages is insignificant, like an article, unless there are few passages. Heuristic,
 * not measured.
 */
const maxRareFraction = 0.25;
const minPassagesForRarity = 20;

/** Ranks passages by their words with BM25 (Robertson and Zaragoza 2009), in which rarer words have more weight. */
export class KeywordIndex {
  /** The number of occurrences in each passage, by word. */
  readonly #postings = new Map<string, Map<number, number>>();
  /** The words of each passage, with repetitions. */
  readonly #words = new Map<number, readonly string[]>();
  #totalWords = 0;

  add(id: number, { headings, text }: Chunk): void {
    const words = toWords([...headings, text].join(' '));
    this.#words.set(id, words);
    this.#totalWords += words.length;
    for (const word of words) {
      const counts = this.#postings.get(word) ?? new Map<number, number>();
      counts.set(id, (counts.get(id) ?? 0) + 1);
      this.#postings.set(word, counts);
    }
  }

  remove(id: number): void {
    const words = this.#words.get(id) ?? [];
    this.#words.delete(id);
    this.#totalWords -= words.length;
    for (const word of words) {
      const counts = this.#postings.get(word);
      counts?.delete(id);
      if (counts?.size === 0) this.#postings.delete(word);
    }
  }

  /** Finds the best matches, in descending order of score. */
  search(question: string, count: number): readonly KeywordMatch[] {
    const passages = this.#words.size;
    const meanLength = this.#totalWords / passages;
    const scores = new Map<number, { score: number; words: string[] }>();
    let maxScore = 0;
    for (const word of new Set(toWords(question))) {
      const counts = this.#postings.get(word) ?? new Map<number, number>();
      const idf = Math.log(1 + (passages - counts.size + 0.5) / (counts.size + 0.5));
      maxScore += idf * (k1 + 1);
      const isRare = passages < minPassagesForRarity || counts.size <= maxRareFraction * passages;
      for (const [id, occurrences] of counts) {
        const length = 1 - b + (b * this.#words.get(id)!.length) / meanLength;
        const match = scores.get(id) ?? { score: 0, words: [] };
        match.score += (idf * occurrences * (k1 + 1)) / (occurrences + k1 * length);
        if (isRare) match.words.push(word);
        scores.set(id, match);
      }
    }
    const rankedScores = [...scores].sort(([, a], [, b]) => b.score - a.score).slice(0, count);
    return rankedScores.map(([id, { score, words }]) => ({ id, score: score / maxScore, words }));
  }
}

/** Lists the words of a text in lower case: sequences of letters and digits in any script. */
export function toWords(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}
