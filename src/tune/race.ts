import { estimateInterleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';
import { compareAscending } from '#statistics/quantiles.ts';
import type { Objective } from './configuration.ts';
import {
  findBlocksWith,
  listContenders,
  getCurrentRung,
  isRacing,
  computeScore,
  getObjectiveValue,
  type Block,
  type Departure,
  type Field,
  type RaceState,
  type Rung,
} from './race-state.ts';

/** The limits of a search. */
export interface RaceRules {
  readonly budgetMs: number;
  /** The search ends when a median is shown to be at most this; `null` searches for the fastest configuration. */
  readonly goalMs: number | null;
  /** The maximum number of concurrently open sessions, at least two. */
  readonly maxOpen: number;
}

/** The reason for the end of a race. */
export type StopReason =
  /** A contender is shown to meet the goal. */
  | 'goal'
  /** Measurements show that the best contender is faster than the best default, or less than 3% faster. */
  | 'no-gain'
  /** The duel reached its maximum length, and its interval decides. */
  | 'too-close'
  | 'budget'
  /** No contender remains. */
  | 'all-departed';

export type RaceStep =
  | { readonly kind: 'measure'; readonly heat: number; readonly keys: readonly string[] }
  | { readonly kind: 'done'; readonly why: StopReason };

/** The measurements of one step. */
export interface StepResult {
  readonly block: Block;
  readonly departures: Readonly<Record<string, Departure>>;
  /** The times of opening the sessions and of measuring. */
  readonly openMs: number;
  readonly measureMs: number;
}

/** The precision of the search: differences up to it are negligible. */
export const tolerance = 0.03;
/** The maximum number of finalists, excluding the best default. */
const maxFinalists = 3;
/**
 * The blocks per contender in the first round, doubled in each further round, in which half of the contenders remain.
 */
const firstBlocks = 3;
/** The blocks of the finalists. */
const finalistBlocks = 2 * minBlocks;
/** The blocks of the duel, which show a difference of 3% in most cases. */
const duelBlocks = 4 * minBlocks;
/**
 * The significance level at which the duel may end after half of its blocks, for an error of 5% over both analyses: the
 * first of the two levels of O'Brien & Fleming (1979); the second is 0.048.
 */
const earlyLevel = 0.0052;
/** The fraction of the time limit after which the current best contenders advance to the last round. */
const searchFraction = 0.65;
/** The fraction of the time limit for the blocks of one round: a slow model gets fewer blocks. */
const roundFraction = 0.12;
/**
 * The ratio to the best contender's time above which neither noise nor another setting can compensate. Heuristic, not
 * measured.
 */
const hopelessRatio = 1.4;

/**
 * Starts a race by successive halving (Karnin, Koren & Somekh 2013): all contenders are measured in a few interleaved
 * blocks, the faster half in twice as many, and so on. Only the measurements of a round decide it. Every contender is
 * compared with the round's anchor in the same block, so a slow phase of the machine affects both.
 */
export function startRace({ keys, isDefault }: Field, maxOpen: number, objective: Objective): RaceState {
  const anchor = keys.find(isDefault) ?? keys[0] ?? '';
  const others = keys.filter((key) => key !== anchor);
  return { rungs: [createRung(anchor, others, { objective, maxOpen })], departures: {}, spentMs: 0 };
}

/** Determines the next measurement. */
export function findNextStep(state: RaceState, rules: RaceRules): RaceStep {
  const rung = getCurrentRung(state);
  const racing = listContenders(rung).filter((key) => isRacing(state, key));
  if (racing.length === 0) return { kind: 'done', why: 'all-departed' };
  if (findContenderAtGoal(state, rules.goalMs) !== null) return { kind: 'done', why: 'goal' };
  if (rung.isDuel) {
    const isSearchCut = Object.values(state.departures).some(({ kind }) => kind === 'out-of-time');
    const why = findStopReason(rung, racing, isSearchCut);
    if (why) return { kind: 'done', why };
    if (state.spentMs >= rules.budgetMs) return { kind: 'done', why: 'budget' };
  }
  const heat = Math.max(0, findNextHeat(state, rules));
  const keys = [rung.anchor, ...(rung.heats[heat]?.contenders ?? [])];
  return { kind: 'measure', heat, keys: keys.filter((key) => isRacing(state, key)) };
}

/** Applies the results of a step. */
export function applyStep(
  state: RaceState,
  heat: number,
  { block, departures, openMs, measureMs }: StepResult,
  field: Field,
  rules: RaceRules,
): RaceState {
  const rung = getCurrentRung(state);
  const heats = rung.heats.map((current, index) =>
    index === heat ? { ...current, blocks: [...current.blocks, block], spentMs: current.spentMs + measureMs } : current,
  );
  const measured: RaceState = {
    rungs: replaceLastRung(state, { ...rung, heats }),
    departures: { ...state.departures, ...departures },
    spentMs: state.spentMs + openMs + measureMs,
  };
  if (!isRacing(measured, rung.anchor)) return replaceAnchor(measured, field, rules.maxOpen);
  if (rung.isDuel) return measured;
  const pruned = dropUnpromising(measured, field);
  const isOver = findNextHeat(pruned, rules) < 0 || pruned.spentMs >= searchFraction * rules.budgetMs;
  return isOver ? promote(pruned, field, rules) : pruned;
}

/** Finds a contender whose median is shown to meet the goal, preferably a default. */
export function findContenderAtGoal(state: RaceState, goalMs: number | null): string | null {
  if (goalMs === null) return null;
  const rung = getCurrentRung(state);
  const meetsRequirement = (key: string) => {
    const times = findBlocksWith(rung, key).flatMap((block) => block[key]!.timesMs);
    const interval = findQuantileInterval(times.toSorted(compareAscending), 0.5, 0.025);
    return interval !== null && interval[1] <= goalMs && isRacing(state, key);
  };
  return listContenders(rung).find(meetsRequirement) ?? null;
}

/** Ranks the measured contenders of a round that are still in the race, fastest first. */
export function rankContenders(
  state: RaceState,
  rung: Rung = getCurrentRung(state),
): readonly { key: string; score: number }[] {
  return listContenders(rung)
    .flatMap((key) => {
      const score = isRacing(state, key) ? computeScore(rung, key) : null;
      return score === null ? [] : { key, score };
    })
    .sort((a, b) => a.score - b.score);
}

/** Computes the time of one finalist divided by another's, with a 95% interval; `null` with too few blocks. */
export function compareInBlocks(rung: Rung, slower: string, faster: string, objective = rung.objective) {
  const blocks = rung.heats
    .flatMap((heat) => heat.blocks)
    .flatMap(({ [slower]: a, [faster]: b }) =>
      a && b ? { a: [getObjectiveValue(a, objective)], b: [getObjectiveValue(b, objective)] } : [],
    );
  return estimateInterleavedRatio(blocks);
}

function createRung(
  anchor: string,
  others: readonly string[],
  { objective, maxOpen, isDuel = false }: { objective: Objective; maxOpen: number; isDuel?: boolean },
): Rung {
  const size = isDuel ? others.length : maxOpen - 1;
  const count = Math.max(1, Math.ceil(others.length / Math.max(1, size)));
  const heats = Array.from({ length: count }, (_, index) => ({
    contenders: others.slice(index * size, (index + 1) * size),
    blocks: [],
    spentMs: 0,
  }));
  return { objective, isDuel, anchor, heats };
}

/** Finds the first heat of the round that needs more blocks; -1 if there is none. */
function findNextHeat(state: RaceState, { budgetMs }: Pick<RaceRules, 'budgetMs'>): number {
  const rung = getCurrentRung(state);
  const { isDuel, heats } = rung;
  if (isDuel) return 0;
  const doubled = firstBlocks * 2 ** (state.rungs.length - 1);
  const blocks = isFinalRung(rung) ? finalistBlocks : Math.min(finalistBlocks, doubled);
  const maxMs = (roundFraction * budgetMs) / heats.length;
  return heats.findIndex(
    (heat) =>
      heat.contenders.some((key) => isRacing(state, key)) &&
      heat.blocks.length < blocks &&
      (heat.blocks.length === 0 || heat.spentMs < maxMs),
  );
}

function replaceLastRung({ rungs }: RaceState, last: Rung): RaceState['rungs'] {
  const [first, ...others] = [...rungs.slice(0, -1), last];
  return [first!, ...others];
}

/** Restarts the current round with another anchor, because its measurements cannot be compared with later ones. */
function replaceAnchor(state: RaceState, { isDefault }: Field, maxOpen: number): RaceState {
  const rung = getCurrentRung(state);
  const racing = listContenders(rung).filter((key) => isRacing(state, key));
  const anchor = racing.find(isDefault) ?? racing[0];
  if (anchor === undefined) return state;
  const others = racing.filter((key) => key !== anchor);
  return { ...state, rungs: replaceLastRung(state, createRung(anchor, others, { ...rung, maxOpen })) };
}

/** Removes unmeasured contenders that have an unpromising parent. */
function dropUnpromising(state: RaceState, { listParents }: Field): RaceState {
  const rung = getCurrentRung(state);
  const best = Math.min(...rankContenders(state).map(({ score }) => score));
  const isHopeless = (key: string) => {
    const departure = state.departures[key];
    if (departure) return departure.kind !== 'slower';
    const isKnown = findBlocksWith(rung, key).length >= firstBlocks;
    return isKnown && computeScore(rung, key)! - best > Math.log(hopelessRatio);
  };
  const unmeasured = listContenders(rung).filter((key) => isRacing(state, key) && computeScore(rung, key) === null);
  const unpromising = unmeasured.flatMap((key): [string, Departure][] => {
    const parent = listParents(key).find(isHopeless);
    return parent === undefined ? [] : [[key, { kind: 'unpromising', parent }]];
  });
  return { ...state, departures: { ...state.departures, ...Object.fromEntries(unpromising) } };
}

/**
 * Advances the faster half and the best default; the others depart. The best finalist is compared with the best default
 * in a duel, in which only its blocks decide, because earlier ones were used to choose the finalist.
 */
function promote(state: RaceState, { isDefault }: Field, rules: RaceRules): RaceState {
  const ranked = rankContenders(state);
  const best = ranked[0]!;
  const anchor = (ranked.find(({ key }) => isDefault(key)) ?? best).key;
  const rivals = ranked.filter(({ key, score }) => key !== anchor && score - best.score < Math.log(hopelessRatio));
  const isDuel = findNextHeat(state, rules) >= 0 || isFinalRung(getCurrentRung(state)) || rivals.length <= 1;
  const half = Math.ceil(rivals.length / 2);
  // There is no duel if the default is the fastest.
  const count = isDuel ? Number(best.key !== anchor) : half <= maxFinalists + 1 ? maxFinalists : half;
  const others = rivals.slice(0, count).map(({ key }) => key);
  const departures = listContenders(getCurrentRung(state))
    .filter((key) => isRacing(state, key) && key !== anchor && !others.includes(key))
    .map((key): [string, Departure] => {
      const score = ranked.find((candidate) => candidate.key === key)?.score;
      const isMeasured = score !== undefined;
      return [key, isMeasured ? { kind: 'slower', ratio: Math.exp(score - best.score) } : { kind: 'out-of-time' }];
    });
  return {
    ...state,
    departures: { ...state.departures, ...Object.fromEntries(departures) },
    rungs: [...state.rungs, createRung(anchor, others, { ...getCurrentRung(state), isDuel, maxOpen: rules.maxOpen })],
  };
}

function isFinalRung({ heats }: Rung): boolean {
  return heats.flatMap(({ contenders }) => contenders).length <= maxFinalists;
}

/**
 * Returns the reason for the end of a duel; `null` if it continues.
 * @param isSearchCut whether the time limit ended the search for the rival
 */
function findStopReason(
  { heats, anchor, ...rung }: Rung,
  racing: readonly string[],
  isSearchCut: boolean,
): StopReason | null {
  const count = heats[0]?.blocks.length ?? 0;
  const rival = racing.find((key) => key !== anchor);
  if (rival === undefined) return count < minBlocks ? null : isSearchCut ? 'budget' : 'no-gain';
  if (count >= duelBlocks) return 'too-close';
  if (count !== duelBlocks / 2) return null;
  const comparison = compareInBlocks({ heats, anchor, ...rung }, anchor, rival);
  const isDecided = comparison !== null && (comparison.p <= earlyLevel || comparison.interval[1] < 1 + tolerance);
  return isDecided ? 'no-gain' : null;
}
