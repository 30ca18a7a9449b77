import { findVersion, type Deployment } from '#deploy/deployment.ts';
import {
  compareWindows,
  listUncomparedFeatures,
  type LatencySeries,
  type UncomparedFeature,
} from '#drift/compare-windows.ts';
import type { DriftReport } from '#drift/drift-report.ts';
import { imageFeatures } from '#drift/image-features.ts';
import { spanMs, type MonitorWindow } from '#monitor/monitor-window.ts';
import type { TimedObservation } from '#monitor/recent-observations.ts';
import { readSeries, selectPeriod, toSeries } from '#monitor/series.ts';
import { loadObservations } from '#records/observation-records.ts';
import { loadReferenceWindow, type ReferenceWindow } from '#records/reference-windows.ts';
import { getTask, type TaskId } from '#tasks/index.ts';

/** Hours before the last run over which the latency trend is computed. */
const trendHours = 168;

/** Compares the recent inputs of a version with the reference. @param windows the monitor's, of all versions */
export function compareWithReference(
  observations: readonly TimedObservation[],
  reference: ReferenceWindow,
  windows: readonly MonitorWindow[],
  version: number,
): DriftReport {
  const latency = readLatency(windows, version);
  return compareWindows(reference.observations, listNewInputs(observations, reference), latency);
}

/** Lists the features that the comparison leaves out, for images also those that were never measured. */
export function listUncompared(
  observations: readonly TimedObservation[],
  reference: ReferenceWindow,
  task: TaskId,
): readonly UncomparedFeature[] {
  const expected = getTask(task).input === 'image' ? imageFeatures : [];
  return listUncomparedFeatures(reference.observations, listNewInputs(observations, reference), expected);
}

/**
 * Reads the p-value of the drift of the current version's inputs; `null` without a reference or enough inputs.
 * @throws any error of IndexedDB
 */
export async function loadDriftP(deployment: Deployment, windows: readonly MonitorWindow[]): Promise<number | null> {
  const { id, task, current } = deployment;
  const version = findVersion(deployment, current);
  const reference = version && (await loadReferenceWindow(task, version.model));
  if (!reference) return null;
  const { observations } = await loadObservations(id, current);
  return compareWithReference(observations, reference, windows, current).p;
}

/** Lists the inputs that are not part of the reference. They are identified by their times, which are unique. */
function listNewInputs(
  recent: readonly TimedObservation[],
  { observations }: ReferenceWindow,
): readonly TimedObservation[] {
  const referenceTimes = new Set(observations.map((observation) => ('atMs' in observation ? observation.atMs : null)));
  return recent.filter(({ atMs }) => !referenceTimes.has(atMs));
}

/** Median latency of each hour in the week before the last run, so that it does not depend on the current time. */
function readLatency(windows: readonly MonitorWindow[], version: number): LatencySeries {
  const hours = windows.filter((window) => window.version === version && window.span === 'hour');
  const lastMs = Math.max(0, ...hours.map(({ startMs }) => startMs));
  const points = readSeries(toSeries(selectPeriod(hours, trendHours, lastMs), 'hour'), 'latency-p50');
  return {
    hours: points.map(({ startMs }) => startMs / spanMs.hour),
    latenciesMs: points.map(({ value }) => value),
  };
}
