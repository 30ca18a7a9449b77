import type { CorruptionId } from './corruptions/index.ts';
import type { Severity } from './severities.ts';

/** One corruption of one item; the same seed gives the same result. */
export interface AppliedCorruption {
  readonly corruption: CorruptionId;
  readonly severity: Severity;
  /** A whole number of 32 bits. */
  readonly seed: number;
}
