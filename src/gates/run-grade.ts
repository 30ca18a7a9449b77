import { getIntervalEnds, grades, type GateOutcome, type GateRun } from '#core/gate/gate-outcome.ts';

/** Returns the highest grade that the whole interval of the gate `quality-ratio` reaches; `null` if there is none. */
export function computeGrade(outcomes: readonly GateOutcome[]): GateRun['grade'] {
  const ratio = outcomes.find(({ gate }) => gate === 'quality-ratio');
  if (!ratio || !('measured' in ratio)) return null;
  const { low } = getIntervalEnds(ratio);
  return grades.find((grade) => low >= grade / 1000) ?? null;
}
