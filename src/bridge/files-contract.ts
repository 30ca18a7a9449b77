import type { FoundPassage, SearchMethod } from '#retrieval/index/passage-index.ts';

/** A document whose passages are indexed. */
export interface IndexedDocument {
  /** The SHA-256 of its bytes. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly passageCount: number;
  /** The number of pages without extractable text, such as scanned pages. */
  readonly pagesWithoutText: number;
  /**
   * SHA-256 or id of the model that embedded the passages, or `noModel` of `retrieval/no-model.ts`. Only vectors of one
   * model can be compared.
   */
  readonly model: string;
}

/** A document that was read. Its passages must be embedded before they are indexed. */
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
  /** Vectors of control questions, which calibrate the minimum similarity of a relevant passage. */
  readonly controls: readonly Float32Array[];
  readonly maxPassages: number;
  readonly method: SearchMethod;
}

export interface SearchResult {
  /** In order of decreasing relevance. */
  readonly passages: readonly FoundPassage[];
  /** Whether at least one passage is relevant to the question. */
  readonly hasRelevantPassage: boolean;
}

/** The worker that indexes and searches the user's documents, called through `bridge/files-handle.ts`. */
export interface FilesWorker {
  list(): Promise<DocumentList>;
  /** @throws AppError file-unreadable | aborted */
  read(file: File, model: string, onProgress: (fraction: number) => void): Promise<ReadDocument>;
  /** Aborts the current `read`, which then rejects with `aborted`. */
  stop(): Promise<void>;
  /** Returns the texts of a stored document, so that another model can embed them. */
  readForReembedding(id: string): Promise<ReadDocument>;
  /**
   * Indexes and stores the document that was returned by the last `read` or `readForReembedding`.
   * @param vectors the embeddings of its texts, concatenated in the order of `ReadDocument.texts`; empty without a model
   */
  add(id: string, model: string, vectors: Float32Array): Promise<DocumentList>;
  remove(id: string): Promise<DocumentList>;
  /** Deletes all documents with their passages and vectors. */
  deleteAll(): Promise<DocumentList>;
  search(request: SearchRequest): Promise<SearchResult>;
}
