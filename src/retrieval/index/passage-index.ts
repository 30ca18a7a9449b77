import type { Chunk } from '../chunks.ts';
import { KeywordIndex } from './keyword-index.ts';
import { VectorIndex } from './vector-index.ts';

/** A passage that was found for a question. */
export interface FoundPassage extends Chunk {
  /** The id of the document that it is from. */
  readonly document: string;
  /** Cosine similarity of the passage and the question. */
  readonly similarity: number;
  /** The words of the question that it contains, in lower case. */
  readonly words: readonly string[];
}

/** Searches by similarity in meaning, by words, or by both. */
export type SearchMethod = 'vectors' | 'keywords' | 'hybrid';

/** Candidates of each method whose scores are added. Own choice. */
const depth = 50;

/**
 * What all words of a question count, against a cosine of 1. A sum of scores ranks better than a fusion of ranks (Bruch,
 * Gai and Ingber 2022), also on `evaluation/labelled`, where 0.2 to 1.2 hardly differ.
 */
const keywordWeight = 0.5;

interface Passage extends Chunk {
  readonly id: number;
  readonly document: string;
}

/** The passages of documents that were embedded by one model. */
export class PassageIndex {
  readonly #vectors: VectorIndex;
  readonly #keywords = new KeywordIndex();
  /** Passages in the order of their vectors; those of a document follow each other. */
  #passages: Passage[] = [];
  readonly #byId = new Map<number, Passage>();
  #nextId = 0;

  constructor(width: number) {
    this.#vectors = new VectorIndex(width);
  }

  get width(): number {
    return this.#vectors.width;
  }

  get size(): number {
    return this.#passages.length;
  }

  /** @param vectors those of the passages, one after the other */
  add(document: string, chunks: readonly Chunk[], vectors: Float32Array): void {
    this.#vectors.add(vectors);
    for (const chunk of chunks) {
      const passage = { ...chunk, document, id: this.#nextId++ };
      this.#passages.push(passage);
      this.#byId.set(passage.id, passage);
      this.#keywords.add(passage.id, passage);
    }
  }

  remove(document: string): void {
    const from = this.#passages.findIndex((passage) => passage.document === document);
    if (from === -1) return;
    const removed = this.#passages.filter((passage) => passage.document === document);
    this.#vectors.remove(from, from + removed.length);
    this.#passages.splice(from, removed.length);
    for (const { id } of removed) {
      this.#byId.delete(id);
      this.#keywords.remove(id);
    }
  }

  /** @param vector that of the question */
  search(
    question: string,
    vector: Float32Array,
    count: number,
    method: SearchMethod = 'hybrid',
  ): readonly FoundPassage[] {
    const near = this.#vectors.search(vector, Math.max(depth, count));
    const matches = this.#keywords.search(question, Math.max(depth, count));
    const matched = new Map(matches.map((match) => [match.id, match]));
    const ids = { vectors: near.map(({ row }) => this.#passages[row]!.id), keywords: [...matched.keys()] };
    const similarities = new Map(near.map(({ similarity }, index) => [ids.vectors[index]!, similarity]));
    const candidates = method === 'hybrid' ? [...new Set([...ids.vectors, ...ids.keywords])] : ids[method];
    const found = candidates.map((id) => {
      const { id: _, ...passage } = this.#byId.get(id)!;
      const similarity = similarities.get(id) ?? this.#similarity(id, vector);
      const { score = 0, words = [] } = matched.get(id) ?? {};
      return { passage: { ...passage, similarity, words }, score: similarity + keywordWeight * score };
    });
    if (method === 'hybrid') found.sort((one, other) => other.score - one.score);
    return found.slice(0, count).map(({ passage }) => passage);
  }

  /** The cosine similarity of the passage that is most similar to a vector; -1 if there are none. */
  bestSimilarity(vector: Float32Array): number {
    return this.#vectors.search(vector, 1)[0]?.similarity ?? -1;
  }

  #similarity(id: number, vector: Float32Array): number {
    return this.#vectors.similarity(
      this.#passages.findIndex((passage) => passage.id === id),
      vector,
    );
  }
}
