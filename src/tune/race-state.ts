import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import { median } from '#statistics/quantiles.ts';
import type { Objective } from './configuration.ts';

/** The measurements of one contender in one block. */
export interface BlockFigures {
  /** The median time of an inference in each group of inferences, divided by the inputs that run together. */
  readonly timesMs: readonly number[];
  /** The engine's memory; `null` if it reports none. */
  readonly memoryBytes: number | null;
}

/** Measurements of several contenders close together, by key. */
export type Block = Readonly<Record<string, BlockFigures>>;

/** Why a contender is no longer in the race. */
export type Departure =
  /** The contender did not open, or crashed its worker or the GPU. */
  | { readonly kind: 'died'; readonly code: ErrorCode; readonly facts: ErrorFacts }
  /** The outputs differ from the reference's (R24). */
  | { readonly kind: 'wrong-answers'; readonly cosine: number; readonly maxAbsDifference: number | null }
  /** The contender did not answer within this time. */
  | { readonly kind: 'no-answer'; readonly waitedMs: number }
  /** Others were better; `ratio` is its value divided by the best contender's in that round. */
  | { readonly kind: 'slower'; readonly ratio: number }
  /** One of its settings alone fails, or makes the model slower than another setting could compensate. */
  | { readonly kind: 'unpromising'; readonly parent: string }
  /** The model does not run several inputs together. */
  | { readonly kind: 'no-batch' }
  /** The engine does not report its memory, which the race is about. */
  | { readonly kind: 'memory-not-reported' }
  /** The time limit was reached before it was measured in this round. */
  | { readonly kind: 'out-of-time' };

/** One round: all its contenders are measured equally often. */
export interface Rung {
  readonly objective: Objective;
  /** The last round: the best contender against the best default. */
  readonly isDuel: boolean;
  /**
   * The contender measured in every block, to which the others are compared: the best default so far, if there is one.
   */
  readonly anchor: string;
  /** Groups of contenders that are open together. */
  readonly heats: readonly Heat[];
}

interface Heat {
  /** Without the anchor. */
  readonly contenders: readonly string[];
  readonly blocks: readonly Block[];
  /** The time of its blocks, without opening sessions. */
  readonly spentMs: number;
}

/** The state of a race as plain JSON: enough to continue it. */
export interface RaceState {
  readonly rungs: readonly [Rung, ...Rung[]];
  readonly departures: Readonly<Record<string, Departure>>;
  /** The time that opening and measuring took, pauses excluded. */
  readonly spentMs: number;
}

/** Who takes part in a race. */
export interface Field {
  /** The most promising first. */
  readonly keys: readonly string[];
  /** Whether a contender is the default of its target. */
  readonly isDefault: (key: string) => boolean;
  /** As in `Contender`. */
  readonly listParents: (key: string) => readonly string[];
}

/** Whether a contender is still in the race. */
export function isRacing({ departures }: Pick<RaceState, 'departures'>, key: string): boolean {
  return departures[key] === undefined;
}

/** The contenders of a round, the anchor first. */
export function listContenders({ anchor, heats }: Rung): readonly string[] {
  return [anchor, ...heats.flatMap(({ contenders }) => contenders)];
}

/** The current round. */
export function getCurrentRung({ rungs }: RaceState): Rung {
  return rungs.at(-1)!;
}

/** The blocks of a round in which a contender was measured. */
export function findBlocksWith({ heats }: Rung, key: string): readonly Block[] {
  return heats.flatMap(({ blocks }) => blocks.filter((block) => block[key] !== undefined));
}

/**
 * How slow or large a contender was in a round: the median, over its blocks, of the logarithm of its value divided by
 * the anchor's; 0 for the anchor. `null` if it was not measured.
 */
export function computeScore(rung: Rung, key: string, objective = rung.objective): number | null {
  const logs = findBlocksWith(rung, key).flatMap((block) => {
    const anchor = block[rung.anchor];
    return anchor ? Math.log(toFigure(block[key]!, objective) / toFigure(anchor, objective)) : [];
  });
  return logs.length === 0 ? null : median(logs);
}

/**
 * What the race is about, in ms or bytes: less is better. Other work on the machine can only delay inferences, so the
 * fastest group of a block is the least disturbed one.
 */
export function toFigure({ timesMs, memoryBytes }: BlockFigures, objective: Objective): number {
  return objective === 'memory' ? (memoryBytes ?? Infinity) : Math.min(...timesMs);
}
