import type { CorruptionId } from './corruptions/index.ts';
import type { Severity } from './severities.ts';

/** A corruption of one item, reproducible by its seed. */
export interface AppliedCorruption {
  readonly corruption: CorruptionId;
  readonly severity: Severity;
  /** A 32-bit integer. */
  readonly seed: number;
}
