export interface Classification {
  readonly label: string;
  /** 0 to 1; over all classes of the model they sum to 1. */
  readonly probability: number;
}
