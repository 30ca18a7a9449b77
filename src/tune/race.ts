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
  toFigure,
  type Block,
  type Departure,
  type Field,
  type RaceState,
  type Rung,
} from './race-state.ts';

/** How long the search may take, and when it may stop earlier. */
export interface RaceRules {
  readonly budgetMs: number;
  /** The search ends when a median is shown to be at most this; `null` searches for the fastest configuration. */
  readonly goalMs: number | null;
  /** Sessions that may be open at once, at least two. */
  readonly maxOpen: number;
}

/** Why a race ended. */
export type StopReason =
  /** A contender is shown to meet the goal. */
  | 'goal'
  /** Measurements show that the best is faster than the best default, or that it is less than 3% faster. */
  | 'no-gain'
  /** The duel reached its maximum length: its interval decides. */
  | 'too-close'
  | 'budget'
  /** No contender is left. */
  | 'all-departed';

export type RaceStep =
  | { readonly kind: 'measure'; readonly heat: number; readonly keys: readonly string[] }
  | { readonly kind: 'done'; readonly why: StopReason };

/** What is measured in one step. */
export interface StepResult {
  readonly block: Block;
  readonly departures: Readonly<Record<string, Departure>>;
  /** The times of opening the sessions and of measuring. */
  readonly openMs: number;
  readonly measureMs: number;
}

/** The largest difference that counts as none: the precision of the search. */
export const tolerance = 0.03;
/** Finalists in addition to the best default. */
const maxFinalists = 3;
/** Blocks per contender in the first round; doubled in each further round, since half of the contenders are left. */
const firstBlocks = 3;
/** Blocks of the finalists. */
const finalistBlocks = 2 * minBlocks;
/** Blocks of the duel: enough to show a difference of 3% in most cases. */
const duelBlocks = 4 * minBlocks;
/**
 * The significance level at which the duel may end after half of its blocks, for an error of 5% over both looks: the
 * first of the two levels of O'Brien & Fleming (1979); the second is 0.048.
 */
const earlyLevel = 0.0052;
/** The fraction of the time limit after which the best so far go to the last round. */
const searchFraction = 0.65;
/** The fraction of the time limit for the blocks of one round: a slow model gets fewer blocks. */
const roundFraction = 0.12;
/** Neither noise nor another setting compensates for a contender this many times slower than the best. Heuristic. */
const hopelessRatio = 1.4;

/**
 * A race by successive halving (Karnin, Koren & Somekh 2013): all contenders are measured in a few interleaved blocks,
 * the faster half in twice as many, and so on. Each round is judged by its own measurements. Every contender is
 * compared with the round's anchor in the same block, so a slow phase of the machine affects both.
 */
export function startRace({ keys, isDefault }: Field, maxOpen: number, objective: Objective): RaceState {
  const anchor = keys.find(isDefault) ?? keys[0] ?? '';
  const others = keys.filter((key) => key !== anchor);
  return { rungs: [createRung(anchor, others, { objective, maxOpen })], departures: {}, spentMs: 0 };
}

/** What to measure next. */
export function findNextStep(state: RaceState, rules: RaceRules): RaceStep {
  const rung = getCurrentRung(state);
  const racing = listContenders(rung).filter((key) => isRacing(state, key));
  if (racing.length === 0) return { kind: 'done', why: 'all-departed' };
  if (findContenderAtGoal(state, rules.goalMs) !== null) return { kind: 'done', why: 'goal' };
  if (rung.isDuel) {
    const isCut = Object.values(state.departures).some(({ kind }) => kind === 'out-of-time');
    const why = findStopReason(rung, racing, isCut);
    if (why) return { kind: 'done', why };
    if (state.spentMs >= rules.budgetMs) return { kind: 'done', why: 'budget' };
  }
  const heat = Math.max(0, findNextHeat(state, rules));
  const keys = [rung.anchor, ...(rung.heats[heat]?.contenders ?? [])];
  return { kind: 'measure', heat, keys: keys.filter((key) => isRacing(state, key)) };
}

/** The race after a step. */
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

/** A contender whose median is shown to meet the goal; a default first. */
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

/** The measured contenders of a round that are still in the race, fastest first. */
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

/** The time of one finalist divided by another's, with a 95% interval; `null` with too few blocks. */
export function compareInBlocks(rung: Rung, slower: string, faster: string, objective = rung.objective) {
  const blocks = rung.heats
    .flatMap((heat) => heat.blocks)
    .flatMap(({ [slower]: a, [faster]: b }) =>
      a && b ? { a: [toFigure(a, objective)], b: [toFigure(b, objective)] } : [],
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

/** The first heat of the round that lacks blocks; -1 if none does. */
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

/** Restarts the current round without its anchor: its measurements cannot be compared with later ones. */
function replaceAnchor(state: RaceState, { isDefault }: Field, maxOpen: number): RaceState {
  const rung = getCurrentRung(state);
  const racing = listContenders(rung).filter((key) => isRacing(state, key));
  const anchor = racing.find(isDefault) ?? racing[0];
  if (anchor === undefined) return state;
  const others = racing.filter((key) => key !== anchor);
  return { ...state, rungs: replaceLastRung(state, createRung(anchor, others, { ...rung, maxOpen })) };
}

/** The race without unmeasured contenders that have an unpromising parent. */
function dropUnpromising(state: RaceState, { listParents: parentsOf }: Field): RaceState {
  const rung = getCurrentRung(state);
  const best = Math.min(...rankContenders(state).map(({ score }) => score));
  const isHopeless = (key: string) => {
    const departure = state.departures[key];
    if (departure) return departure.kind !== 'slower';
    const isKnown = findBlocksWith(rung, key).length >= firstBlocks;
    return isKnown && computeScore(rung, key)! - best > Math.log(hopelessRatio);
  };
  const unmeasured = listContenders(rung).filter((key) => isRacing(state, key) && computeScore(rung, key) === null);
  const found = unmeasured.flatMap((key): [string, Departure][] => {
    const parent = parentsOf(key).find(isHopeless);
    return parent === undefined ? [] : [[key, { kind: 'unpromising', parent }]];
  });
  return { ...state, departures: { ...state.departures, ...Object.fromEntries(found) } };
}

/**
 * The faster half and the best default advance; the others depart. The best finalist meets the best default in a duel.
 * Only the blocks of the duel decide, since the earlier ones were used to choose the finalist.
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
 * Why a duel is over; `null` if it continues.
 * @param isCut whether the search for the rival ran out of time
 */
function findStopReason(
  { heats, anchor, ...rung }: Rung,
  racing: readonly string[],
  isCut: boolean,
): StopReason | null {
  const count = heats[0]?.blocks.length ?? 0;
  const rival = racing.find((key) => key !== anchor);
  if (rival === undefined) return count < minBlocks ? null : isCut ? 'budget' : 'no-gain';
  if (count >= duelBlocks) return 'too-close';
  if (count !== duelBlocks / 2) return null;
  const compared = compareInBlocks({ heats, anchor, ...rung }, anchor, rival);
  const isDecided = compared !== null && (compared.p <= earlyLevel || compared.interval[1] < 1 + tolerance);
  return isDecided ? 'no-gain' : null;
}
