/** An unfinished file, which can be open only once. All calls are synchronous, as with OPFS in workers. */
export interface PartialFileWriter {
  write(bytes: Uint8Array, offset: number): void;
  /** Reads up to `into.length` bytes from `offset`, and returns the number of bytes read. */
  read(into: Uint8Array, offset: number): number;
  size(): number;
  truncate(sizeBytes: number): void;
  /** Flushes written bytes to disk, so they remain if the browser is terminated. */
  flush(): void;
  close(): void;
}

/**
 * Stores whole files by their SHA-256, and unfinished ones as parts under unique names. Every call throws
 * `storage-failed` if the browser reports an error.
 */
export interface FileStore {
  readonly id: 'opfs' | 'memory';
  openPartialFile(name: string): Promise<PartialFileWriter>;
  /** Converts a closed part to a whole file. If a file with that hash exists, it remains and the part is deleted. */
  commit(name: string, sha256: string): Promise<void>;
  discardPart(name: string): Promise<void>;
  listParts(): Promise<string[]>;
  /** Opens a file, whose bytes are read from disk only on access; `null` if there is none. */
  openFile(sha256: string): Promise<Blob | null>;
  listFiles(): Promise<{ readonly sha256: string; readonly sizeBytes: number }[]>;
  remove(sha256: string): Promise<void>;
}
