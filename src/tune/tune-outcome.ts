import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending, median } from '#statistics/quantiles.ts';
import {
  findBlocksWith,
  getCurrentRung,
  isRemaining,
  computeScore,
  type Elimination,
  type SearchSpace,
  type SearchState,
  type Rung,
} from './search-state.ts';
import { findTrialAtGoal, compareInBlocks, rankTrials, type StopReason } from './successive-halving.ts';

/** The measurements of a trial. */
export interface TrialSummary {
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
  /** `null` for trials that reached the last round. */
  readonly elimination: Elimination | null;
}

/** The reason for the choice of the winner. */
export type WinReason =
  /** The confidence interval shows that the winner is faster than the best default. */
  | 'faster'
  /** The winner is a default, and no trial was shown to be faster. */
  | 'default'
  /** The winner is the only remaining trial with correct outputs. */
  | 'only-one'
  /** The winner meets the goal. */
  | 'goal';

export interface TuneOutcome {
  /** `null` if every trial was eliminated. */
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
  readonly trialSummaries: readonly TrialSummary[];
}

/**
 * Computes the outcome of a finished search. A trial replaces the best default only if its interval shows that it is
 * faster, so a tuned model is not slower than an untuned one.
 */
export function computeOutcome(
  state: SearchState,
  stopped: StopReason,
  { keys, isDefault }: SearchSpace,
  goalMs: number | null,
): TuneOutcome {
  const rung = getCurrentRung(state);
  const { winner, reason } = chooseWinner(state, isDefault, goalMs);
  const bestDefault = isDefault(rung.anchor) && isRemaining(state, rung.anchor) ? rung.anchor : null;
  const isCompared = winner !== null && bestDefault !== null && winner !== bestDefault;
  const speedUp = isCompared ? compareInBlocks(rung, bestDefault, winner) : null;
  const measured = state.rungs.findLast(({ cohorts }) => cohorts.some(({ blocks }) => blocks.length > 0));
  const trialSummaries = keys.map((key) => summariseTrial(state, key, measured));
  return {
    winner,
    reason,
    stopped,
    bestDefault,
    speedUp: speedUp && { ratio: speedUp.ratio, interval: speedUp.interval },
    trialSummaries: trialSummaries.toSorted((a, b) => rank(a, winner) - rank(b, winner) || (a.ms ?? 0) - (b.ms ?? 0)),
  };
}

function chooseWinner(
  state: SearchState,
  isDefault: (key: string) => boolean,
  goalMs: number | null,
): Pick<TuneOutcome, 'winner' | 'reason'> {
  const goalWinner = findTrialAtGoal(state, goalMs);
  if (goalWinner !== null) return { winner: goalWinner, reason: 'goal' };
  const rung = getCurrentRung(state);
  const { anchor } = rung;
  if (!isRemaining(state, anchor)) return { winner: null, reason: null };
  const best = rankTrials(state)[0]?.key ?? anchor;
  if (!isDefault(anchor)) return { winner: best, reason: 'only-one' };
  const isFaster = best !== anchor && (compareInBlocks(rung, anchor, best)?.interval[0] ?? 0) > 1;
  return isFaster ? { winner: best, reason: 'faster' } : { winner: anchor, reason: 'default' };
}

/**
 * Computes the summary of a trial from the last round in which it was measured.
 * @param last the last round with measurements
 */
function summariseTrial(state: SearchState, key: string, last: Rung | undefined): TrialSummary {
  const elimination = state.eliminations[key] ?? null;
  const rung = state.rungs.findLast((candidate) => computeScore(candidate, key) !== null);
  if (!rung || !last) return { key, ms: null, intervalMs: null, blocks: 0, memoryBytes: null, elimination };
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
    elimination,
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

function rank({ key, ms, elimination }: TrialSummary, winner: string | null): number {
  if (key === winner) return 0;
  if (elimination === null) return 1;
  return ms === null ? 3 : 2;
}
