import type { MeasuredPower, ReportEnergy } from '#core/report/report-energy.ts';

/** Computes the energy of an inference in joules: the mean power of the run times the duration of the inference. */
export function computeEnergy(
  { counters, missing, gridGramsPerKwh }: MeasuredPower,
  inferenceMs: number,
): ReportEnergy {
  const computeJoules = (watts: number) => (watts * inferenceMs) / 1000;
  return {
    counters: counters.map(({ source, name, watts, uncertaintyW }) => ({
      source,
      name,
      watts,
      joules: computeJoules(watts),
      uncertaintyJ: computeJoules(uncertaintyW),
    })),
    missing,
    gridGramsPerKwh,
  };
}
