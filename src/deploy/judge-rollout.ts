import { decideGateState } from '#core/gate/gate-outcome.ts';
import { computeConfidenceSequence } from '#statistics/proportion-sequence.ts';
import {
  computeEvidenceOfFewerEvents,
  computeEvidenceOfMoreEvents,
  type EventCounts,
} from '#statistics/sequential-comparison.ts';
import { rolloutShares, type ArmTally, type Rollout, type ShareTally } from './rollout.ts';

/** The maximum probability of rejecting a candidate that is as good as the current version, however often it is judged. */
export const alpha = 0.05;
type Event = 'errors' | 'slow';

/** A live gate: the fraction of the candidate's runs with an event, with an interval that is valid at all times. */
export interface LiveGateOutcome {
  readonly event: Event;
  readonly limit: number;
  readonly count: number;
  readonly n: number;
  readonly interval: readonly [low: number, high: number];
  readonly state: 'pass' | 'fail' | 'inconclusive';
}

/** A comparison of how often an event occurs in the two arms. */
export interface LiveComparison {
  readonly event: Event;
  /** E-values: 1 is no evidence, and `2 / alpha` decides, because two events are compared (Bonferroni). */
  readonly moreEvidence: number;
  readonly fewerEvidence: number;
  /** Whether the event is more or less frequent with the candidate. */
  readonly verdict: 'more' | 'fewer' | 'undecided';
}

export interface RolloutJudgement {
  readonly gates: readonly LiveGateOutcome[];
  readonly comparisons: readonly LiveComparison[];
  /** Mean agreement of the results in shadow mode; `null` if none were compared. */
  readonly agreement: { readonly mean: number; readonly n: number } | null;
  readonly step: RolloutStep;
}

export type RolloutStep =
  | { readonly kind: 'wait' }
  | { readonly kind: 'raise-share'; readonly share: number }
  | { readonly kind: 'promote' }
  | { readonly kind: 'reject'; readonly why: RejectionReason };

/** `gates`: the candidate failed its gates on labelled items. */
export type RejectionReason = 'error-rate' | 'slow-rate' | 'more-errors' | 'more-slow' | 'gates';

/**
 * Decides the next step of a rollout from all outcomes so far. It may be called after every run without increasing the
 * probability of a wrong decision, because intervals and comparisons are sequential (anytime-valid).
 * @param labelledVerdict the verdict of the candidate's last gate run on labelled items; `null` if there is none
 */
export function judgeRollout(
  rollout: Rollout,
  tallies: readonly ShareTally[],
  labelledVerdict: 'pass' | 'fail' | 'undecided' | null,
): RolloutJudgement {
  const total = (count: (tally: ShareTally) => number) => tallies.reduce((sum, tally) => sum + count(tally), 0);
  const { maxErrorRate, maxSlowRate } = rollout.gates;
  const runs = total(({ candidate }) => candidate.runs);
  const errors = total(({ candidate }) => candidate.errors);
  const gates = [
    judgeGate('errors', maxErrorRate, errors, runs),
    judgeGate(
      'slow',
      maxSlowRate,
      total(({ candidate }) => candidate.slow),
      runs - errors,
    ),
  ];
  const comparisons = (['errors', 'slow'] as const).map((event) => compareArms(event, rollout, tallies));
  const comparedCount = total((tally) => tally.compared);
  const agreement =
    comparedCount === 0 ? null : { mean: total((tally) => tally.agreement) / comparedCount, n: comparedCount };
  return { gates, comparisons, agreement, step: decideStep(rollout, tallies, gates, comparisons, labelledVerdict) };
}

function judgeGate(event: Event, limit: number, count: number, n: number): LiveGateOutcome {
  const interval = computeConfidenceSequence(count, n, alpha);
  const [low, high] = interval;
  const rate = n === 0 ? 0 : count / n;
  const state = decideGateState(
    { comparator: '<=', limit },
    { measured: rate, interval: { low, high, confidence: 1 - alpha } },
  );
  return { event, limit, count, n, interval, state };
}

function compareArms(event: Event, { mode }: Rollout, tallies: readonly ShareTally[]): LiveComparison {
  const isCompared = ({ share }: ShareTally) => mode === 'shadow' || share < 1;
  const counts = tallies.filter(isCompared).map((tally): EventCounts => {
    const { share, onlyCandidate, onlyCurrent, candidate, current } = tally;
    return mode === 'shadow'
      ? { probability: 0.5, candidate: onlyCandidate[event], current: onlyCurrent[event] }
      : { probability: share, candidate: candidate[event], current: current[event] };
  });
  const [moreEvidence, fewerEvidence] = [computeEvidenceOfMoreEvents(counts), computeEvidenceOfFewerEvents(counts)];
  const threshold = 2 / alpha; // Bonferroni: two events are compared
  const verdict = moreEvidence >= threshold ? 'more' : fewerEvidence >= threshold ? 'fewer' : 'undecided';
  return { event, moreEvidence, fewerEvidence, verdict };
}

function decideStep(
  rollout: Rollout,
  tallies: readonly ShareTally[],
  [errors, slow]: readonly LiveGateOutcome[],
  [moreErrors, moreSlow]: readonly LiveComparison[],
  labelledVerdict: 'pass' | 'fail' | 'undecided' | null,
): RolloutStep {
  const reasons: readonly (readonly [isTrue: boolean, why: RejectionReason])[] = [
    [labelledVerdict === 'fail', 'gates'],
    [errors?.state === 'fail', 'error-rate'],
    [slow?.state === 'fail', 'slow-rate'],
    [moreErrors?.verdict === 'more', 'more-errors'],
    [moreSlow?.verdict === 'more', 'more-slow'],
  ];
  const reason = reasons.find(([isTrue]) => isTrue);
  if (reason) return { kind: 'reject', why: reason[1] };
  const candidateTally: ArmTally | undefined = tallies.find(({ share }) => share === rollout.share)?.candidate;
  const hasEnoughRuns = (candidateTally?.runs ?? 0) >= rollout.gates.minRuns;
  if (rollout.mode === 'shadow' || !hasEnoughRuns || errors?.state !== 'pass' || slow?.state !== 'pass')
    return { kind: 'wait' };
  const nextShare = rolloutShares.find((share) => share > rollout.share);
  return nextShare === undefined ? { kind: 'promote' } : { kind: 'raise-share', share: nextShare };
}
