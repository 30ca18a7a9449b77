import type { Timing } from '#core/task/task.ts';
import { computeCosineSimilarity, type Embeddings } from '#tasks/sentence-embedding/embeddings.ts';
import { TextRun } from './text-run.svelte.ts';

export interface RankedText {
  readonly text: string;
  /** Cosine similarity to the query. */
  readonly similarity: number;
}

interface Ranking {
  /** The most similar first. */
  readonly texts: readonly RankedText[];
  readonly timing: Timing;
  readonly graphRuns: number;
}

export interface LabelledText {
  readonly text: string;
  /** The most similar label. */
  readonly label: string;
  /** Cosine similarity to that label: not a probability. */
  readonly similarity: number;
}

interface Labelling {
  /** In the order of the texts. */
  readonly texts: readonly LabelledText[];
  readonly timing: Timing;
  readonly graphRuns: number;
}

/**
 * Texts ranked by their similarity to a query, or given the most similar of the user's labels (zero-shot
 * classification),
 * by the vectors of a sentence embedding model.
 */
export class SentenceSearch extends TextRun {
  query = $state('');
  ranking = $state.raw<Ranking | null>(null);
  /** Labels to choose from, separated by commas. */
  labels = $state('');
  labelling = $state.raw<Labelling | null>(null);
  /** Embeddings by text, computed by `#embeddingModel`. */
  #vectors = new Map<string, Float32Array>();
  #embeddingModel: unknown = null;

  get canRank(): boolean {
    return this.canRun && this.query.trim() !== '';
  }

  get canLabel(): boolean {
    return this.canRun && this.#distinctLabels.length > 1;
  }

  get #distinctLabels(): readonly string[] {
    const labels = this.labels.split(',').map((label) => label.trim());
    return [...new Set(labels.filter((label) => label !== ''))];
  }

  /** Embeds the query and the texts that are not embedded yet, and ranks the texts. */
  async rank(): Promise<void> {
    const query = this.query.trim();
    const texts = [...new Set(this.texts)];
    const isDone = await this.runWithProgress(async (signal) => {
      const cost = await this.#embed([query, ...texts], signal);
      const queryVector = this.#vectors.get(query)!;
      const ranked = texts.map((text) => ({
        text,
        similarity: computeCosineSimilarity(queryVector, this.#vectors.get(text)!),
      }));
      this.ranking = { texts: ranked.toSorted((a, b) => b.similarity - a.similarity), ...cost };
    });
    if (!isDone) this.ranking = null;
  }

  /** Embeds the labels and the texts that are not embedded yet, and finds the most similar label of each text. */
  async label(): Promise<void> {
    const labels = this.#distinctLabels;
    const texts = this.texts;
    const isDone = await this.runWithProgress(async (signal) => {
      const cost = await this.#embed([...new Set([...labels, ...texts])], signal);
      const labelled = texts.map((text) => {
        const vector = this.#vectors.get(text)!;
        const labelSimilarities = labels.map((label) => ({
          text,
          label,
          similarity: computeCosineSimilarity(vector, this.#vectors.get(label)!),
        }));
        return labelSimilarities.reduce((best, next) => (next.similarity > best.similarity ? next : best));
      });
      this.labelling = { texts: labelled, ...cost };
    });
    if (!isDone) this.labelling = null;
  }

  async #embed(texts: readonly string[], signal: AbortSignal): Promise<Omit<Ranking, 'texts'>> {
    if (this.#embeddingModel !== this.model.opened) this.#vectors = new Map();
    const missing = texts.filter((text) => !this.#vectors.has(text));
    const { result, ...cost } = await this.runBlocks<Embeddings>(missing, signal);
    const vectors = result.flatMap((block) => block.vectors);
    for (const [index, text] of missing.entries()) this.#vectors.set(text, vectors[index]!);
    this.#embeddingModel = this.model.opened;
    return cost;
  }
}
