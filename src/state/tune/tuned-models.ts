import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { listTunings, type TuningRecord } from '#records/tuning-records.ts';
import type { TunedSetup } from '#planner/requested-setup.ts';
import { findTunedConfiguration } from '#records/tuned-setups.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { appVersion } from '../shell/app-version.ts';

/** Identifies a model in records without reading it: files of the same names, sizes and dates are the same. */
export function modelKey(subject: Subject): string {
  if (subject.kind !== 'files') return `${subject.kind} ${subject.id}`;
  return JSON.stringify(subject.files.map(({ name, size, lastModified }) => [name, size, lastModified]));
}

/** Identifies this device and its engines: what was measured with others does not apply. */
export function deviceKey(): string {
  const { browser, threads } = deviceFacts.basic;
  return JSON.stringify([browser, threads, appVersion]);
}

/** The latest race of a model on this device, with the given sizes of its free dimensions; `null` if there is none. */
export async function findTuning(subject: Subject, dimensions: Dimensions = {}): Promise<TuningRecord | null> {
  const [model, device] = [modelKey(subject), deviceKey()];
  const isOfSizes = (sizes: Dimensions) => Object.entries(dimensions).every(([name, size]) => sizes[name] === size);
  const all = await listTunings(model);
  return all.find((one) => one.device === device && isOfSizes(one.dimensions)) ?? null;
}

/** The winner of the latest race of a model on this device, if it ran in the page; `null` otherwise. */
export function findTunedSetup(subject: Subject): TunedSetup | null {
  const found = findTunedConfiguration(modelKey(subject), deviceKey());
  return found?.host === 'page' ? found : null;
}
