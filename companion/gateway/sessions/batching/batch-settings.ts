/** How requests of several clients to one session are combined into batches. */
export interface BatchSettings {
  /** The maximum number of rows in a batch; 1 disables batching. */
  readonly maxBatchSize: number;
  /** The maximum time that a request waits for others. */
  readonly maxWaitMs: number;
}

export const defaultBatching: BatchSettings = { maxBatchSize: 8, maxWaitMs: 10 };
