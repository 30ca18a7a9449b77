import type { Observation } from '#core/task/observation.ts';

/** The features and results of one input of a deployment, without the input itself. */
export interface TimedObservation extends Observation {
  /** Epoch milliseconds by the clock of the device, which may have been wrong. */
  readonly atMs: number;
}

/**
 * Observations of the latest inputs of one version of a deployment, in the order in which they ran. Plain data for
 * IndexedDB.
 */
export interface RecentObservations {
  readonly deployment: string;
  readonly version: number;
  readonly observations: readonly TimedObservation[];
}

/** Enough inputs to detect a relevant change, and few enough to be recent. Heuristic, not measured. */
export const maxRecentObservations = 200;

/** Appends observations to the stored ones, and drops the oldest by their order, since the clock can be wrong. */
export function appendObservations(
  stored: readonly TimedObservation[],
  added: readonly TimedObservation[],
): readonly TimedObservation[] {
  return [...stored, ...added].slice(-maxRecentObservations);
}
