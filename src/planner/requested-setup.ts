import { listSettingIds, listSupportedSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import { getDefaultDevice, listDevices, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { ChosenSetup } from '#core/engine/runtime.ts';

/** The setup requested by the user or a link. An absent device or number of threads is left to the recommendation. */
export interface RequestedSetup {
  readonly engine: EngineId;
  readonly device?: DeviceId | undefined;
  readonly threads?: number | undefined;
  readonly settings: EngineSettings;
}

/** The fastest configuration of a model on this device, determined by a tuning search (`src/tune/`). */
export interface TunedSetup {
  readonly engine: EngineId;
  readonly device: DeviceId;
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
}

/** Whether the device or the number of threads is still to be chosen. Only wasm has threads. */
export function isOpenChoice({ device, threads }: RequestedSetup): boolean {
  return device === undefined || (device === 'wasm' && threads === undefined);
}

/**
 * Returns the winner of a tuning search if the request specifies no setting that the search decides, otherwise `null`,
 * because a request for one setting is an experiment with that setting alone.
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

/** Returns the setup without measurements: the engine's first device, with all threads that the page can use. */
export function getDefaultSetup(requested: RequestedSetup): ChosenSetup {
  const device = listPossibleDevices(requested)[0] ?? getDefaultDevice(requested.engine, 'page');
  return { by: 'default', device, ...(requested.threads !== undefined && { threads: requested.threads }) };
}

/** Lists the devices that support every requested setting. A requested number of threads implies wasm. */
export function listPossibleDevices({ engine, device, threads, settings }: RequestedSetup): readonly DeviceId[] {
  if (device !== undefined) return [device];
  const supportsAll = (id: DeviceId) =>
    listSettingIds(settings).every((name) => listSupportedSettings(engine, id).includes(name));
  const supportedDevices = listDevices(engine, 'page').filter(supportsAll);
  return threads !== undefined && supportedDevices.includes('wasm') ? ['wasm'] : supportedDevices;
}
