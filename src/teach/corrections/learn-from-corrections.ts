import type { LabelledPrediction } from '#metrics/class-report.ts';
import { testMcnemarExact } from '#statistics/mcnemar.ts';
import { compareHeads, type HeadComparison } from '../compare-heads.ts';
import { classify, rankLabels, type Head } from '../head.ts';
import { holdOut } from '../hold-out.ts';
import { adaptHead, defaultLimits, type UpdateLimits } from './adapt-head.ts';
import { splitCorrections, type Correction } from './correction.ts';

/** Why a head does not learn from corrections. */
export type Refusal =
  | { readonly reason: 'too-few-corrections'; readonly count: number; readonly needed: number }
  /** A class that the session concerns has too few held-out items to notice that it gets worse. */
  | { readonly reason: 'too-few-test-items'; readonly label: string; readonly count: number; readonly needed: number }
  /** Fewer held-out items from before the session are right, or a class loses too many: `lostClasses`. */
  | { readonly reason: 'worse-than-before' }
  /** The items gained could be chance: the one-sided p-value of McNemar's exact test. */
  | { readonly reason: 'not-shown-better'; readonly gained: number; readonly lost: number; readonly p: number };

export interface LearningRequest {
  readonly head: Head;
  /** All corrections of the model, the oldest first. */
  readonly corrections: readonly Correction[];
  readonly limits?: UpdateLimits;
  readonly seed?: number;
}

export interface LearningOutcome {
  /** `null` if nothing was learned. */
  readonly refusal: Refusal | null;
  /** The adapted head, also of an update that was refused; `null` if there was too little to learn from. */
  readonly head: Head | null;
  /** The norm of the update as a fraction of that of the head. */
  readonly change: number;
  /** On held-out items from before the session; `null` if `head` is. */
  readonly earlier: HeadComparison | null;
  /** On held-out items of the session; `null` if `head` is. */
  readonly session: HeadComparison | null;
  /** For each new correction, in order, whether it was held out. */
  readonly heldOut: readonly boolean[];
}

/** Minimum new corrections. Fewer leave no pairs for a test. Own choice. */
export const minCorrections = 10;
/** Minimum held-out items from before the session, of every class that it concerns. Own choice. */
const minTestItems = 5;
/** Of the new corrections. Own choice. */
const heldOutFraction = 0.4;
/** Maximum p-value of McNemar's exact test, one-sided. */
const alpha = 0.05;

/**
 * Learns from new corrections, and decides whether the head may be used: on items from before the session no class may
 * get worse (wrong labels in the session cannot change these), and all held-out items together must show that it got
 * better. Deterministic.
 */
export function learnFromCorrections({
  head,
  corrections,
  limits = defaultLimits,
  seed = 1,
}: LearningRequest): LearningOutcome {
  const { session, replay, test } = splitCorrections(corrections, head.labels);
  const heldOut = holdOut(session, heldOutFraction, seed);
  const none = { head: null, change: 0, earlier: null, session: null, heldOut };
  const missing = findMissing(session, test);
  if (missing) return { ...none, refusal: missing };
  const toRow = ({ label, features }: Correction) => ({ label: head.labels.indexOf(label), features });
  const learned = session.filter((_, index) => !heldOut[index]);
  const adapted = adaptHead(head, learned.map(toRow), replay.map(toRow), limits, seed);
  const compare = (items: readonly Correction[]) =>
    compareHeads(
      items.map((item) => predict(head, item)),
      items.map((item) => predict(adapted.head, item)),
    );
  const outcome = {
    ...adapted,
    heldOut,
    earlier: compare(test),
    session: compare(session.filter((_, index) => heldOut[index])),
  };
  return { ...outcome, refusal: judge(outcome.earlier, outcome.session) };
}

function findMissing(session: readonly Correction[], test: readonly Correction[]): Refusal | null {
  const count = session.length;
  if (count < minCorrections) return { reason: 'too-few-corrections', count, needed: minCorrections };
  const concerned = new Set(session.flatMap(({ label, answered }) => [label, answered]));
  for (const label of concerned) {
    const items = test.filter((item) => item.label === label).length;
    if (items < minTestItems) return { reason: 'too-few-test-items', label, count: items, needed: minTestItems };
  }
  return null;
}

function judge(earlier: HeadComparison, session: HeadComparison): Refusal | null {
  if (!earlier.isAccepted) return { reason: 'worse-than-before' };
  const gained = earlier.counts.onlyCandidate + session.counts.onlyCandidate;
  const lost = earlier.counts.onlyBaseline + session.counts.onlyBaseline;
  const p = testMcnemarExact({ onlyBaseline: gained, onlyCandidate: lost }).candidateWorse;
  return p <= alpha ? null : { reason: 'not-shown-better', gained, lost, p };
}

function predict(head: Head, { label, features }: Correction): LabelledPrediction {
  return { truth: label, predictions: rankLabels(head, classify(head, features)).map(({ label }) => label) };
}
