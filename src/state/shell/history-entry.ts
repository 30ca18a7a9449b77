/** The state that a history entry stores in addition to its URL, so Back and a reload show it again. */
interface HistoryEntry {
  /** The stored result that is shown. */
  readonly result?: string;
  /** Names of the user's files that were open: an address never contains them. */
  readonly files?: readonly string[];
  /** As `files`, of the baseline of an evaluation. */
  readonly baselineFiles?: readonly string[];
  /** The text of the gate file. */
  readonly gates?: string;
}

export function historyEntry(): HistoryEntry {
  return (history.state ?? {}) as HistoryEntry;
}

/** Replaces the entry and its address; the page itself stays. */
export function replaceEntry(entry: HistoryEntry, hash: string): void {
  history.replaceState(entry, '', hash);
}

/** An entry for these files. */
export function toHistoryEntry(files: readonly File[]): HistoryEntry {
  return files.length > 0 ? { files: files.map(({ name }) => name) } : {};
}
