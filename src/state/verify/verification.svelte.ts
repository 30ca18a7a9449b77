import { InspectHandle } from '#bridge/inspect-handle.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { matchFile, matchGateFile, type FileMatch } from '#hallmark/compare/match-files.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { deleteHallmark, listHallmarks, storeHallmark, type StoredHallmark } from '#records/hallmark-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { readHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { toHallmarkViewModel, recordHallmark, type HallmarkViewModel } from './hallmark-view-model.ts';

/** Gate files are at most a few kilobytes; a larger JSON file is part of a model. */
const maxGateFileBytes = 1 << 20;
const maxHallmarkBytes = 1 << 20;

/** Verifies a hallmark on the Verify page, and compares the user's files with it. */
export class Verification {
  /** `null` before the first hallmark, and after one that was invalid. */
  view = $state.raw<HallmarkViewModel | null>(null);
  isReading = $state(false);
  /** Why the hallmark is rejected, or a file cannot be read. */
  error = $state.raw<AppError | null>(null);
  files = $state.raw<readonly FileMatch[]>([]);
  /** The name of the file whose digest is being computed. */
  hashing = $state<string | null>(null);
  /** Hallmarks stored in this browser, latest run first. */
  stored = $state.raw<readonly StoredHallmark[]>([]);
  /** The most recently deleted hallmark, while the deletion can be undone. */
  deleted = $state.raw<StoredHallmark | null>(null);
  readonly #closed = new AbortController();
  #inspector: InspectHandle | null = null;

  /** @param payload of a link, without `#/h/` */
  constructor(payload: string | null) {
    void this.#readStored();
    if (payload === null) reportStart('ready');
    else void this.open(payload);
  }

  /** @param content a link, or the contents of a file */
  async open(content: string): Promise<void> {
    reportStart('running');
    this.view = this.error = null;
    this.files = [];
    this.isReading = true;
    try {
      this.view = await toHallmarkViewModel(await readHallmark(content));
      reportDone({ verified: true, ...this.view.verified }, this.view.hash);
      replaceEntry(readHistoryEntry(), this.view.hash); // so that a reload shows it again
      await recordHallmark(this.view, true).then(
        () => this.#readStored(),
        () => {}, // the link contains everything
      );
    } catch (thrown) {
      this.error = reportFailure(thrown);
    } finally {
      this.isReading = false;
    }
  }

  /** Opens a hallmark file; compares all other files with the hallmark that is open. */
  async openFiles(files: readonly File[]): Promise<void> {
    const hallmark = files.find(({ name, size }) => /\.hallmark\.json$/i.test(name) && size <= maxHallmarkBytes);
    try {
      if (hallmark) await this.open(await hallmark.text());
      const others = files.filter((file) => file !== hallmark);
      if (others.length === 0) return;
      if (this.view) await this.#match(others);
      else if (!hallmark) await this.open(await others[0]!.slice(0, maxHallmarkBytes).text());
    } catch (thrown) {
      this.error = asAppError(thrown);
      if (this.error.code === 'hallmark-invalid') this.view = null; // it contradicts its own gate file
    }
  }

  async remove(hallmark: StoredHallmark): Promise<void> {
    try {
      await wrapStorageError(deleteHallmark(hallmark.id));
      this.deleted = hallmark;
      await this.#readStored();
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Restores the most recently deleted hallmark. */
  async undo(): Promise<void> {
    if (!this.deleted) return;
    try {
      await wrapStorageError(storeHallmark(this.deleted));
      this.deleted = null;
      await this.#readStored();
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  close(): void {
    this.#closed.abort();
    this.#inspector?.close();
  }

  async #readStored(): Promise<void> {
    this.stored = await listHallmarks().catch(() => []); // none, if the browser stores nothing
  }

  async #match(files: readonly File[]): Promise<void> {
    const { view } = this;
    if (!view) return;
    this.error = null;
    try {
      for (const file of files) {
        this.hashing = file.name;
        const match = await this.#matchOne(view, file);
        if (view !== this.view) return;
        this.files = [...this.files.filter((other) => other.file !== match.file), match];
      }
    } finally {
      this.hashing = null;
    }
  }

  async #matchOne({ verified }: HallmarkViewModel, file: File): Promise<FileMatch> {
    if (/\.json$/i.test(file.name) && file.size <= maxGateFileBytes) {
      const match = await matchGateFile(verified.statement, file.name, await file.text());
      if (match.kind === 'gates') return match;
    }
    this.#inspector ??= new InspectHandle();
    const sha256 = await this.#inspector.hash(file, { signal: this.#closed.signal });
    return matchFile(verified.statement, { name: file.name, digest: { sha256 } });
  }
}
