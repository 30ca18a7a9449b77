import type { Detection } from '../object-detection/detection.ts';

/** A detected face with its embedding, a vector of length 1 by which faces are compared. */
export interface Face extends Detection {
  readonly embedding: readonly number[];
}
