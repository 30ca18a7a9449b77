/** The state that a history entry stores in addition to its URL, so Back and a reload show it again. */
interface HistoryEntry {
  /** The stored result that is shown. */
  readonly result?: string;
  /** Names of the user's files that were open: an address never contains them. */
  readonly files?: readonly string[];
  /** Names of the open files of an evaluation's baseline. */
  readonly baselineFiles?: readonly string[];
  /** The text of the gate file. */
  readonly gates?: string;
  /** The index of the entry, by which the router distinguishes Back from a new link. */
  readonly position?: number;
}

export function readHistoryEntry(): HistoryEntry {
  return (history.state ?? {}) as HistoryEntry;
}

/** Replaces the entry and its address, but not its position; the page itself stays. */
export function replaceEntry(entry: HistoryEntry, address: string): void {
  const { position } = readHistoryEntry();
  history.replaceState(position === undefined ? entry : { position, ...entry }, '', address);
}

/** Creates an entry with the names of these files. */
export function toHistoryEntry(files: readonly File[]): HistoryEntry {
  return files.length > 0 ? { files: files.map(({ name }) => name) } : {};
}
