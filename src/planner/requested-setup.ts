import { idsOfSettings, settingsFor, type EngineSettings } from '#core/engine/engine-settings.ts';
import { defaultDevice, devicesFor, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { ChosenSetup } from '#core/engine/runtime.ts';

/** The setup requested by the user or a link; an absent device or number of threads is left to the recommendation. */
export interface RequestedSetup {
  readonly engine: EngineId;
  readonly device?: DeviceId | undefined;
  readonly threads?: number | undefined;
  readonly settings: EngineSettings;
}

/** Whether anything remains to be chosen; only wasm has threads. */
export function isOpenChoice({ device, threads }: RequestedSetup): boolean {
  return device === undefined || (device === 'wasm' && threads === undefined);
}

/** The setup if nothing was measured: the engine's first device, with as many threads as the page can use. */
export function defaultSetup(requested: RequestedSetup): ChosenSetup {
  const device = possibleDevices(requested)[0] ?? defaultDevice(requested.engine, 'page');
  return { by: 'default', device, ...(requested.threads !== undefined && { threads: requested.threads }) };
}

/** Devices that support every requested setting; a requested number of threads implies wasm. */
export function possibleDevices({ engine, device, threads, settings }: RequestedSetup): readonly DeviceId[] {
  if (device !== undefined) return [device];
  const hasAll = (id: DeviceId) => idsOfSettings(settings).every((name) => settingsFor(engine, id).includes(name));
  const supported = devicesFor(engine, 'page').filter(hasAll);
  return threads !== undefined && supported.includes('wasm') ? ['wasm'] : supported;
}
