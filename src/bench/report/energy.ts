import type { EnergySource, NoEnergy } from '#core/engine/hardware.ts';
import type { ReportEnergy } from '#core/report/report.ts';

/** The mean power of a run by each counter, and why other sources have none. */
export interface MeasuredPower {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** What it measures, as the system names it. */
    readonly name: string;
    readonly watts: number;
    readonly uncertaintyW: number;
  }[];
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergy }[];
  /** Of the electricity, in g CO2e/kWh, as the user states it; `null` if it is not stated. */
  readonly gridGramsPerKwh: number | null;
}

/** The energy of one inference: the mean power of the run times the duration of the inference. */
export function energyOf({ counters, missing, gridGramsPerKwh }: MeasuredPower, inferenceMs: number): ReportEnergy {
  const joules = (watts: number) => (watts * inferenceMs) / 1000;
  return {
    counters: counters.map(({ source, name, watts, uncertaintyW }) => ({
      source,
      name,
      watts,
      joules: joules(watts),
      uncertaintyJ: joules(uncertaintyW),
    })),
    missing,
    gridGramsPerKwh,
  };
}
