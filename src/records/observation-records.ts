import { appendObservations, type RecentObservations, type TimedObservation } from '#monitor/recent-observations.ts';
import { deploymentDatabase, toKeyRange } from './deployment-database.ts';

/** Adds inputs of one version to those stored by this and other tabs. @throws any error of IndexedDB */
export async function addObservations({ deployment, version, observations }: RecentObservations): Promise<void> {
  const { store, done } = (await deploymentDatabase.open()).transaction('observations', 'readwrite');
  const stored = (await store.get([deployment, version]))?.observations.filter(isValidObservation) ?? [];
  await store.put({ deployment, version, observations: appendObservations(stored, observations) });
  await done;
}

/**
 * Loads the recent inputs of a version, the oldest first, and counts the damaged ones.
 * @throws any error of IndexedDB
 */
export async function loadObservations(
  deployment: string,
  version: number,
): Promise<{ readonly observations: readonly TimedObservation[]; readonly damagedCount: number }> {
  const stored =
    (await (await deploymentDatabase.open()).get('observations', [deployment, version]))?.observations ?? [];
  const observations = stored.filter(isValidObservation);
  return { observations, damagedCount: stored.length - observations.length };
}

/** @throws any error of IndexedDB */
export async function deleteObservations(deployment: string): Promise<void> {
  await (await deploymentDatabase.open()).delete('observations', toKeyRange(deployment));
}

/** A failing disk can damage values. */
function isValidObservation({ atMs, numbers, classes = [] }: TimedObservation): boolean {
  const isProbability = (value: number) => Number.isFinite(value) && value >= 0 && value <= 1;
  return (
    Number.isFinite(atMs) &&
    Object.values(numbers).every(Number.isFinite) &&
    classes.every(({ probability }) => isProbability(probability))
  );
}
