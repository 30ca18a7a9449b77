import type { Subject } from '#core/model/model.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import { listTunings, type TuningRecord } from '#records/tuning-records.ts';
import { chooseTuned, type TunedSetup } from '#planner/requested-setup.ts';
import type { Objective } from '#tune/configuration.ts';
import { findTunedConfiguration } from '#records/tuned-setups.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { appVersion } from '../shell/app-version.ts';

/**
 * Identifies a model in records without reading it: files with equal names, sizes and modification dates are assumed to
 * be equal.
 */
export function toModelKey(subject: Subject): string {
  if (subject.kind !== 'files') return `${subject.kind} ${subject.id}`;
  return JSON.stringify(subject.files.map(({ name, size, lastModified }) => [name, size, lastModified]));
}

/** Identifies this device and its engines: measurements with another key do not apply. */
export function toDeviceKey(): string {
  const { browser, threads } = deviceFacts.basic;
  return JSON.stringify([browser, threads, appVersion.version]);
}

/**
 * Finds the latest search of a model on this device with an objective, and with the given sizes of its free dimensions;
 * `null` if there is none.
 */
export async function findTuning(
  subject: Subject,
  objective: Objective,
  dimensions: Dimensions = {},
): Promise<TuningRecord | null> {
  const [model, device] = [toModelKey(subject), toDeviceKey()];
  const hasSizes = (sizes: Dimensions) => Object.entries(dimensions).every(([name, size]) => sizes[name] === size);
  const records = await listTunings(model);
  const hasSameConditions = (record: TuningRecord) =>
    record.device === device && record.search.rungs[0].objective === objective;
  return records.find((record) => hasSameConditions(record) && hasSizes(record.dimensions)) ?? null;
}

/**
 * Finds the winning configuration of the latest search of a model on this device, if it runs in the page; `null`
 * otherwise.
 */
export function findTunedSetup(subject: Subject): TunedSetup | null {
  const configuration = findTunedConfiguration(toModelKey(subject), toDeviceKey());
  return configuration?.host === 'page' ? configuration : null;
}

/** Whether a request opens its model with the configuration that won its search, because it sets no other. */
export function opensAsTuned(request: BenchRequest): boolean {
  const { subject, engine, device, threads } = request;
  const settings = pickEngineSettings(request);
  return chooseTuned({ engine, device, threads, settings }, findTunedSetup(subject) ?? undefined) !== null;
}
