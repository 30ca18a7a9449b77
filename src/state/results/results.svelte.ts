import { asAppError, type AppError } from '#core/error.ts';
import {
  deleteResults,
  storedResult,
  storedSummaries,
  storeResults,
  type ResultSummary,
  type StoredResult,
} from '#records/results.ts';
import { readResultFile, toResultFile } from './result-file.ts';
import { beginComparison } from './record-result.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** Outcome of an import: `notResults` is the name of a file without results. */
export type ImportOutcome =
  | { readonly added: number; readonly alreadyStored: number; readonly faults: readonly AppError[] }
  | { readonly notResults: string };

/** The results stored on this device, as the Results page shows them. */
export class Results {
  /** Newest first; `null` until they are read. */
  summaries = $state.raw<readonly ResultSummary[] | null>(null);
  /** The results deleted last, while that can be undone. */
  deleted = $state.raw<readonly StoredResult[]>([]);
  imported = $state.raw<ImportOutcome | null>(null);
  error = $state.raw<AppError | null>(null);

  async load(): Promise<void> {
    await this.#guard(async () => {
      this.summaries = await storedSummaries();
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#guard(async () => {
      const deleted = await wholeResults(ids);
      await deleteResults(ids);
      this.deleted = deleted;
      this.imported = null;
      this.summaries = await storedSummaries();
    });
  }

  async undo(): Promise<void> {
    await this.#guard(async () => {
      await storeResults(this.deleted);
      this.deleted = [];
      this.summaries = await storedSummaries();
    });
  }

  /** The contents of a file with every stored result; `null` if they cannot be read. */
  async exportAll(): Promise<string | null> {
    return this.#guard(async () => toResultFile(await wholeResults((await storedSummaries()).map(({ id }) => id))));
  }

  async importFile(file: File): Promise<void> {
    await this.#guard(async () => {
      this.imported = null;
      const read = await readResultFile(await file.text());
      if (!read) {
        this.imported = { notResults: file.name };
        return;
      }
      const stored = new Set((await storedSummaries()).map(({ id }) => id));
      const added = read.results.filter(({ summary }) => !stored.has(summary.id));
      await storeResults(added);
      this.imported = { added: added.length, alreadyStored: read.results.length - added.length, faults: read.faults };
      this.summaries = await storedSummaries();
    });
  }

  /** @returns the address of the page that compares two stored reports; `null` if that failed */
  async compare(first: ResultSummary, second: ResultSummary): Promise<string | null> {
    return this.#guard(() => beginComparison(first.hash, second.hash));
  }

  async #guard<T>(operation: () => Promise<T>): Promise<T | null> {
    this.error = null;
    try {
      return await wrapStorageError(operation());
    } catch (thrown) {
      this.error = asAppError(thrown);
      return null;
    }
  }
}

async function wholeResults(ids: readonly string[]): Promise<StoredResult[]> {
  const results = await Promise.all(ids.map((id) => storedResult(id)));
  return results.filter((result) => result !== null);
}
