/** A class and its probability, 0 to 1. */
export interface ClassProbability {
  readonly label: string;
  readonly probability: number;
}

/**
 * What one input and the result of a model on it say about the data, so two sets of data can be compared without
 * labels.
 */
export interface Observation {
  /** Values by feature, such as `confidence` or `brightness`; a feature can be absent from some observations. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The predicted class; absent if the task predicts none. */
  readonly category?: string;
  /** An embedding of the input, of the same length in every observation; absent if the task computes none. */
  readonly vector?: Readonly<Float32Array>;
  /** The likeliest classes of a classifier, the best first, at most ten; absent if the task is none. */
  readonly classes?: readonly ClassProbability[];
}
