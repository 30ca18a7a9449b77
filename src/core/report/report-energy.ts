import type { EnergySource, NoEnergyReason } from '../engine/hardware.ts';

/**
 * The energy of one inference, generated token or item of a dataset: the mean power during the run times the median duration.
 * It includes idle power and other programs. Counters are never summed, because a battery also powers the CPU.
 */
export interface ReportEnergy {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** The system's name of the measured component: `package-0`, a GPU's name, `BAT0`. */
    readonly name: string;
    readonly joules: number;
    /** Half-width of the interval that follows from the counter's resolution and update interval. */
    readonly uncertaintyJ: number;
    readonly watts: number;
  }[];
  /** The sources without readings. */
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergyReason }[];
  /** Carbon intensity of the electricity in g CO2e/kWh, as entered by the user; otherwise `null`. */
  readonly gridGramsPerKwh: number | null;
}

/** Maximum carbon intensity that a user can enter, in g CO2e/kWh, which exceeds that of any power station. */
export const maxGramsPerKwh = 5000;

/** The mean power during a run by counter, and the sources without readings. */
export interface MeasuredPower {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** The system's name of the measured component. */
    readonly name: string;
    readonly watts: number;
    readonly uncertaintyW: number;
  }[];
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergyReason }[];
  /** Carbon intensity of the electricity in g CO2e/kWh, as entered by the user; otherwise `null`. */
  readonly gridGramsPerKwh: number | null;
}
