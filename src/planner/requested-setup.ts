import { listSettingIds, listSupportedSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import { getDefaultDevice, listDevices, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { ChosenSetup } from '#core/engine/runtime.ts';

/** The setup requested by the user or a link; an absent device or number of threads is left to the recommendation. */
export interface RequestedSetup {
  readonly engine: EngineId;
  readonly device?: DeviceId | undefined;
  readonly threads?: number | undefined;
  readonly settings: EngineSettings;
}

/** How a model runs fastest on this device, by a race of its configurations (`src/tune/`). */
export interface TunedSetup {
  readonly engine: EngineId;
  readonly device: DeviceId;
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
}

/** Whether anything remains to be chosen; only wasm has threads. */
export function isOpenChoice({ device, threads }: RequestedSetup): boolean {
  return device === undefined || (device === 'wasm' && threads === undefined);
}

/**
 * The winner of a race, if the request leaves everything open that it decides; `null` otherwise, since a request for one
 * setting is an experiment with this one alone.
 */
export function chooseTuned(
  { engine, device, threads, settings }: RequestedSetup,
  tuned: TunedSetup | undefined,
): ChosenSetup | null {
  const isOpen = threads === undefined && listSettingIds(settings).length === 0;
  if (!tuned || !isOpen || engine !== tuned.engine || (device ?? tuned.device) !== tuned.device) return null;
  const isChanged = listSettingIds(tuned.settings).length > 0;
  return {
    by: 'tuning',
    device: tuned.device,
    ...(tuned.threads !== null && { threads: tuned.threads }),
    ...(isChanged && { settings: tuned.settings }),
  };
}

/** The setup if nothing was measured: the engine's first device, with as many threads as the page can use. */
export function getDefaultSetup(requested: RequestedSetup): ChosenSetup {
  const device = listPossibleDevices(requested)[0] ?? getDefaultDevice(requested.engine, 'page');
  return { by: 'default', device, ...(requested.threads !== undefined && { threads: requested.threads }) };
}

/** Devices that support every requested setting; a requested number of threads implies wasm. */
export function listPossibleDevices({ engine, device, threads, settings }: RequestedSetup): readonly DeviceId[] {
  if (device !== undefined) return [device];
  const hasAll = (id: DeviceId) =>
    listSettingIds(settings).every((name) => listSupportedSettings(engine, id).includes(name));
  const supported = listDevices(engine, 'page').filter(hasAll);
  return threads !== undefined && supported.includes('wasm') ? ['wasm'] : supported;
}
