import type { AppError } from '#core/errors/error.ts';
import type { Timing } from '#core/task/task.ts';
import { cosine, type Embeddings } from '#tasks/sentence-embedding/embeddings.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { attempt } from '../shell/attempt.ts';
import type { OpenModel } from './open-model.svelte.ts';

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

/** Texts that one call embeds: cancelling waits for one call. Heuristic, not measured. */
const blockSize = 16;

/** Texts ranked by their similarity to a query, by the vectors of a sentence embedding model. */
export class SentenceSearch {
  query = $state('');
  /** One text per line. */
  lines = $state('');
  /** 0 to 1 while texts are embedded; `null` otherwise. */
  progress = $state<number | null>(null);
  ranking = $state.raw<Ranking | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #model: OpenModel;
  /** Vectors by text, of the model that was open when they were computed. */
  #vectors = new Map<string, Float32Array>();
  #embeddedBy: unknown = null;
  #controller = new AbortController();

  constructor(model: OpenModel) {
    this.#model = model;
  }

  get texts(): readonly string[] {
    return this.lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  get canRank(): boolean {
    return this.progress === null && this.query.trim() !== '' && this.texts.length > 0;
  }

  /** Replaces the texts by the lines of files. */
  async open(files: readonly File[]): Promise<void> {
    await attempt(this, async () => {
      const lines = await Promise.all(files.map((file) => readTextLines(file, file.name)));
      this.lines = lines.flat().join('\n');
    });
  }

  /** Embeds the query and the texts that are not embedded yet, and ranks the texts. */
  async rank(): Promise<void> {
    this.#controller = new AbortController();
    this.progress = 0;
    const query = this.query.trim();
    const texts = [...new Set(this.texts)];
    const isDone = await attempt(this, async () => {
      const ran = await this.#embed([query, ...texts], this.#controller.signal);
      const queryVector = this.#vectors.get(query)!;
      const ranked = texts.map((text) => ({ text, similarity: cosine(queryVector, this.#vectors.get(text)!) }));
      this.ranking = { texts: ranked.toSorted((a, b) => b.similarity - a.similarity), ...ran };
    });
    if (!isDone) this.ranking = null;
    this.progress = null;
  }

  cancel(): void {
    this.#controller.abort();
  }

  async #embed(texts: readonly string[], signal: AbortSignal): Promise<Omit<Ranking, 'texts'>> {
    if (this.#embeddedBy !== this.#model.opened) this.#vectors = new Map();
    const missing = texts.filter((text) => !this.#vectors.has(text));
    const sum = { preMs: 0, inferenceMs: 0, postMs: 0 };
    let graphRuns = 0;
    for (let from = 0; from < missing.length; from += blockSize) {
      const block = missing.slice(from, from + blockSize);
      const { result, timing, graphRuns: runs } = await this.#model.run<Embeddings>(block, { signal });
      for (const [at, vector] of result.vectors.entries()) this.#vectors.set(block[at]!, vector);
      for (const phase of Object.keys(sum) as (keyof Timing)[]) sum[phase] += timing[phase];
      graphRuns += Object.values(runs).reduce((total, count) => total + count, 0);
      this.progress = Math.min(1, (from + blockSize) / missing.length);
    }
    this.#embeddedBy = this.#model.opened;
    return { timing: sum, graphRuns };
  }
}
