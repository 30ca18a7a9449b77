import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, median } from '#statistics/quantiles.ts';
import {
  findBlocksWith,
  getCurrentRung,
  isRacing,
  computeScore,
  type Departure,
  type Field,
  type RaceState,
  type Rung,
} from './race-state.ts';
import { findContenderAtGoal, compareInBlocks, rankContenders, type StopReason } from './race.ts';

/** The measurements of a contender. */
export interface Standing {
  readonly key: string;
  /**
   * The time of an inference: the best default's time in the last round, multiplied by the ratio of both in joint
   * measurements, so all times refer to the same state of the machine. `null` if it was not measured.
   */
  readonly ms: number | null;
  /** Two-sided, 95%; `null` with too few blocks, as in the first rounds. */
  readonly intervalMs: readonly [low: number, high: number] | null;
  /** The number of blocks with it in its last round. */
  readonly blocks: number;
  readonly memoryBytes: number | null;
  /** `null` for contenders that reached the last round. */
  readonly departure: Departure | null;
}

/** The reason for the choice of the winner. */
export type WinReason =
  /** The confidence interval shows that the winner is faster than the best default. */
  | 'faster'
  /** The winner is a default, and no contender was shown to be faster. */
  | 'default'
  /** The winner is the only remaining contender with correct outputs. */
  | 'only-one'
  /** The winner meets the goal. */
  | 'goal';

export interface TuneOutcome {
  /** `null` if every contender departed. */
  readonly winner: string | null;
  readonly reason: WinReason | null;
  readonly stopped: StopReason;
  /** The fastest default with correct outputs, with which the winner is compared; `null` if there is none. */
  readonly bestDefault: string | null;
  /**
   * The value of the best default divided by the winner's, with a 95% interval; `null` if the winner is the
   * default.
   */
  readonly speedUp: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
  /** The winner first, then the finalists and the others, fastest first; unmeasured ones last. */
  readonly standings: readonly Standing[];
}

/**
 * Computes the outcome of a finished race. A contender replaces the best default only if its interval shows that it is
 * faster, so a tuned model is not slower than an untuned one.
 */
export function conclude(
  state: RaceState,
  stopped: StopReason,
  { keys, isDefault }: Field,
  goalMs: number | null,
): TuneOutcome {
  const rung = getCurrentRung(state);
  const { winner, reason } = chooseWinner(state, isDefault, goalMs);
  const bestDefault = isDefault(rung.anchor) && isRacing(state, rung.anchor) ? rung.anchor : null;
  const isCompared = winner !== null && bestDefault !== null && winner !== bestDefault;
  const speedUp = isCompared ? compareInBlocks(rung, bestDefault, winner) : null;
  const measured = state.rungs.findLast(({ heats }) => heats.some(({ blocks }) => blocks.length > 0));
  const standings = keys.map((key) => computeStanding(state, key, measured));
  return {
    winner,
    reason,
    stopped,
    bestDefault,
    speedUp: speedUp && { ratio: speedUp.ratio, interval: speedUp.interval },
    standings: standings.toSorted((a, b) => rank(a, winner) - rank(b, winner) || (a.ms ?? 0) - (b.ms ?? 0)),
  };
}

function chooseWinner(
  state: RaceState,
  isDefault: (key: string) => boolean,
  goalMs: number | null,
): Pick<TuneOutcome, 'winner' | 'reason'> {
  const goalWinner = findContenderAtGoal(state, goalMs);
  if (goalWinner !== null) return { winner: goalWinner, reason: 'goal' };
  const rung = getCurrentRung(state);
  const { anchor } = rung;
  if (!isRacing(state, anchor)) return { winner: null, reason: null };
  const best = rankContenders(state)[0]?.key ?? anchor;
  if (!isDefault(anchor)) return { winner: best, reason: 'only-one' };
  const isFaster = best !== anchor && (compareInBlocks(rung, anchor, best)?.interval[0] ?? 0) > 1;
  return isFaster ? { winner: best, reason: 'faster' } : { winner: anchor, reason: 'default' };
}

/**
 * Computes the standing of a contender from the last round in which it was measured.
 * @param last the last round with measurements
 */
function computeStanding(state: RaceState, key: string, last: Rung | undefined): Standing {
  const departure = state.departures[key] ?? null;
  const rung = state.rungs.findLast((candidate) => computeScore(candidate, key) !== null);
  if (!rung || !last) return { key, ms: null, intervalMs: null, blocks: 0, memoryBytes: null, departure };
  const blocks = findBlocksWith(rung, key);
  const comparison = key === rung.anchor ? null : compareInBlocks(rung, key, rung.anchor, 'latency');
  const anchorMs = median(listTimes(last, last.anchor)) * computeAnchorRatio(rung, last);
  const isAnchor = rung === last && key === last.anchor;
  const anchorInterval = isAnchor
    ? findQuantileInterval(listTimes(rung, key).toSorted(compareAscending), 0.5, 0.025)
    : null;
  return {
    key,
    ms: anchorMs * Math.exp(computeScore(rung, key, 'latency')!),
    intervalMs: comparison ? [anchorMs * comparison.interval[0], anchorMs * comparison.interval[1]] : anchorInterval,
    blocks: blocks.length,
    memoryBytes: blocks.at(-1)?.[key]?.memoryBytes ?? null,
    departure,
  };
}

/**
 * Computes the time of a round's anchor divided by that of the last round's anchor, from the later round in which both
 * were measured.
 */
function computeAnchorRatio(rung: Rung, last: Rung): number {
  return Math.exp(computeScore(last, rung.anchor, 'latency') ?? -(computeScore(rung, last.anchor, 'latency') ?? 0));
}

function listTimes(rung: Rung, key: string): number[] {
  return findBlocksWith(rung, key).flatMap((block) => block[key]!.timesMs);
}

function rank({ key, ms, departure }: Standing, winner: string | null): number {
  if (key === winner) return 0;
  if (departure === null) return 1;
  return ms === null ? 3 : 2;
}
