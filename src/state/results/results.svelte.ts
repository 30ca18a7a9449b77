import { asAppError, type AppError } from '#core/errors/error.ts';
import { changeTags, deleteResults, loadResult, storeResults, type StoredResult } from '#records/result-records.ts';
import { deleteHallmark, storeHallmark, type StoredHallmark } from '#records/hallmark-records.ts';
import { readResultFile, toResultFile } from './result-file.ts';
import { compareRecords } from './record-result.ts';
import { listRecords, type HallmarkSummary, type RecordSummary } from './record-summaries.ts';
import { addTag, mergeTags, removeTag, renameTag } from './result-tags.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** Outcome of an import: `notResults` is the name of a file without results. */
export type ImportOutcome =
  | { readonly added: number; readonly alreadyStored: number; readonly faults: readonly AppError[] }
  | { readonly notResults: string };

/** A deleted record, with everything needed to restore it. */
interface DeletedRecord {
  readonly id: string;
  readonly record: StoredResult | StoredHallmark;
  readonly tags: readonly string[];
}

/** The records of this device, as the Results page shows them: results, gate runs and hallmarks. */
export class Results {
  /** Newest first; `null` until they are read. */
  summaries = $state.raw<readonly RecordSummary[] | null>(null);
  /** The most recently deleted records, while the deletion can be undone. */
  deleted = $state.raw<readonly DeletedRecord[]>([]);
  importOutcome = $state.raw<ImportOutcome | null>(null);
  error = $state.raw<AppError | null>(null);

  async load(): Promise<void> {
    await this.#guard(() => this.#readSummaries());
  }

  async deleteRecords(ids: readonly string[]): Promise<void> {
    await this.#guard(async () => {
      const selected = (await listRecords()).filter(({ id }) => ids.includes(id));
      const results = await loadResults(selected.map(({ id }) => id));
      const records = [...results, ...selected.filter(isHallmark)];
      const deleted = records.map((record) => {
        const id = getRecordId(record);
        return { id, record, tags: selected.find((summary) => summary.id === id)?.tags ?? [] };
      });
      await deleteResults(ids);
      for (const { id } of selected.filter(isHallmark)) await deleteHallmark(id);
      await changeTags(ids, () => []);
      this.deleted = deleted;
      this.importOutcome = null;
      await this.#readSummaries();
    });
  }

  async undoDelete(): Promise<void> {
    await this.#guard(async () => {
      const records = this.deleted.map(({ record }) => record);
      await storeResults(records.filter((candidate) => 'summary' in candidate));
      for (const entry of records) if ('hash' in entry) await storeHallmark(entry);
      const tags = new Map(this.deleted.map((result) => [result.id, result.tags]));
      await changeTags([...tags.keys()], (_, id) => tags.get(id) ?? []);
      this.deleted = [];
      await this.#readSummaries();
    });
  }

  async addTag(ids: readonly string[], tag: string): Promise<void> {
    await this.#changeTags(ids, (tags) => addTag(tags, tag));
  }

  async removeTag(ids: readonly string[], tag: string): Promise<void> {
    await this.#changeTags(ids, (tags) => removeTag(tags, tag));
  }

  /** Renames a tag in all records, without duplicates in records that have both names. */
  async renameTag(tag: string, name: string): Promise<void> {
    const ids = this.summaries?.flatMap(({ id, tags }) => (tags.includes(tag) ? id : [])) ?? [];
    await this.#changeTags(ids, (tags) => renameTag(tags, tag, name));
  }

  /** The contents of a file with every stored record; `null` if they cannot be read. */
  async exportAll(): Promise<string | null> {
    return this.#guard(async () => {
      // A search applies only to this device and is not in its address, so it cannot be imported.
      const summaries = (await listRecords()).filter(({ kind }) => kind !== 'tuning');
      const results = await loadResults(summaries.map(({ id }) => id));
      const tags = new Map(summaries.map((summary) => [summary.id, summary.tags]));
      return toResultFile(results, summaries.filter(isHallmark), tags);
    });
  }

  /**
   * Adds the records of a file that are not stored yet, and the tags of all. The outcome is in `imported` or `error`.
   */
  async importFile(file: File): Promise<void> {
    await this.#guard(async () => {
      this.importOutcome = null;
      const imported = await readResultFile(await file.text());
      if (!imported) {
        this.importOutcome = { notResults: file.name };
        return;
      }
      const stored = new Set((await listRecords()).map(({ id }) => id));
      const added = imported.results.filter(({ summary }) => !stored.has(summary.id));
      const hallmarks = imported.hallmarks.filter(({ id }) => !stored.has(id));
      await storeResults(added);
      for (const hallmark of imported.hallmarks) await storeHallmark(hallmark);
      await changeTags([...imported.tags.keys()], (tags, id) => mergeTags(tags, imported.tags.get(id) ?? []));
      const all = imported.results.length + imported.hallmarks.length;
      const count = added.length + hallmarks.length;
      this.importOutcome = { added: count, alreadyStored: all - count, faults: imported.faults };
      await this.#readSummaries();
    });
  }

  /** @returns the address of the page that compares two records; `null` if that failed */
  async compare(first: RecordSummary, second: RecordSummary): Promise<string | null> {
    return this.#guard(() => compareRecords(first, second));
  }

  async #changeTags(ids: readonly string[], change: (tags: readonly string[]) => readonly string[]): Promise<void> {
    await this.#guard(async () => {
      await changeTags(ids, change);
      await this.#readSummaries();
    });
  }

  async #readSummaries(): Promise<void> {
    this.summaries = await listRecords();
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

const isHallmark = (summary: RecordSummary): summary is RecordSummary & HallmarkSummary => summary.kind === 'hallmark';

function getRecordId(record: StoredResult | StoredHallmark): string {
  return 'summary' in record ? record.summary.id : record.id;
}

async function loadResults(ids: readonly string[]): Promise<StoredResult[]> {
  const results = await Promise.all(ids.map((id) => loadResult(id)));
  return results.filter((result) => result !== null);
}
