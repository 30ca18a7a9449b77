import { FilesHandle } from '#bridge/files-handle.ts';
import type { DocumentList, IndexedDocument, ReadDocument } from '#bridge/files-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { noModel } from '#retrieval/no-model.ts';
import type { Embeddings } from '#tasks/sentence-embedding/embeddings.ts';
import type { OpenModel } from '../run/open-model.svelte.ts';
import { reportProgress } from '../shell/automation-status.ts';
import { attempt } from '../shell/attempt.ts';
import { beginWork } from '../shell/unfinished-work.ts';

interface IndexingProgress {
  readonly file: string;
  readonly phase: 'read' | 'embed';
  /** 0 to 1. */
  readonly fraction: number;
  /** The number of files still waiting. */
  readonly waiting: number;
}

/** A file that could not be indexed. */
export interface FailedFile {
  readonly name: string;
  readonly error: AppError;
}

/** Number of passages that one call embeds; progress is shown after each call. Heuristic, not measured. */
const blockSize = 16;

/**
 * The user's files, which are read and indexed one after the other: by their words and, once an embedding model is
 * open, by their meaning.
 */
export class FileLibrary {
  documents = $state.raw<readonly IndexedDocument[]>([]);
  isPersistent = $state(true);
  progress = $state.raw<IndexingProgress | null>(null);
  failures = $state.raw<readonly FailedFile[]>([]);
  error = $state.raw<AppError | null>(null);
  readonly #model: OpenModel;
  /** Files to read, and ids of documents to embed again. */
  #waiting = $state.raw<readonly (File | IndexedDocument)[]>([]);
  #handle = new FilesHandle();
  #controller = new AbortController();
  #indexing: Promise<void> | null = null;

  constructor(model: OpenModel) {
    this.#model = model;
  }

  /** Identifies the open model, since only vectors of one model can be compared; `null` if none is open. */
  get model(): string | null {
    const { opened } = this.#model;
    return opened && (opened.sha256 || opened.id);
  }

  /** The worker, replaced if it has died, for instance because a file exceeded its memory. */
  get handle(): FilesHandle {
    if (!this.#handle.isAlive) this.#handle = new FilesHandle();
    return this.#handle;
  }

  /** The model that embeds new files, or `noModel` to index only their words; `null` while a model opens. */
  get #indexingModel(): string | null {
    return this.model ?? (this.#model.isOpening ? null : noModel);
  }

  /** Documents that the open model has not embedded. */
  get documentsOfOtherModels(): readonly IndexedDocument[] {
    return this.model === null ? [] : this.documents.filter(({ model }) => model !== this.model);
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  async load(): Promise<void> {
    await this.#applyChange(() => this.handle.list());
  }

  /** Adds files to the queue. Resolves when no file is waiting any more, or at once while a model opens. */
  add(files: readonly File[]): Promise<void> {
    this.failures = this.failures.filter(({ name }) => files.every((file) => file.name !== name));
    this.#waiting = [...this.#waiting, ...files];
    return this.indexWaiting();
  }

  /** Call this when a model was opened: embeds the files that were indexed by words only. */
  embedFiles(): Promise<void> {
    this.#waiting = [...this.#waiting, ...this.documents.filter(({ model }) => model === noModel)];
    return this.indexWaiting();
  }

  reembedDocuments(): Promise<void> {
    this.#waiting = [...this.#waiting, ...this.documentsOfOtherModels];
    return this.indexWaiting();
  }

  indexWaiting(): Promise<void> {
    if (this.#indexingModel === null) return Promise.resolve();
    this.#indexing ??= this.#indexAll().finally(() => (this.#indexing = null));
    return this.#indexing;
  }

  /** Stops indexing; files that are already indexed remain. */
  cancel(): void {
    this.#waiting = [];
    this.#controller.abort();
    this.#controller = new AbortController();
  }

  remove(id: string): Promise<void> {
    return this.#applyChange(() => this.handle.remove(id));
  }

  deleteAll(): Promise<void> {
    this.cancel();
    this.failures = [];
    return this.#applyChange(() => this.handle.deleteAll());
  }

  /**
   * Embeds texts with the open model.
   * @throws any error of the model
   */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return (await this.#model.run<Embeddings>(texts, { signal })).result.vectors;
  }

  close(): void {
    this.cancel();
    this.#handle.close();
  }

  async #indexAll(): Promise<void> {
    const endWork = beginWork('files');
    // Cancelling ends one file; the loop continues with files added since then. While a model opens, files wait.
    for (let next = this.#waiting[0]; next && this.#indexingModel !== null; next = this.#waiting[0]) {
      const model = this.#indexingModel;
      this.#waiting = this.#waiting.slice(1);
      try {
        await this.#index(next, model, this.#controller.signal);
        // A model was opened in the meantime.
        if (model === noModel && this.model !== null) this.#waiting = [...this.#waiting, next];
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code !== 'aborted') this.failures = [...this.failures, { name: next.name, error }];
      }
    }
    endWork();
    this.progress = null;
  }

  async #index(source: File | IndexedDocument, model: string, signal: AbortSignal): Promise<void> {
    const { handle } = this;
    const onProgress = (fraction: number) => this.#reportProgress(source.name, 'read', fraction);
    onProgress(0);
    const document = await (source instanceof File
      ? handle.read(source, model, { signal, onProgress })
      : handle.readForReembedding(source.id, signal));
    if (document.texts.length === 0) return;
    const vectors = model === noModel ? new Float32Array() : await this.#embedAll(source.name, document, signal);
    this.#reportProgress(source.name, 'embed', 1);
    this.#setDocuments(await handle.add(document.id, model, vectors));
  }

  async #embedAll(name: string, { texts }: ReadDocument, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    let allVectors = new Float32Array();
    for (let start = 0; start < texts.length; start += blockSize) {
      this.#reportProgress(name, 'embed', start / texts.length);
      const vectors = await this.embed(texts.slice(start, start + blockSize), signal);
      const width = vectors[0]!.length;
      if (start === 0) allVectors = new Float32Array(texts.length * width);
      for (const [index, vector] of vectors.entries()) allVectors.set(vector, (start + index) * width);
    }
    return allVectors;
  }

  #reportProgress(file: string, phase: IndexingProgress['phase'], fraction: number): void {
    this.progress = { file, phase, fraction, waiting: this.#waiting.length };
    reportProgress(phase, fraction);
  }

  async #applyChange(change: () => Promise<DocumentList>): Promise<void> {
    await attempt(this, async () => this.#setDocuments(await change()));
  }

  #setDocuments({ documents, isPersistent }: DocumentList): void {
    this.documents = documents;
    this.isPersistent = isPersistent;
  }
}
