import type { LabelledPrediction } from '#metrics/class-report.ts';
import { testMcnemarExact } from '#statistics/mcnemar.ts';
import { compareHeads, type HeadComparison } from '../compare-heads.ts';
import { classifyFeatures, rankLabels, type Head } from '../head.ts';
import { chooseHeldOut } from '../hold-out.ts';
import { adaptHead, defaultLimits, type UpdateLimits } from './adapt-head.ts';
import { splitCorrections, type Correction } from './correction.ts';

/** Why a head does not learn from corrections. */
export type Refusal =
  | { readonly reason: 'too-few-corrections'; readonly count: number; readonly needed: number }
  /** A class of the session has too few held-out items to detect that it gets worse. */
  | { readonly reason: 'too-few-test-items'; readonly label: string; readonly count: number; readonly needed: number }
  /** Fewer earlier held-out items are correct, or a class loses too many (`lostClasses`). */
  | { readonly reason: 'worse-than-before' }
  /** The improvement could be chance: `p` is the one-sided p-value of McNemar's exact test. */
  | { readonly reason: 'not-shown-better'; readonly gained: number; readonly lost: number; readonly p: number };

/** A head, and the corrections from which it learns. */
export interface LearningRequest {
  readonly head: Head;
  /** All corrections of the model, the oldest first. */
  readonly corrections: readonly Correction[];
  readonly limits?: UpdateLimits;
  readonly seed?: number;
}

/** The adapted head, and whether it may be used. */
export interface LearningOutcome {
  /** Why the adapted head may not be used; `null` if it may. */
  readonly refusal: Refusal | null;
  /** The adapted head, even if it was refused; `null` if there were too few corrections or held-out items. */
  readonly head: Head | null;
  /** The norm of the update as a fraction of the norm of the head. */
  readonly change: number;
  /** The comparison on earlier held-out items; `null` if `head` is `null`. */
  readonly earlier: HeadComparison | null;
  /** The comparison on held-out items of the session; `null` if `head` is `null`. */
  readonly session: HeadComparison | null;
  /** For each new correction, whether it was held out. */
  readonly heldOut: readonly boolean[];
}

/** Minimum number of new corrections. With fewer, too few are held out for a test. Heuristic, not measured. */
export const minCorrections = 10;
/** Minimum number of earlier held-out items of every class of the session. Heuristic, not measured. */
const minTestItems = 5;
/** Fraction of the new corrections that are held out. Heuristic, not measured. */
const heldOutFraction = 0.4;
/** Maximum p-value of McNemar's exact test, one-sided. */
const alpha = 0.05;

/**
 * Learns from new corrections and decides whether the adapted head may be used. On earlier held-out items, whose labels
 * do not come from this session, no class may get worse. On all held-out items together, it must be significantly
 * better. Deterministic.
 */
export function learnFromCorrections({
  head,
  corrections,
  limits = defaultLimits,
  seed = 1,
}: LearningRequest): LearningOutcome {
  const { session, replay, test } = splitCorrections(corrections, head.labels);
  const heldOut = chooseHeldOut(session, heldOutFraction, seed);
  const nothingLearned = { head: null, change: 0, earlier: null, session: null, heldOut };
  const refusal = findShortage(session, test);
  if (refusal) return { ...nothingLearned, refusal };
  const toRow = ({ label, features }: Correction) => ({ label: head.labels.indexOf(label), features });
  const trainingItems = session.filter((_, index) => !heldOut[index]);
  const adapted = adaptHead(head, trainingItems.map(toRow), replay.map(toRow), limits, seed);
  const compare = (items: readonly Correction[]) =>
    compareHeads(
      items.map((item) => predictCorrection(head, item)),
      items.map((item) => predictCorrection(adapted.head, item)),
    );
  const outcome = {
    ...adapted,
    heldOut,
    earlier: compare(test),
    session: compare(session.filter((_, index) => heldOut[index])),
  };
  return { ...outcome, refusal: decideRefusal(outcome.earlier, outcome.session) };
}

function findShortage(session: readonly Correction[], test: readonly Correction[]): Refusal | null {
  const count = session.length;
  if (count < minCorrections) return { reason: 'too-few-corrections', count, needed: minCorrections };
  const sessionLabels = new Set(session.flatMap(({ label, answered }) => [label, answered]));
  for (const label of sessionLabels) {
    const items = test.filter((item) => item.label === label).length;
    if (items < minTestItems) return { reason: 'too-few-test-items', label, count: items, needed: minTestItems };
  }
  return null;
}

function decideRefusal(earlier: HeadComparison, session: HeadComparison): Refusal | null {
  if (!earlier.isAccepted) return { reason: 'worse-than-before' };
  const gained = earlier.counts.onlyCandidate + session.counts.onlyCandidate;
  const lost = earlier.counts.onlyBaseline + session.counts.onlyBaseline;
  const p = testMcnemarExact({ onlyBaseline: gained, onlyCandidate: lost }).candidateWorse;
  return p <= alpha ? null : { reason: 'not-shown-better', gained, lost, p };
}

function predictCorrection(head: Head, { label, features }: Correction): LabelledPrediction {
  return { truth: label, predictions: rankLabels(head, classifyFeatures(head, features)).map(({ label }) => label) };
}
