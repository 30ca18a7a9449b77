import type { FoundPassage, SearchMethod } from '#retrieval/index/passage-index.ts';

/** A document whose passages are indexed. */
export interface IndexedDocument {
  /** The SHA-256 of its bytes. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly passages: number;
  /** Pages that nothing was read of, such as scanned ones. */
  readonly pagesWithoutText: number;
  /**
   * The model that embedded the passages, by its SHA-256 or id: only vectors of one model can be compared.
   * `noModel` of `retrieval/no-model.ts` if none has.
   */
  readonly model: string;
}

/** A document that was read, and waits for the vectors of its passages. */
export interface ReadDocument {
  readonly id: string;
  /** The texts to embed, in order; empty if the document is indexed already. */
  readonly texts: readonly string[];
}

export interface DocumentList {
  readonly documents: readonly IndexedDocument[];
  /** Whether the index survives closing the page. */
  readonly isPersistent: boolean;
}

export interface SearchRequest {
  readonly model: string;
  readonly question: string;
  /** The vector of the question. */
  readonly vector: Float32Array;
  /** Vectors of the control questions, which calibrate what is relevant. */
  readonly controls: readonly Float32Array[];
  readonly count: number;
  readonly method: SearchMethod;
}

export interface SearchResult {
  /** The best first. */
  readonly passages: readonly FoundPassage[];
  /** Whether one of them is about the question. */
  readonly isAnswered: boolean;
}

/** The worker that reads the user's files and searches them, called through `bridge/files-handle.ts`. */
export interface FilesWorker {
  list(): Promise<DocumentList>;
  /** @throws AppError file-unreadable | aborted */
  read(file: File, model: string, onProgress: (fraction: number) => void): Promise<ReadDocument>;
  /** Ends the reading of a document. */
  stop(): Promise<void>;
  /** The texts of a document that another model has embedded, to embed them again. */
  readAgain(id: string): Promise<ReadDocument>;
  /**
   * Indexes and stores the document that was read last.
   * @param vectors those of its texts, one after the other; none without a model
   */
  add(id: string, model: string, vectors: Float32Array): Promise<DocumentList>;
  remove(id: string): Promise<DocumentList>;
  /** Deletes all documents and everything that was derived from them. */
  wipe(): Promise<DocumentList>;
  search(request: SearchRequest): Promise<SearchResult>;
}
