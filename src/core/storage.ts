/** One file to fetch. */
export interface DownloadRequest {
  readonly url: string;
  /** Its name within the model, also in messages. */
  readonly name: string;
  /** The expected SHA-256; null where none is stated. */
  readonly sha256: string | null;
  /** The size that its source states; null where it does not. */
  readonly sizeBytes: number | null;
}

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  /** Over the last seconds; null before the first measurement. */
  readonly bytesPerS: number | null;
  readonly leftMs: number | null;
  /** `started-over`: the file on the server changed. `waiting`: for the server or another tab. */
  readonly notice: 'started-over' | 'retrying' | 'waiting' | 'checking' | null;
}

/** A model to fetch and store. */
export interface FetchRequest {
  readonly id: string;
  /** Which of the files an engine opens first. */
  readonly entry: string;
  /** Its source, in words or as an address. */
  readonly source: string;
  readonly files: readonly DownloadRequest[];
}

export interface StoredFile {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A model in this browser's storage, complete and verified. */
export interface StoredModel {
  readonly id: string;
  readonly entry: string;
  readonly source: string;
  readonly files: readonly StoredFile[];
  /** Epoch milliseconds. */
  readonly addedAt: number;
  readonly usedAt: number;
  /** Not deleted to free space. */
  readonly isPinned: boolean;
}

/** The browser's figures for this site's storage; null where it has none. */
export interface StorageQuota {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser may clear it when the disk is full. */
  readonly isPersistent: boolean;
  /** `memory`: this browser, or this private window, stores nothing permanently. */
  readonly place: 'opfs' | 'memory';
}
