import type {
  DocumentList,
  IndexedDocument,
  ReadDocument,
  SearchRequest,
  SearchResult,
} from '#bridge/files-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { chunkSections, formatEmbeddedText, type Chunk } from '#retrieval/chunks.ts';
import { readDocument } from '#retrieval/documents/read-document.ts';
import type { ReadOptions } from '#retrieval/documents/section.ts';
import { noModel } from '#retrieval/no-model.ts';
import { PassageIndex } from '#retrieval/index/passage-index.ts';
import { hasRelevant, estimateMinRelevantSimilarity } from '#retrieval/relevance.ts';
import type { NamedFiles } from '#storage/store/named-files.ts';

/** The stored record of a document. Its vectors are in a separate file. */
interface StoredDocument extends Omit<IndexedDocument, 'passageCount'> {
  /** The number of chunks. */
  readonly passages: number;
  readonly chunks: readonly Chunk[];
}

/** Stored files are named by the document's SHA-256. The JSON record contains the name of the user's file. */
const getJsonName = (id: string) => `${id}.json`;
const getVectorsName = (id: string) => `${id}.f32`;

/** Stores the user's documents with their passages and vectors on disk and searches them in memory. */
export class DocumentLibrary {
  readonly #files: NamedFiles;
  readonly #documents = new Map<string, StoredDocument>();
  /** Indexes by model, because vectors of different models cannot be compared. */
  readonly #indexes = new Map<string, PassageIndex>();
  #pending: Omit<StoredDocument, 'model'> | null = null;

  private constructor(files: NamedFiles) {
    this.#files = files;
  }

  /** Loads all documents and deletes incomplete ones, which were being stored when the browser was closed. */
  static async open(files: NamedFiles): Promise<DocumentLibrary> {
    const library = new DocumentLibrary(files);
    const names = await files.listNames();
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    for (const id of ids) await library.#load(id);
    for (const name of names) if (!library.#documents.has(name.replace(/\.\w+$/, ''))) await files.remove(name);
    return library;
  }

  list(): DocumentList {
    const documents = [...this.#documents.values()].map(toIndexedDocument);
    return { documents, isPersistent: this.#files.isPersistent };
  }

  /** @throws AppError file-unreadable | aborted */
  async read(file: File, model: string, options: ReadOptions): Promise<ReadDocument> {
    const { sections, pagesWithoutText } = await readDocument(file, file.name, options);
    const id = toHex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    if (this.#documents.get(id)?.model === model) return { id, texts: [] };
    const chunks = chunkSections(sections);
    return this.#setPending({
      id,
      name: file.name,
      sizeBytes: file.size,
      pagesWithoutText,
      passages: chunks.length,
      chunks,
    });
  }

  readForReembedding(id: string): ReadDocument {
    const document = this.#documents.get(id);
    if (!document) throw new AppError('internal', { why: 'the document is not stored' });
    const { model: _, ...pending } = document;
    return this.#setPending(pending);
  }

  async add(id: string, model: string, vectors: Float32Array): Promise<DocumentList> {
    const pending = this.#pending;
    if (pending?.id !== id) throw new AppError('internal', { why: 'another document was read last' });
    await this.remove(id);
    const document: StoredDocument = { ...pending, model };
    await this.#files.write(getVectorsName(id), new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
    await this.#files.write(getJsonName(id), new TextEncoder().encode(JSON.stringify(document)));
    this.#addToIndex(document, vectors);
    this.#pending = null;
    return this.list();
  }

  async remove(id: string): Promise<DocumentList> {
    const document = this.#documents.get(id);
    if (document) {
      await this.#files.remove(getJsonName(id));
      await this.#files.remove(getVectorsName(id));
      this.#indexes.get(document.model)?.remove(id);
      this.#documents.delete(id);
    }
    return this.list();
  }

  async deleteAll(): Promise<DocumentList> {
    await this.#files.clear();
    this.#documents.clear();
    this.#indexes.clear();
    this.#pending = null;
    return this.list();
  }

  search({ model, question, vector, controls, maxPassages, method }: SearchRequest): SearchResult {
    if (model === noModel) return this.#searchWords(question, maxPassages);
    const index = this.#indexes.get(model);
    if (!index || index.size === 0) return { passages: [], hasRelevantPassage: false };
    const passages = index.search(question, vector, maxPassages, method);
    const minSimilarity = estimateMinRelevantSimilarity(controls.map((control) => index.findBestSimilarity(control)));
    return { passages, hasRelevantPassage: hasRelevant(question, passages, minSimilarity) };
  }

  /**
   * Searches all indexes by words. Scores of different indexes are not comparable, so passages are sorted by the number
   * of matched words.
   */
  #searchWords(question: string, maxPassages: number): SearchResult {
    const passagesByIndex = [...this.#indexes.values()].map((index) => index.searchWords(question, maxPassages));
    const passages =
      passagesByIndex.length > 1
        ? passagesByIndex.flat().toSorted((a, b) => b.words.length - a.words.length)
        : passagesByIndex.flat();
    return { passages: passages.slice(0, maxPassages), hasRelevantPassage: passages.length > 0 };
  }

  #setPending(document: Omit<StoredDocument, 'model'>): ReadDocument {
    this.#pending = document;
    return { id: document.id, texts: document.chunks.map(formatEmbeddedText) };
  }

  async #load(id: string): Promise<void> {
    const [json, vectors] = [await this.#files.read(getJsonName(id)), await this.#files.read(getVectorsName(id))];
    const document = json && parseDocument(json);
    if (!document || !vectors || vectors.byteLength % (4 * document.passages) !== 0) return;
    if ((vectors.byteLength === 0) !== (document.model === noModel)) return;
    this.#addToIndex(document, new Float32Array(vectors));
  }

  #addToIndex(document: StoredDocument, vectors: Float32Array): void {
    const { id, model, chunks } = document;
    const width = vectors.length / chunks.length;
    const index = this.#indexes.get(model) ?? new PassageIndex(width);
    if (index.width !== width) throw new AppError('internal', { why: `${width} values instead of ${index.width}` });
    index.add(id, chunks, vectors);
    this.#indexes.set(model, index);
    this.#documents.set(id, document);
  }
}

function toIndexedDocument({
  id,
  name,
  sizeBytes,
  passages,
  pagesWithoutText,
  model,
}: StoredDocument): IndexedDocument {
  return { id, name, sizeBytes, passageCount: passages, pagesWithoutText, model };
}

/** Parses the record of a document; `null` if the file is incomplete. */
function parseDocument(json: ArrayBuffer): StoredDocument | null {
  try {
    return JSON.parse(new TextDecoder().decode(json)) as StoredDocument; // trusted, because only this class writes it
  } catch {
    return null;
  }
}

const toHex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
