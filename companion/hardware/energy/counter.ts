import type { EnergySource, NoEnergy } from '#core/engine/hardware.ts';

/** A source of energy readings, and what it covers; it is never added to another one that covers the same. */
export interface EnergyCounter {
  readonly source: EnergySource;
  /** What it measures, as the system names it: `package-0`, a GPU's name, `BAT0`. */
  readonly name: string;
  /** Energy so far in joules, from an arbitrary start; `null` if it could not be read. */
  read(): Promise<number | null>;
  /** The smallest difference that it shows, in joules. */
  readonly resolutionJ: number;
  /** The time between its updates, in milliseconds: energy of the last interval may be missing. */
  readonly updateMs: number;
}

/** What a source offers: its counters, or why it has none. */
export type EnergySourceState =
  | { readonly source: EnergySource; readonly counters: readonly EnergyCounter[] }
  | { readonly source: EnergySource; readonly reason: NoEnergy };
