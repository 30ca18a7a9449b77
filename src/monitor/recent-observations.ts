import type { Observation } from '#core/task/observation.ts';

/** What one input of a deployment said about the data, without the input. */
export interface TimedObservation extends Observation {
  /** Epoch milliseconds by the clock of the device, which can have been wrong. */
  readonly atMs: number;
}

/** The last inputs of one version of a deployment, in the order in which they ran. Plain data for IndexedDB. */
export interface RecentObservations {
  readonly deployment: string;
  readonly version: number;
  readonly observations: readonly TimedObservation[];
}

/** Enough inputs to detect a relevant change, and few enough to consist of recent ones. */
export const maxRecentObservations = 200;

/** Adds inputs after the stored ones; the oldest are forgotten, by their order and not by the clock. */
export function appendObservations(
  stored: readonly TimedObservation[],
  added: readonly TimedObservation[],
): readonly TimedObservation[] {
  return [...stored, ...added].slice(-maxRecentObservations);
}
