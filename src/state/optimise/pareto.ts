import type { JudgedTrial, OptimisationTrial } from '#records/trial-records.ts';
import { findParetoFront } from '#statistics/pareto-front.ts';

/** A trial that produced a model. */
export type SuccessfulTrial = OptimisationTrial & { readonly outcome: { readonly kind: 'made' } };

export function isSuccessful(trial: OptimisationTrial): trial is SuccessfulTrial {
  return trial.outcome.kind === 'made';
}

/**
 * The minimum fraction of the original's quality. For scores, this is the accuracy target of most benchmarks of MLPerf
 * Inference: 99% of the accuracy of the reference model; some also have a target of 99.9%. Using the same limit for the
 * cosine similarity, if there is no score, is Assay's own choice.
 * https://github.com/mlcommons/inference_policies/blob/master/inference_rules.adoc
 */
export const minRelativeQuality = 0.99;

/**
 * Computes the score as a fraction of the original's or, without data, the cosine similarity of the outputs; `null` if
 * neither is known.
 */
export function computeRelativeQuality({ outcome: { score, cosine } }: SuccessfulTrial): number | null {
  return score ? computeScoreRatio(score) : cosine;
}

/** Computes the score as a fraction of the original's; `null` if that is 0. */
export function computeScoreRatio({ value, original }: NonNullable<JudgedTrial['score']>): number | null {
  return original === 0 ? null : value / original;
}

/** Selects the Pareto front: trials that no other trial surpasses in size, time and quality. */
export function selectParetoFront(trials: readonly SuccessfulTrial[]): readonly SuccessfulTrial[] {
  return findParetoFront(trials, (trial) => [
    trial.outcome.sizeBytes,
    trial.outcome.medianMs,
    -(computeRelativeQuality(trial) ?? Number.NEGATIVE_INFINITY),
  ]);
}

/** Why a trial was not chosen. `gates`: it does not pass the gates. */
export type Refusal = 'gates' | 'quality' | 'slower' | 'larger';

export interface TrialChoice {
  readonly trial: SuccessfulTrial;
  /**
   * Whether it was chosen for its speed. Otherwise none is measurably faster than the original, and it is the smallest.
   */
  readonly by: 'speed' | 'size';
}

/** Whether a result passes the gates or, without gates, keeps enough of the original's quality. */
function isGoodEnough(trial: SuccessfulTrial): boolean {
  const { gates } = trial.outcome;
  return gates ? gates.verdict === 'pass' : (computeRelativeQuality(trial) ?? 0) >= minRelativeQuality;
}

/**
 * Chooses the fastest trial that passes the gates or, without gates, keeps the quality. If none is measurably faster
 * than the original, chooses the smallest; `null` if no trial is good enough.
 */
export function chooseTrial(trials: readonly SuccessfulTrial[]): TrialChoice | null {
  const acceptable = trials.filter(isGoodEnough);
  const faster = acceptable.filter(({ outcome }) => (outcome.speedUp?.interval[0] ?? 0) > 1);
  const [fastest] = faster.toSorted((a, b) => a.outcome.medianMs - b.outcome.medianMs);
  if (fastest) return { trial: fastest, by: 'speed' };
  const [smallest] = acceptable.toSorted((a, b) => a.outcome.sizeBytes - b.outcome.sizeBytes);
  return smallest ? { trial: smallest, by: 'size' } : null;
}

/**
 * Finds why a trial is not the choice; `null` if it is.
 * @param choice `null` if no trial is good enough
 */
export function findRefusal(trial: SuccessfulTrial, choice: TrialChoice | null): Refusal | null {
  if (trial === choice?.trial) return null;
  if (!isGoodEnough(trial)) return trial.outcome.gates ? 'gates' : 'quality';
  return choice?.by === 'speed' ? 'slower' : 'larger';
}
