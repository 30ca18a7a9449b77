/** A file being written, which can be open only once. All calls are synchronous, as in OPFS in workers. */
export interface PartialFileWriter {
  write(bytes: Uint8Array, offset: number): void;
  /** Reads up to `into.length` bytes from `offset`, and returns the number of bytes read. */
  read(into: Uint8Array, offset: number): number;
  size(): number;
  truncate(sizeBytes: number): void;
  /** Flushes written bytes to disk, so they survive if the browser is killed. */
  flush(): void;
  close(): void;
}

/**
 * Stores whole files by their SHA-256, and unfinished ones as parts, each under a unique name. Every call
 * @throws AppError storage-failed if the browser reports an error.
 */
export interface FileStore {
  readonly id: 'opfs' | 'memory';
  openPartialFile(name: string): Promise<PartialFileWriter>;
  /** Turns a closed part into a whole file. If a file with that hash exists, it remains and the part is deleted. */
  commit(name: string, sha256: string): Promise<void>;
  discardPart(name: string): Promise<void>;
  listParts(): Promise<string[]>;
  /** The file, whose bytes are read from disk only on access; `null` if there is none. */
  openFile(sha256: string): Promise<Blob | null>;
  listFiles(): Promise<{ readonly sha256: string; readonly sizeBytes: number }[]>;
  remove(sha256: string): Promise<void>;
}
