/** The settings for combining requests of several clients into batches. */
export interface BatchSettings {
  /** The maximum number of rows in a batch; 1 disables batching. */
  readonly maxBatchSize: number;
  /** The maximum time in milliseconds that a request waits for others. */
  readonly maxWaitMs: number;
}

/** Heuristic, not measured. */
export const defaultBatching: BatchSettings = { maxBatchSize: 8, maxWaitMs: 10 };
