import { asAppError, type AppError } from '#core/error.ts';
import { deleteResults, loadResult, storeResults, type StoredResult } from '#records/results.ts';
import { deleteHallmark, storeHallmark, listHallmarks, type StoredHallmark } from '#records/hallmarks.ts';
import { readResultFile, toResultFile } from './result-file.ts';
import { beginComparison } from './record-result.ts';
import { recordSummaries, type RecordSummary } from './record-summaries.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** Outcome of an import: `notResults` is the name of a file without results. */
export type ImportOutcome =
  | { readonly added: number; readonly alreadyStored: number; readonly faults: readonly AppError[] }
  | { readonly notResults: string };

/** The results and hallmarks stored on this device, as the Results page shows them. */
export class Results {
  /** Newest first; `null` until they are read. */
  summaries = $state.raw<readonly RecordSummary[] | null>(null);
  /** The results deleted last, while that can be undone. */
  deleted = $state.raw<readonly (StoredResult | StoredHallmark)[]>([]);
  imported = $state.raw<ImportOutcome | null>(null);
  error = $state.raw<AppError | null>(null);

  async load(): Promise<void> {
    await this.#guard(async () => {
      this.summaries = await recordSummaries();
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#guard(async () => {
      const hallmarks = (await listHallmarks()).filter(({ id }) => ids.includes(id));
      const deleted = [...(await wholeResults(ids)), ...hallmarks];
      await deleteResults(ids);
      for (const { id } of hallmarks) await deleteHallmark(id);
      this.deleted = deleted;
      this.imported = null;
      this.summaries = await recordSummaries();
    });
  }

  async undo(): Promise<void> {
    await this.#guard(async () => {
      await storeResults(this.deleted.filter((one) => 'summary' in one));
      for (const one of this.deleted) if ('hash' in one) await storeHallmark(one);
      this.deleted = [];
      this.summaries = await recordSummaries();
    });
  }

  /** The contents of a file with every stored result; `null` if they cannot be read. */
  async exportAll(): Promise<string | null> {
    return this.#guard(async () => {
      const summaries = await recordSummaries();
      const hallmarks = summaries.filter(({ kind }) => kind === 'hallmark');
      return toResultFile(await wholeResults(summaries.map(({ id }) => id)), hallmarks);
    });
  }

  async importFile(file: File): Promise<void> {
    await this.#guard(async () => {
      this.imported = null;
      const read = await readResultFile(await file.text());
      if (!read) {
        this.imported = { notResults: file.name };
        return;
      }
      const stored = new Set((await recordSummaries()).map(({ id }) => id));
      const added = read.results.filter(({ summary }) => !stored.has(summary.id));
      const hallmarks = read.hallmarks.filter(({ id }) => !stored.has(id));
      await storeResults(added);
      for (const hallmark of hallmarks) await storeHallmark(hallmark);
      const all = read.results.length + read.hallmarks.length;
      const count = added.length + hallmarks.length;
      this.imported = { added: count, alreadyStored: all - count, faults: read.faults };
      this.summaries = await recordSummaries();
    });
  }

  /** @returns the address of the page that compares two reports, given by their links; `null` if that failed */
  async compare(first: string, second: string): Promise<string | null> {
    return this.#guard(() => beginComparison(first, second));
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
  const results = await Promise.all(ids.map((id) => loadResult(id)));
  return results.filter((result) => result !== null);
}
