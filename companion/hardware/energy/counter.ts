import type { EnergySource, NoEnergy } from '#core/engine/hardware.ts';

/** A source of energy readings. It is never added to another source that covers the same hardware. */
export interface EnergyCounter {
  readonly source: EnergySource;
  /** The measured component, as the system names it: `package-0`, a GPU's name, `BAT0`. */
  readonly name: string;
  /** Energy so far in joules, from an arbitrary start; `null` if it could not be read. */
  read(): Promise<number | null>;
  /** The resolution of the counter in joules. */
  readonly resolutionJ: number;
  /** The time between its updates, in milliseconds: energy of the last interval may be missing. */
  readonly updateMs: number;
}

/** The counters of a source, or why it has none. */
export type EnergySourceState =
  | { readonly source: EnergySource; readonly counters: readonly EnergyCounter[] }
  | { readonly source: EnergySource; readonly reason: NoEnergy };
