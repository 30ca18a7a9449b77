/**
 * What one input and the result of a model on it say about the data, so two sets of data can be compared without
 * labels.
 */
export interface Observation {
  /** Values by feature, such as `confidence` or `brightness`; the same features in every observation of a task. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The predicted class; absent if the task predicts none. */
  readonly category?: string;
  /** An embedding of the input, of the same length in every observation; absent if the task computes none. */
  readonly vector?: Readonly<Float32Array>;
}
