import type { CorruptionId } from './corruptions/index.ts';
import type { Level } from './levels.ts';

/** One corruption of one item; the same seed gives the same result. */
export interface AppliedCorruption {
  readonly corruption: CorruptionId;
  readonly level: Level;
  /** A whole number of 32 bits. */
  readonly seed: number;
}
