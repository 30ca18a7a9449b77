/** One file to download. */
export interface DownloadRequest {
  readonly url: string;
  /** Name of the file in the model, also for errors. */
  readonly name: string;
  /** The expected SHA-256; `null` if unknown. */
  readonly sha256: string | null;
  /** The expected size; `null` if unknown. */
  readonly sizeBytes: number | null;
}

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  /** Mean over the last seconds; `null` before the first measurement. */
  readonly bytesPerS: number | null;
  readonly remainingMs: number | null;
  /** `started-over`: the file on the server changed. `waiting`: for the server or another tab. */
  readonly notice: 'started-over' | 'retrying' | 'waiting' | 'checking' | null;
}

/** A model to download and store. */
export interface FetchRequest {
  readonly id: string;
  /** Name of the entry file. */
  readonly entry: string;
  /** Source of the model, as a description or a URL. */
  readonly source: string;
  readonly files: readonly DownloadRequest[];
}

export interface StoredFile {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A complete and verified model in this browser's store. */
export interface StoredModel {
  readonly id: string;
  readonly entry: string;
  readonly source: string;
  readonly files: readonly StoredFile[];
  /** Epoch milliseconds. */
  readonly addedAt: number;
  readonly usedAt: number;
  /** Whether it must not be deleted to free space. */
  readonly isPinned: boolean;
}

/** The browser's storage quota for this site; `null` for values that it does not report. */
export interface StorageQuota {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser retains the data when the disk is full. */
  readonly isPersistent: boolean;
  /** `memory` if the browser or a private window stores nothing permanently. */
  readonly backend: 'opfs' | 'memory';
}
