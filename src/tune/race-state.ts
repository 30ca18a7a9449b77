import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import { median } from '#statistics/quantiles.ts';
import type { Objective } from './configuration.ts';

/** The measurements of one contender in one block. */
export interface BlockMeasurements {
  /** The median time of an inference in each group of inferences, divided by the batch size. */
  readonly timesMs: readonly number[];
  /** The engine's memory; `null` if it reports none. */
  readonly memoryBytes: number | null;
}

/** Concurrent measurements of several contenders, by key. */
export type Block = Readonly<Record<string, BlockMeasurements>>;

/** The reason that a contender left the race. */
export type Departure =
  /** The contender did not open, or crashed its worker or the GPU. */
  | { readonly kind: 'died'; readonly code: ErrorCode; readonly facts: ErrorFacts }
  /** The outputs differ from the reference's (R24). */
  | { readonly kind: 'wrong-answers'; readonly cosine: number; readonly maxAbsDifference: number | null }
  /** The contender did not respond within this time. */
  | { readonly kind: 'no-answer'; readonly waitedMs: number }
  /** Others were faster or smaller; `ratio` is its value divided by the best contender's in that round. */
  | { readonly kind: 'slower'; readonly ratio: number }
  /** One of its settings alone fails, or slows the model more than another setting can compensate. */
  | { readonly kind: 'unpromising'; readonly parent: string }
  /** The model does not run batches. */
  | { readonly kind: 'no-batch' }
  /** The engine does not report its memory, which is the objective. */
  | { readonly kind: 'memory-not-reported' }
  /** The time limit was reached before it was measured in this round. */
  | { readonly kind: 'out-of-time' };

/** A round, in which all contenders are measured equally often. */
export interface Rung {
  readonly objective: Objective;
  /** Whether it is the last round, between the best contender and the best default. */
  readonly isDuel: boolean;
  /**
   * The contender in every block, to which the others are compared: the current best default, if there is one.
   */
  readonly anchor: string;
  /** The groups of concurrently open contenders. */
  readonly heats: readonly Heat[];
}

interface Heat {
  /** Without the anchor. */
  readonly contenders: readonly string[];
  readonly blocks: readonly Block[];
  /** The time of its blocks, excluding the opening of sessions. */
  readonly spentMs: number;
}

/** The state to continue a race, as plain JSON. */
export interface RaceState {
  readonly rungs: readonly [Rung, ...Rung[]];
  readonly departures: Readonly<Record<string, Departure>>;
  /** The time of opening and measuring, excluding pauses. */
  readonly spentMs: number;
}

/** The contenders of a race. */
export interface Field {
  /** The most promising first. */
  readonly keys: readonly string[];
  /** Whether a contender is the default of its target. */
  readonly isDefault: (key: string) => boolean;
  /** See `Contender`. */
  readonly listParents: (key: string) => readonly string[];
}

/** Returns whether a contender is still in the race. */
export function isRacing({ departures }: Pick<RaceState, 'departures'>, key: string): boolean {
  return departures[key] === undefined;
}

/** Lists the contenders of a round, the anchor first. */
export function listContenders({ anchor, heats }: Rung): readonly string[] {
  return [anchor, ...heats.flatMap(({ contenders }) => contenders)];
}

/** Returns the current round. */
export function getCurrentRung({ rungs }: RaceState): Rung {
  return rungs.at(-1)!;
}

/** Finds the blocks of a round in which a contender was measured. */
export function findBlocksWith({ heats }: Rung, key: string): readonly Block[] {
  return heats.flatMap(({ blocks }) => blocks.filter((block) => block[key] !== undefined));
}

/**
 * Computes the relative time or memory of a contender in a round: the median over its blocks of the logarithm of its
 * value divided by the anchor's; 0 for the anchor. `null` if it was not measured.
 */
export function computeScore(rung: Rung, key: string, objective = rung.objective): number | null {
  const logs = findBlocksWith(rung, key).flatMap((block) => {
    const anchor = block[rung.anchor];
    return anchor ? Math.log(getObjectiveValue(block[key]!, objective) / getObjectiveValue(anchor, objective)) : [];
  });
  return logs.length === 0 ? null : median(logs);
}

/**
 * Returns the value of the objective, in ms or bytes. The fastest group of a block is the least disturbed, because
 * other work on the machine can only delay inferences.
 */
export function getObjectiveValue({ timesMs, memoryBytes }: BlockMeasurements, objective: Objective): number {
  return objective === 'memory' ? (memoryBytes ?? Infinity) : Math.min(...timesMs);
}
