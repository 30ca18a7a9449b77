import type { EnergySource, NoEnergyReason } from '#core/engine/hardware.ts';

/** An energy counter. Readings of counters that cover the same hardware must not be added. */
export interface EnergyCounter {
  readonly source: EnergySource;
  /** The measured component as the system names it, such as `package-0`, `BAT0` or the name of a GPU. */
  readonly name: string;
  /** Reads the energy in joules since an arbitrary time; `null` if it is unknown. */
  read(): Promise<number | null>;
  /** The resolution of the counter in joules. */
  readonly resolutionJ: number;
  /** The time between updates. A reading may lack the energy since the last update. */
  readonly updateMs: number;
}

/** The counters of a source, or the reason why it has none. */
export type EnergySourceState =
  | { readonly source: EnergySource; readonly counters: readonly EnergyCounter[] }
  | { readonly source: EnergySource; readonly reason: NoEnergyReason };
