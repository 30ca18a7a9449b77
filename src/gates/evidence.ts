import type { Score } from '#core/evaluation.ts';

/** What gates judge. Whatever was not measured is absent, and the gates that need it answer `not-measured`. */
export interface GateEvidence {
  readonly candidate: ModelEvidence;
  readonly baseline?: ModelEvidence;
}

/** What was measured of one model on this device. */
export interface ModelEvidence {
  /** Size of all files of the model. */
  readonly sizeBytes: number;
  /** Scores on the labelled set; the first is the main score of the task. */
  readonly scores?: readonly Score[];
}
