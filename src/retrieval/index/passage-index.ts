import type { Chunk } from '../chunks.ts';
import { KeywordIndex } from './keyword-index.ts';
import { VectorIndex } from './vector-index.ts';

/** A passage that was found for a question. */
export interface FoundPassage extends Chunk {
  /** The id of its document. */
  readonly document: string;
  /** The cosine similarity of the passage and the question; `null` if the passage has no vector. */
  readonly similarity: number | null;
  /** The words of the question that it contains, in lower case. */
  readonly words: readonly string[];
}

/** A search by the similarity of vectors, by words, or by both. */
export type SearchMethod = 'vectors' | 'keywords' | 'hybrid';

/** Minimum number of candidates from each method in a hybrid search. Heuristic, not measured. */
const candidateCount = 50;

/**
 * The weight of the keyword score relative to the cosine similarity. A weighted sum of scores ranks better than a
 * fusion of ranks (Bruch, Gai and Ingber 2022), also on `evaluation/labelled`, where weights of 0.2 to 1.2 have similar
 * results.
 */
const keywordWeight = 0.5;

interface Passage extends Chunk {
  readonly id: number;
  readonly document: string;
}

/** An index of the passages of documents, with vectors of one model or without vectors. */
export class PassageIndex {
  readonly #vectors: VectorIndex | null;
  readonly #keywords = new KeywordIndex();
  /** Passages in the order of their vectors; those of a document are consecutive. */
  #passages: Passage[] = [];
  readonly #byId = new Map<number, Passage>();
  #nextId = 0;

  /**
   * Creates an empty index.
   * @param width length of the vectors; 0 for passages without vectors
   */
  constructor(width: number) {
    this.#vectors = width > 0 ? new VectorIndex(width) : null;
  }

  get width(): number {
    return this.#vectors?.width ?? 0;
  }

  get size(): number {
    return this.#passages.length;
  }

  /**
   * Adds a document.
   * @param vectors the concatenated vectors of the passages
   */
  add(document: string, chunks: readonly Chunk[], vectors: Float32Array): void {
    this.#vectors?.add(vectors);
    for (const chunk of chunks) {
      const passage = { ...chunk, document, id: this.#nextId++ };
      this.#passages.push(passage);
      this.#byId.set(passage.id, passage);
      this.#keywords.add(passage.id, passage);
    }
  }

  remove(document: string): void {
    const startIndex = this.#passages.findIndex((passage) => passage.document === document);
    if (startIndex === -1) return;
    const removedPassages = this.#passages.filter((passage) => passage.document === document);
    this.#vectors?.remove(startIndex, startIndex + removedPassages.length);
    this.#passages.splice(startIndex, removedPassages.length);
    for (const { id } of removedPassages) {
      this.#byId.delete(id);
      this.#keywords.remove(id);
    }
  }

  /**
   * Finds the best passages, in descending order of score.
   * @param vector the vector of the question
   */
  search(
    question: string,
    vector: Float32Array,
    count: number,
    method: SearchMethod = 'hybrid',
  ): readonly FoundPassage[] {
    const neighbours = this.#vectors?.search(vector, Math.max(candidateCount, count)) ?? [];
    const matches = this.#keywords.search(question, Math.max(candidateCount, count));
    const matchesById = new Map(matches.map((match) => [match.id, match]));
    const ids = { vectors: neighbours.map(({ row }) => this.#passages[row]!.id), keywords: [...matchesById.keys()] };
    const similarities = new Map(neighbours.map(({ similarity }, index) => [ids.vectors[index]!, similarity]));
    const candidates = method === 'hybrid' ? [...new Set([...ids.vectors, ...ids.keywords])] : ids[method];
    const results = candidates.map((id) => {
      const { id: _, ...passage } = this.#byId.get(id)!;
      const similarity = similarities.get(id) ?? this.#getSimilarity(id, vector);
      const { score = 0, words = [] } = matchesById.get(id) ?? {};
      return { passage: { ...passage, similarity, words }, score: (similarity ?? 0) + keywordWeight * score };
    });
    if (method === 'hybrid') results.sort((a, b) => b.score - a.score);
    return results.slice(0, count).map(({ passage }) => passage);
  }

  /** Returns the cosine similarity of the passage most similar to a vector; -1 if there is none. */
  findBestSimilarity(vector: Float32Array): number {
    return this.#vectors?.search(vector, 1)[0]?.similarity ?? -1;
  }

  /** Finds the best passages that contain words of the question. */
  searchWords(question: string, count: number): readonly FoundPassage[] {
    return this.#keywords.search(question, count).map(({ id, words }) => {
      const { id: _, ...passage } = this.#byId.get(id)!;
      return Object.assign(passage, { similarity: null, words });
    });
  }

  #getSimilarity(id: number, vector: Float32Array): number | null {
    const row = this.#passages.findIndex((passage) => passage.id === id);
    return this.#vectors?.getSimilarity(row, vector) ?? null;
  }
}
