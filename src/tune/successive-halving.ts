import { estimateInterleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending } from '#statistics/quantiles.ts';
import type { Objective } from './configuration.ts';
import {
  findBlocksWith,
  listRungTrials,
  getCurrentRung,
  isRemaining,
  computeScore,
  getObjectiveValue,
  type Block,
  type Elimination,
  type SearchSpace,
  type SearchState,
  type Rung,
} from './search-state.ts';

/** The limits of a search. */
export interface SearchLimits {
  readonly budgetMs: number;
  /** The search ends when a median is shown to be at most this; `null` searches for the fastest configuration. */
  readonly goalMs: number | null;
  /** The maximum number of concurrently open sessions, at least two. */
  readonly maxOpenSessions: number;
}

/** The reason for the end of a search. */
export type StopReason =
  /** A trial is shown to meet the goal. */
  | 'goal'
  /** Measurements show that the best trial is faster than the best default, or less than 3% faster. */
  | 'no-gain'
  /** The head-to-head comparison reached its maximum length, and its interval decides. */
  | 'too-close'
  | 'budget'
  /** No trial remains. */
  | 'all-departed';

export type SearchStep =
  | { readonly kind: 'measure'; readonly cohort: number; readonly keys: readonly string[] }
  | { readonly kind: 'done'; readonly why: StopReason };

/** The measurements of one step. */
export interface StepResult {
  readonly block: Block;
  readonly eliminations: Readonly<Record<string, Elimination>>;
  /** The times of opening the sessions and of measuring. */
  readonly openMs: number;
  readonly measureMs: number;
}

/** The precision of the search: differences up to it are negligible. */
export const tolerance = 0.03;
/** The maximum number of finalists, excluding the best default. */
const maxFinalists = 3;
/**
 * The blocks per trial in the first round, doubled in each further round, in which half of the trials remain.
 */
const firstBlocks = 3;
/** The blocks of the finalists. */
const finalistBlocks = 2 * minBlocks;
/** The blocks of the head-to-head comparison, which show a difference of 3% in most cases. */
const headToHeadBlocks = 4 * minBlocks;
/**
 * The significance level at which the head-to-head comparison may end after half of its blocks, for an error of 5% over
 * both analyses: the first of the two levels of O'Brien & Fleming (1979); the second is 0.048.
 */
const earlyLevel = 0.0052;
/** The fraction of the time limit after which the current best trials advance to the last round. */
const searchFraction = 0.65;
/** The fraction of the time limit for the blocks of one round: a slow model gets fewer blocks. */
const roundFraction = 0.12;
/**
 * The ratio to the best trial's time above which neither noise nor another setting can compensate. Heuristic, not
 * measured.
 */
const maxRatioToBest = 1.4;

/**
 * Starts a search by successive halving (Karnin, Koren & Somekh 2013): all trials are measured in a few interleaved
 * blocks, the faster half in twice as many, and so on. Only the measurements of a round decide it. Every trial is
 * compared with the round's anchor in the same block, so a slow phase of the machine affects both.
 */
export function startSearch(
  { keys, isDefault }: SearchSpace,
  maxOpenSessions: number,
  objective: Objective,
): SearchState {
  const anchor = keys.find(isDefault) ?? keys[0] ?? '';
  const others = keys.filter((key) => key !== anchor);
  return { rungs: [createRung(anchor, others, { objective, maxOpenSessions })], eliminations: {}, spentMs: 0 };
}

/** Determines the next measurement. */
export function findNextStep(state: SearchState, limits: SearchLimits): SearchStep {
  const rung = getCurrentRung(state);
  const remaining = listRungTrials(rung).filter((key) => isRemaining(state, key));
  if (remaining.length === 0) return { kind: 'done', why: 'all-departed' };
  if (findTrialAtGoal(state, limits.goalMs) !== null) return { kind: 'done', why: 'goal' };
  if (rung.isHeadToHead) {
    const isSearchCut = Object.values(state.eliminations).some(({ kind }) => kind === 'out-of-time');
    const why = findStopReason(rung, remaining, isSearchCut);
    if (why) return { kind: 'done', why };
    if (state.spentMs >= limits.budgetMs) return { kind: 'done', why: 'budget' };
  }
  const cohort = Math.max(0, findNextCohort(state, limits));
  const keys = [rung.anchor, ...(rung.cohorts[cohort]?.trials ?? [])];
  return { kind: 'measure', cohort, keys: keys.filter((key) => isRemaining(state, key)) };
}

/** Applies the results of a step. */
export function applyStep(
  state: SearchState,
  cohort: number,
  { block, eliminations, openMs, measureMs }: StepResult,
  space: SearchSpace,
  limits: SearchLimits,
): SearchState {
  const rung = getCurrentRung(state);
  const cohorts = rung.cohorts.map((current, index) =>
    index === cohort
      ? { ...current, blocks: [...current.blocks, block], spentMs: current.spentMs + measureMs }
      : current,
  );
  const measured: SearchState = {
    rungs: replaceLastRung(state, { ...rung, cohorts }),
    eliminations: { ...state.eliminations, ...eliminations },
    spentMs: state.spentMs + openMs + measureMs,
  };
  if (!isRemaining(measured, rung.anchor)) return replaceAnchor(measured, space, limits.maxOpenSessions);
  if (rung.isHeadToHead) return measured;
  const pruned = eliminateUnpromising(measured, space);
  const isOver = findNextCohort(pruned, limits) < 0 || pruned.spentMs >= searchFraction * limits.budgetMs;
  return isOver ? promote(pruned, space, limits) : pruned;
}

/** Finds a trial whose median is shown to meet the goal, preferably a default. */
export function findTrialAtGoal(state: SearchState, goalMs: number | null): string | null {
  if (goalMs === null) return null;
  const rung = getCurrentRung(state);
  const meetsRequirement = (key: string) => {
    const times = findBlocksWith(rung, key).flatMap((block) => block[key]!.timesMs);
    const interval = findQuantileInterval(times.toSorted(compareAscending), 0.5, 0.025);
    return interval !== null && interval[1] <= goalMs && isRemaining(state, key);
  };
  return listRungTrials(rung).find(meetsRequirement) ?? null;
}

/** Ranks the measured trials of a round that are still in the search, fastest first. */
export function rankTrials(
  state: SearchState,
  rung: Rung = getCurrentRung(state),
): readonly { key: string; score: number }[] {
  return listRungTrials(rung)
    .flatMap((key) => {
      const score = isRemaining(state, key) ? computeScore(rung, key) : null;
      return score === null ? [] : { key, score };
    })
    .sort((a, b) => a.score - b.score);
}

/** Computes the time of one finalist divided by another's, with a 95% interval; `null` with too few blocks. */
export function compareInBlocks(rung: Rung, slower: string, faster: string, objective = rung.objective) {
  const blocks = rung.cohorts
    .flatMap((cohort) => cohort.blocks)
    .flatMap(({ [slower]: a, [faster]: b }) =>
      a && b ? { a: [getObjectiveValue(a, objective)], b: [getObjectiveValue(b, objective)] } : [],
    );
  return estimateInterleavedRatio(blocks);
}

function createRung(
  anchor: string,
  others: readonly string[],
  {
    objective,
    maxOpenSessions,
    isHeadToHead = false,
  }: { objective: Objective; maxOpenSessions: number; isHeadToHead?: boolean },
): Rung {
  const size = isHeadToHead ? others.length : maxOpenSessions - 1;
  const count = Math.max(1, Math.ceil(others.length / Math.max(1, size)));
  const cohorts = Array.from({ length: count }, (_, index) => ({
    trials: others.slice(index * size, (index + 1) * size),
    blocks: [],
    spentMs: 0,
  }));
  return { objective, isHeadToHead, anchor, cohorts };
}

/** Finds the first cohort of the round that needs more blocks; -1 if there is none. */
function findNextCohort(state: SearchState, { budgetMs }: Pick<SearchLimits, 'budgetMs'>): number {
  const rung = getCurrentRung(state);
  const { isHeadToHead, cohorts } = rung;
  if (isHeadToHead) return 0;
  const doubled = firstBlocks * 2 ** (state.rungs.length - 1);
  const blocks = isFinalRung(rung) ? finalistBlocks : Math.min(finalistBlocks, doubled);
  const maxMs = (roundFraction * budgetMs) / cohorts.length;
  return cohorts.findIndex(
    (cohort) =>
      cohort.trials.some((key) => isRemaining(state, key)) &&
      cohort.blocks.length < blocks &&
      (cohort.blocks.length === 0 || cohort.spentMs < maxMs),
  );
}

function replaceLastRung({ rungs }: SearchState, last: Rung): SearchState['rungs'] {
  const [first, ...others] = [...rungs.slice(0, -1), last];
  return [first!, ...others];
}

/** Restarts the current round with another anchor, because its measurements cannot be compared with later ones. */
function replaceAnchor(state: SearchState, { isDefault }: SearchSpace, maxOpenSessions: number): SearchState {
  const rung = getCurrentRung(state);
  const remaining = listRungTrials(rung).filter((key) => isRemaining(state, key));
  const anchor = remaining.find(isDefault) ?? remaining[0];
  if (anchor === undefined) return state;
  const others = remaining.filter((key) => key !== anchor);
  return { ...state, rungs: replaceLastRung(state, createRung(anchor, others, { ...rung, maxOpenSessions })) };
}

/** Removes unmeasured trials that have an unpromising parent. */
function eliminateUnpromising(state: SearchState, { listParents }: SearchSpace): SearchState {
  const rung = getCurrentRung(state);
  const best = Math.min(...rankTrials(state).map(({ score }) => score));
  const isUnpromising = (key: string) => {
    const elimination = state.eliminations[key];
    if (elimination) return elimination.kind !== 'slower';
    const isKnown = findBlocksWith(rung, key).length >= firstBlocks;
    return isKnown && computeScore(rung, key)! - best > Math.log(maxRatioToBest);
  };
  const unmeasured = listRungTrials(rung).filter((key) => isRemaining(state, key) && computeScore(rung, key) === null);
  const unpromising = unmeasured.flatMap((key): [string, Elimination][] => {
    const parent = listParents(key).find(isUnpromising);
    return parent === undefined ? [] : [[key, { kind: 'unpromising', parent }]];
  });
  return { ...state, eliminations: { ...state.eliminations, ...Object.fromEntries(unpromising) } };
}

/**
 * Advances the faster half and the best default; the others are eliminated. The best finalist is then compared
 * head-to-head with the best default. Only those blocks decide, because earlier ones were used to choose the finalist.
 */
function promote(state: SearchState, { isDefault }: SearchSpace, limits: SearchLimits): SearchState {
  const ranked = rankTrials(state);
  const best = ranked[0]!;
  const anchor = (ranked.find(({ key }) => isDefault(key)) ?? best).key;
  const challengers = ranked.filter(
    ({ key, score }) => key !== anchor && score - best.score < Math.log(maxRatioToBest),
  );
  const isHeadToHead =
    findNextCohort(state, limits) >= 0 || isFinalRung(getCurrentRung(state)) || challengers.length <= 1;
  const half = Math.ceil(challengers.length / 2);
  // There is no head-to-head comparison if the default is the fastest.
  const count = isHeadToHead ? Number(best.key !== anchor) : half <= maxFinalists + 1 ? maxFinalists : half;
  const others = challengers.slice(0, count).map(({ key }) => key);
  const eliminations = listRungTrials(getCurrentRung(state))
    .filter((key) => isRemaining(state, key) && key !== anchor && !others.includes(key))
    .map((key): [string, Elimination] => {
      const score = ranked.find((candidate) => candidate.key === key)?.score;
      const isMeasured = score !== undefined;
      return [key, isMeasured ? { kind: 'slower', ratio: Math.exp(score - best.score) } : { kind: 'out-of-time' }];
    });
  return {
    ...state,
    eliminations: { ...state.eliminations, ...Object.fromEntries(eliminations) },
    rungs: [
      ...state.rungs,
      createRung(anchor, others, { ...getCurrentRung(state), isHeadToHead, maxOpenSessions: limits.maxOpenSessions }),
    ],
  };
}

function isFinalRung({ cohorts }: Rung): boolean {
  return cohorts.flatMap(({ trials }) => trials).length <= maxFinalists;
}

/**
 * Returns the reason for the end of a head-to-head comparison; `null` if it continues.
 * @param isSearchCut whether the time limit ended the search for the challenger
 */
function findStopReason(
  { cohorts, anchor, ...rung }: Rung,
  remaining: readonly string[],
  isSearchCut: boolean,
): StopReason | null {
  const count = cohorts[0]?.blocks.length ?? 0;
  const challenger = remaining.find((key) => key !== anchor);
  if (challenger === undefined) return count < minBlocks ? null : isSearchCut ? 'budget' : 'no-gain';
  if (count >= headToHeadBlocks) return 'too-close';
  if (count !== headToHeadBlocks / 2) return null;
  const comparison = compareInBlocks({ cohorts, anchor, ...rung }, anchor, challenger);
  const isDecided = comparison !== null && (comparison.p <= earlyLevel || comparison.interval[1] < 1 + tolerance);
  return isDecided ? 'no-gain' : null;
}
