/** A file being written. It is open once at a time; all calls are synchronous, as those of OPFS in workers. */
export interface PartWriter {
  write(bytes: Uint8Array, at: number): void;
  /** Reads up to `into.length` bytes from `at`; returns how many. */
  read(into: Uint8Array, at: number): number;
  size(): number;
  truncate(sizeBytes: number): void;
  /** Flushes what was written to the disk, so that it survives a killed browser. */
  flush(): void;
  close(): void;
}

/**
 * Where bytes are stored: whole files by their SHA-256, unfinished ones as parts, each under a name of its own. Every
 * call @throws AppError storage-failed where the browser refuses.
 */
export interface FileStore {
  readonly id: 'opfs' | 'memory';
  openPart(name: string): Promise<PartWriter>;
  /**
   * Turns a closed part into a whole file. Where a file of that hash exists, that one stays and the part is deleted.
   */
  keep(name: string, sha256: string): Promise<void>;
  discardPart(name: string): Promise<void>;
  parts(): Promise<string[]>;
  /** The file itself, read from the disk as it is used; null where there is none. */
  file(sha256: string): Promise<Blob | null>;
  files(): Promise<{ readonly sha256: string; readonly sizeBytes: number }[]>;
  remove(sha256: string): Promise<void>;
}
