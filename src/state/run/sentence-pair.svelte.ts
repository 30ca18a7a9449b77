import { asAppError, type AppError } from '#core/errors/error.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { Embeddings } from '#tasks/sentence-embedding/embeddings.ts';
import { cosine } from '#tasks/sentence-embedding/embeddings.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** Two sentences whose similarity is computed on request. */
export class SentencePair {
  first = $state('');
  second = $state('');
  isRunning = $state(false);
  run = $state.raw<TaskRun<Embeddings> | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #model: OpenModel;

  constructor(model: OpenModel) {
    this.#model = model;
  }

  get canCompare(): boolean {
    return !this.isRunning && this.first.trim() !== '' && this.second.trim() !== '';
  }

  /** Cosine similarity of the last pair that was compared; `null` before. */
  get similarity(): number | null {
    const [one, other] = this.run?.result.vectors ?? [];
    return one && other ? cosine(one, other) : null;
  }

  async compare(): Promise<void> {
    this.isRunning = true;
    this.error = null;
    try {
      this.run = await this.#model.run<Embeddings>([this.first, this.second]);
    } catch (thrown) {
      this.run = null;
      this.error = asAppError(thrown);
    }
    this.isRunning = false;
  }
}
