/** One class of a classified image. */
export interface Classification {
  readonly label: string;
  /** 0 to 1; the probabilities of all classes of the model sum to 1. */
  readonly probability: number;
}
