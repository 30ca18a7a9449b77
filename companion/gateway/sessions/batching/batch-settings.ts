/** How requests of several clients to one session are combined into batches. */
export interface BatchSettings {
  /** The maximum number of rows in a batch; 1 turns batching off. */
  readonly maxBatchSize: number;
  /** How long a request waits for others. */
  readonly maxWaitMs: number;
}

export const defaultBatching: BatchSettings = { maxBatchSize: 8, maxWaitMs: 10 };
