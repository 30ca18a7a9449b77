import { asAppError, type ErrorCode } from '#core/errors/error.ts';
import { ladders, remedies, type RemedyId } from './ladders.ts';
import type { Change, InapplicableReason, Situation, Symptom } from './remedy.ts';
import { isTargetMet, judgeTrial, type Trial, type TrialVerdict } from './trial.ts';

/** The operations of a ladder on a deployment; tests pass a simulated one. */
export interface LadderHost {
  /** Reads the deployment and its device, at the start and after every kept change. */
  readSituation(): Promise<Situation>;
  /**
   * Opens the change alongside the current version, and measures both in alternation.
   * @throws AppError if opening or running fails
   */
  measure(change: Change, symptom: Symptom): Promise<Trial>;
  /** Returns whether to keep a change that helped. */
  confirm(step: TriedStep): Promise<boolean>;
  /** Applies the change to the deployment, and logs it. */
  keep(step: TriedStep): Promise<void>;
  /** Logs a change that was not kept. It was open only for its measurement. */
  logUndone(step: LadderStep): Promise<void>;
}

/** A change that was measured. */
export interface TriedStep {
  readonly remedy: RemedyId;
  readonly symptom: Symptom;
  readonly change: Change;
  readonly trial: Trial;
  readonly verdict: TrialVerdict;
}

/** The outcome of one step of a ladder. */
export type LadderStep =
  | (TriedStep & { readonly outcome: 'kept' | 'undone' | 'declined' })
  | {
      readonly outcome: 'failed';
      readonly remedy: RemedyId;
      readonly symptom: Symptom;
      readonly change: Change;
      readonly error: ErrorCode;
    }
  | {
      readonly outcome: 'inapplicable';
      readonly remedy: RemedyId;
      readonly symptom: Symptom;
      readonly reason: InapplicableReason;
    };

export interface LadderRequest {
  readonly symptom: Symptom;
  /** Milliseconds, bytes or a fraction; `null` to end at the first change that helps. */
  readonly target: number | null;
  /** The remedies to try; if absent, all of the symptom's ladder. */
  readonly only?: readonly RemedyId[];
}

export interface LadderResult {
  readonly end: 'target-met' | 'improved' | 'nothing-helped';
  readonly steps: readonly LadderStep[];
}

/**
 * Tries the steps of a ladder in order, and keeps those that a measurement shows to help, until the target is met.
 * @param onStep called after each step
 * @throws AppError aborted; errors of the host, except those of `measure`, which make a step `failed`
 */
export async function runLadder(
  { symptom, target, only = ladders[symptom] }: LadderRequest,
  host: LadderHost,
  { signal, onStep = () => {} }: { readonly signal: AbortSignal; readonly onStep?: (step: LadderStep) => void },
): Promise<LadderResult> {
  const steps: LadderStep[] = [];
  const add = (step: LadderStep) => {
    steps.push(step);
    onStep(step);
  };
  for (const remedy of ladders[symptom].filter((id) => only.includes(id))) {
    const proposed = remedies[remedy].propose(await host.readSituation());
    if (typeof proposed === 'string') {
      add({ outcome: 'inapplicable', remedy, symptom, reason: proposed });
      continue;
    }
    for (const change of proposed) {
      signal.throwIfAborted();
      const step = await tryChange({ remedy, symptom, change }, target, host, signal);
      if (step.outcome !== 'kept') await host.logUndone(step);
      add(step);
      if (step.outcome !== 'kept') continue;
      if (target === null) return { end: 'improved', steps };
      if (isTargetMet(symptom, step.trial.after, target)) return { end: 'target-met', steps };
      break; // the other changes of this remedy were proposed for the version before
    }
  }
  const hasImproved = steps.some(({ outcome }) => outcome === 'kept');
  return { end: hasImproved ? 'improved' : 'nothing-helped', steps };
}

async function tryChange(
  about: Pick<TriedStep, 'remedy' | 'symptom' | 'change'>,
  target: number | null,
  host: LadderHost,
  signal: AbortSignal,
): Promise<Exclude<LadderStep, { outcome: 'inapplicable' }>> {
  let trial: Trial;
  try {
    trial = await host.measure(about.change, about.symptom);
  } catch (thrown) {
    signal.throwIfAborted();
    return { ...about, outcome: 'failed', error: asAppError(thrown).code };
  }
  const verdict = judgeTrial(about.symptom, trial, target);
  const step: TriedStep = { ...about, trial, verdict };
  if (verdict !== 'target-met' && verdict !== 'gain') return { ...step, outcome: 'undone' };
  if (!(await host.confirm(step))) return { ...step, outcome: 'declined' };
  signal.throwIfAborted();
  await host.keep(step);
  return { ...step, outcome: 'kept' };
}
