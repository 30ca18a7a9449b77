import type { Detection } from '../object-detection/detection.ts';

/** A face with the vector by which it is compared with others: of length 1. */
export interface Face extends Detection {
  readonly embedding: readonly number[];
}
