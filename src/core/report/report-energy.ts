import type { EnergySource, NoEnergy } from '../engine/hardware.ts';

/**
 * The energy of one inference, generated token or item of a dataset: the mean power during the run times its median duration.
 * Everything that a counter covers is included, idle power and other programs too; counters are never added, since a
 * battery also feeds the processor.
 */
export interface ReportEnergy {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** What the counter measures, as the system names it: `package-0`, a GPU's name, `BAT0`. */
    readonly name: string;
    readonly joules: number;
    /** Half the width of the interval that follows from the counter's steps and the time between its updates. */
    readonly uncertaintyJ: number;
    readonly watts: number;
  }[];
  /** Sources without a counter, and why. */
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergy }[];
  /** Carbon intensity of the electricity in g CO2e/kWh, as stated by the user; `null` if it is not stated. */
  readonly gridGramsPerKwh: number | null;
}

/** Maximum carbon intensity that a user can state, in g CO2e/kWh: above the emissions of any power station. */
export const maxGramsPerKwh = 5000;

/** The mean power during a run by each counter, and why other sources have none. */
export interface MeasuredPower {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** What it measures, as the system names it. */
    readonly name: string;
    readonly watts: number;
    readonly uncertaintyW: number;
  }[];
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergy }[];
  /** Carbon intensity of the electricity in g CO2e/kWh, as the user states it; `null` if it is not stated. */
  readonly gridGramsPerKwh: number | null;
}
