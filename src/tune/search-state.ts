import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import { median } from '#statistics/quantiles.ts';
import type { Objective } from './configuration.ts';

/** The measurements of one trial in one block. */
export interface BlockMeasurements {
  /** The median time of an inference in each group of inferences, divided by the batch size. */
  readonly timesMs: readonly number[];
  /** The engine's memory; `null` if it reports none. */
  readonly memoryBytes: number | null;
}

/** Concurrent measurements of several trials, by key. */
export type Block = Readonly<Record<string, BlockMeasurements>>;

/** The reason that a trial left the search. */
export type Elimination =
  /** The trial did not open, or crashed its worker or the GPU. */
  | { readonly kind: 'died'; readonly code: ErrorCode; readonly facts: ErrorFacts }
  /** The outputs differ from the reference's (R24). */
  | { readonly kind: 'wrong-answers'; readonly cosine: number; readonly maxAbsDifference: number | null }
  /** The trial did not respond within this time. */
  | { readonly kind: 'no-answer'; readonly waitedMs: number }
  /** Others were faster or smaller; `ratio` is its value divided by the best trial's in that round. */
  | { readonly kind: 'slower'; readonly ratio: number }
  /** One of its settings alone fails, or slows the model more than another setting can compensate. */
  | { readonly kind: 'unpromising'; readonly parent: string }
  /** The model does not run batches. */
  | { readonly kind: 'no-batch' }
  /** The engine does not report its memory, which is the objective. */
  | { readonly kind: 'memory-not-reported' }
  /** The time limit was reached before it was measured in this round. */
  | { readonly kind: 'out-of-time' };

/** A round, in which all trials are measured equally often. */
export interface Rung {
  readonly objective: Objective;
  /** Whether it is the last round, between the best trial and the best default. */
  readonly isHeadToHead: boolean;
  /**
   * The trial in every block, to which the others are compared: the current best default, if there is one.
   */
  readonly anchor: string;
  /** The groups of concurrently open trials. */
  readonly cohorts: readonly Cohort[];
}

interface Cohort {
  /** The keys of the trials, without the anchor. */
  readonly trials: readonly string[];
  readonly blocks: readonly Block[];
  /** The time of its blocks, excluding the opening of sessions. */
  readonly spentMs: number;
}

/** The state to continue a search, as plain JSON. */
export interface SearchState {
  readonly rungs: readonly [Rung, ...Rung[]];
  readonly eliminations: Readonly<Record<string, Elimination>>;
  /** The time of opening and measuring, excluding pauses. */
  readonly spentMs: number;
}

/** The trials of a search. */
export interface SearchSpace {
  /** The most promising first. */
  readonly keys: readonly string[];
  /** Whether a trial is the default of its target. */
  readonly isDefault: (key: string) => boolean;
  /** See `Trial`. */
  readonly listParents: (key: string) => readonly string[];
}

/** Returns whether a trial is still in the search. */
export function isRemaining({ eliminations }: Pick<SearchState, 'eliminations'>, key: string): boolean {
  return eliminations[key] === undefined;
}

/** Lists the trials of a round, the anchor first. */
export function listRungTrials({ anchor, cohorts }: Rung): readonly string[] {
  return [anchor, ...cohorts.flatMap(({ trials }) => trials)];
}

/** Returns the current round. */
export function getCurrentRung({ rungs }: SearchState): Rung {
  return rungs.at(-1)!;
}

/** Finds the blocks of a round in which a trial was measured. */
export function findBlocksWith({ cohorts }: Rung, key: string): readonly Block[] {
  return cohorts.flatMap(({ blocks }) => blocks.filter((block) => block[key] !== undefined));
}

/**
 * Computes the relative time or memory of a trial in a round: the median over its blocks of the logarithm of its
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
