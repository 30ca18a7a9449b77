/** How requests of several clients to one session are joined. */
export interface BatchSettings {
  /** The most rows of a batch; 1 turns batching off. */
  readonly maxBatchSize: number;
  /** How long a request waits for others. */
  readonly maxWaitMs: number;
}

export const defaultBatching: BatchSettings = { maxBatchSize: 8, maxWaitMs: 10 };
