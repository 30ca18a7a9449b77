/** A class and its probability, 0 to 1. */
export interface ClassProbability {
  readonly label: string;
  readonly probability: number;
}

/**
 * The features of an input and of the model's result, by which two datasets are compared without labels.
 */
export interface Observation {
  /** Values by feature, such as `confidence` or `brightness`; a feature can be absent from some observations. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The predicted class; absent if the task predicts none. */
  readonly category?: string;
  /** An embedding of the input, of the same length in all observations; absent if the task computes none. */
  readonly vector?: Readonly<Float32Array>;
  /** The most probable classes, in descending order, at most ten; absent unless the task is classification. */
  readonly classes?: readonly ClassProbability[];
}
