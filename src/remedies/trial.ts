import type { GateVerdict, Symptom } from './remedy.ts';

/** The measured value of a symptom. */
export interface Figure {
  /** Milliseconds, bytes, or a fraction of correct or of failed runs; `null` if it was not measured. */
  readonly value: number | null;
  /** A two-sided 95% confidence interval; `null` if there is none. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** A change compared with the current version, measured on this device. Plain JSON. */
export interface Trial {
  readonly before: Figure;
  readonly after: Figure;
  /**
   * How many times as good, above 1 for better, with a two-sided interval of 95%: times and memory before by after,
   * correct and successful runs after by before. `null` if it was not determined.
   */
  readonly gain: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
  /** Whether the outputs for the same inputs agree; `not-compared` if the model or the input sizes differ. */
  readonly outputs: 'agree' | 'broken' | 'not-compared';
  /** The gates on both models; `null` if none were judged. */
  readonly gates: { readonly before: GateVerdict | null; readonly after: GateVerdict | null } | null;
}

/** Why a change is kept or undone. */
export const trialVerdicts = ['target-met', 'gain', 'no-gain', 'not-measured', 'outputs-broken', 'gate-fails'] as const;
export type TrialVerdict = (typeof trialVerdicts)[number];

/** Whether the whole interval of a figure meets the target. */
export function isTargetMet(symptom: Symptom, { value, interval }: Figure, target: number | null): boolean {
  if (target === null || value === null) return false;
  const [low, high] = interval ?? [value, value];
  return symptom === 'accuracy' ? low >= target : high <= target;
}

/**
 * Keeps a change if it meets a target that was missed before, or if the whole interval of its gain is above 1, unless
 * its outputs are broken, or the gates fail, or they passed before and no longer do.
 */
export function judgeTrial(symptom: Symptom, trial: Trial, target: number | null): TrialVerdict {
  if (trial.outputs === 'broken') return 'outputs-broken';
  if (trial.gates && hasGateFallen(trial.gates)) return 'gate-fails';
  const isMet = isTargetMet(symptom, trial.after, target) && !isTargetMet(symptom, trial.before, target);
  if (isMet) return 'target-met';
  if (trial.gain === null) return 'not-measured';
  return trial.gain.interval[0] > 1 ? 'gain' : 'no-gain';
}

function hasGateFallen({ before, after }: NonNullable<Trial['gates']>): boolean {
  return after === 'fail' || (before === 'pass' && after !== 'pass');
}
