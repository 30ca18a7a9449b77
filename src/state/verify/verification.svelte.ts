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
  viewModel = $state.raw<HallmarkViewModel | null>(null);
  isReading = $state(false);
  /** Why the hallmark is rejected, or a file cannot be read. */
  error = $state.raw<AppError | null>(null);
  matches = $state.raw<readonly FileMatch[]>([]);
  /** The name of the file whose digest is being computed; `null` if none is. */
  hashingName = $state<string | null>(null);
  /** The hallmarks stored in this browser, latest run first. */
  storedHallmarks = $state.raw<readonly StoredHallmark[]>([]);
  /** The most recently deleted hallmark, while the deletion can be undone. */
  deletedHallmark = $state.raw<StoredHallmark | null>(null);
  readonly #closeController = new AbortController();
  #inspector: InspectHandle | null = null;

  /** @param payload the part of a link after `#/h/`; `null` if the page has no hallmark yet */
  constructor(payload: string | null) {
    void this.#readStored();
    if (payload === null) reportStart('ready');
    else void this.open(payload);
  }

  /** @param content a link, or the contents of a file */
  async open(content: string): Promise<void> {
    reportStart('running');
    this.viewModel = this.error = null;
    this.matches = [];
    this.isReading = true;
    try {
      this.viewModel = await toHallmarkViewModel(await readHallmark(content));
      reportDone({ verified: true, ...this.viewModel.verified }, this.viewModel.hash);
      replaceEntry(readHistoryEntry(), this.viewModel.hash); // so that a reload shows it again
      await recordHallmark(this.viewModel, true).then(
        () => this.#readStored(),
        () => {}, // the link itself contains the whole hallmark
      );
    } catch (thrown) {
      this.error = reportFailure(thrown);
    } finally {
      this.isReading = false;
    }
  }

  /**
   * Opens the hallmark file among the files, and compares the others with the open hallmark. Without a hallmark, the
   * first file is read as one.
   */
  async openFiles(files: readonly File[]): Promise<void> {
    const hallmarkFile = files.find(({ name, size }) => /\.hallmark\.json$/i.test(name) && size <= maxHallmarkBytes);
    try {
      if (hallmarkFile) await this.open(await hallmarkFile.text());
      const otherFiles = files.filter((file) => file !== hallmarkFile);
      if (otherFiles.length === 0) return;
      if (this.viewModel) await this.#matchFiles(otherFiles);
      else if (!hallmarkFile) await this.open(await otherFiles[0]!.slice(0, maxHallmarkBytes).text());
    } catch (thrown) {
      this.error = asAppError(thrown);
      if (this.error.code === 'hallmark-invalid') this.viewModel = null; // the hallmark contradicts its own gate file
    }
  }

  async remove(hallmark: StoredHallmark): Promise<void> {
    try {
      await wrapStorageError(deleteHallmark(hallmark.id));
      this.deletedHallmark = hallmark;
      await this.#readStored();
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Restores the most recently deleted hallmark. */
  async undoRemove(): Promise<void> {
    if (!this.deletedHallmark) return;
    try {
      await wrapStorageError(storeHallmark(this.deletedHallmark));
      this.deletedHallmark = null;
      await this.#readStored();
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  close(): void {
    this.#closeController.abort();
    this.#inspector?.close();
  }

  async #readStored(): Promise<void> {
    this.storedHallmarks = await listHallmarks().catch(() => []); // the list is empty if the browser stores nothing
  }

  async #matchFiles(files: readonly File[]): Promise<void> {
    const { viewModel } = this;
    if (!viewModel) return;
    this.error = null;
    try {
      for (const file of files) {
        this.hashingName = file.name;
        const match = await this.#matchFile(viewModel, file);
        if (viewModel !== this.viewModel) return;
        this.matches = [...this.matches.filter((other) => other.file !== match.file), match];
      }
    } finally {
      this.hashingName = null;
    }
  }

  async #matchFile({ verified }: HallmarkViewModel, file: File): Promise<FileMatch> {
    if (/\.json$/i.test(file.name) && file.size <= maxGateFileBytes) {
      const match = await matchGateFile(verified.statement, file.name, await file.text());
      if (match.kind === 'gates') return match;
    }
    this.#inspector ??= new InspectHandle();
    const sha256 = await this.#inspector.hash(file, { signal: this.#closeController.signal });
    return matchFile(verified.statement, { name: file.name, digest: { sha256 } });
  }
}
