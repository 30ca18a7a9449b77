import { AppError } from '#core/errors/error.ts';
import { decodeUnicode } from '#core/encoding/unicode-text.ts';
import type { Score } from '#core/task/evaluation.ts';
import { retrievalMetrics, type RetrievalOutcome } from '#metrics/retrieval.ts';
import { scoreDataset } from '#metrics/score-dataset.ts';
import { markRelevant, parseQuestions, type LabelledQuestion } from '#retrieval/evaluation/questions.ts';
import type { SearchMethod } from '#retrieval/index/passage-index.ts';
import { attempt } from '../shell/attempt.ts';
import type { FileQuestions } from './file-questions.svelte.ts';

export const searchMethods = ['hybrid', 'vectors', 'keywords'] as const satisfies readonly SearchMethod[];

export interface SearchScores {
  readonly methods: Readonly<Record<SearchMethod, readonly Score[]>>;
  /**
   * Number of questions that the files answer (`total`), and how many of them the search classifies correctly
   * (`correct`).
   */
  readonly answerable: { readonly total: number; readonly correct: number };
  /**
   * Number of questions that the files do not answer (`total`), and how many of them the search classifies correctly
   * (`correct`).
   */
  readonly unanswerable: { readonly total: number; readonly correct: number };
}

const maxResults = 10;

/** Evaluates how well the search finds the passages that answer labelled questions. */
export class SearchEvaluation {
  /** 0 to 1 while it runs; `null` otherwise. */
  progress = $state<number | null>(null);
  scores = $state.raw<SearchScores | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #questions: FileQuestions;
  #controller = new AbortController();

  constructor(questions: FileQuestions) {
    this.#questions = questions;
  }

  async run(file: File): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    [this.scores, this.progress] = [null, 0];
    await attempt(this, async () => {
      const text = decodeUnicode(new Uint8Array(await file.arrayBuffer()));
      if (text === null) throw new AppError('labels-invalid', { file: file.name, reason: 'text-not-unicode' });
      this.scores = await this.#evaluate(parseQuestions(text, file.name), signal);
    });
    this.progress = null;
  }

  cancel(): void {
    this.#controller.abort();
  }

  async #evaluate(labelled: readonly LabelledQuestion[], signal: AbortSignal): Promise<SearchScores> {
    const outcomes: Record<SearchMethod, RetrievalOutcome[]> = { hybrid: [], vectors: [], keywords: [] };
    const answerable = { total: 0, correct: 0 };
    const unanswerable = { total: 0, correct: 0 };
    for (const [index, label] of labelled.entries()) {
      signal.throwIfAborted();
      this.progress = index / labelled.length;
      const vector = await this.#questions.embedQuestion(label.question, signal);
      const counted = label.file === null ? unanswerable : answerable;
      counted.total++;
      for (const method of searchMethods) {
        const { sources, hasRelevantPassage } = await this.#questions.search(label.question, vector, {
          method,
          maxPassages: maxResults,
        });
        if (label.file !== null) outcomes[method].push({ isRelevant: markRelevant(label, sources), relevant: 1 });
        if (method === 'hybrid' && hasRelevantPassage === (label.file !== null)) counted.correct++;
      }
    }
    const methods = Object.fromEntries(
      searchMethods.map((method) => [method, scoreDataset(outcomes[method], retrievalMetrics)]),
    ) as Record<SearchMethod, Score[]>;
    return { methods, answerable, unanswerable };
  }
}
