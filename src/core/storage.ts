/** One file to fetch. */
export interface DownloadRequest {
  readonly url: string;
  /** Its name within the model, also for messages. */
  readonly name: string;
  /** What it must hash to; null where nobody says. */
  readonly sha256: string | null;
  /** What its source says of its size; null where it does not. */
  readonly sizeBytes: number | null;
}

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  /** Over the last seconds; null until something was measured. */
  readonly bytesPerS: number | null;
  readonly leftMs: number | null;
  /** `started-over`: the file on the server changed. `waiting`: the server, or another tab, asks for patience. */
  readonly notice: 'started-over' | 'retrying' | 'waiting' | 'checking' | null;
}

/** A model to fetch and keep. */
export interface FetchRequest {
  readonly id: string;
  /** Which of the files an engine opens first. */
  readonly entry: string;
  /** Where it comes from, in words or as an address. */
  readonly source: string;
  readonly files: readonly DownloadRequest[];
}

export interface StoredFile {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A model that lies in this browser's storage, whole and checked. */
export interface StoredModel {
  readonly id: string;
  readonly entry: string;
  readonly source: string;
  readonly files: readonly StoredFile[];
  /** Epoch milliseconds. */
  readonly addedAt: number;
  readonly usedAt: number;
  /** Kept when room is made. */
  readonly isPinned: boolean;
}

/** What the browser says of this site's storage; null where it does not say. */
export interface StorageQuota {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser may clear it when the disk runs full. */
  readonly isPersistent: boolean;
  /** `memory`: this browser, or this private window, keeps nothing. */
  readonly place: 'opfs' | 'memory';
}
