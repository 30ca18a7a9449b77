import { listSettingIds, listSupportedSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EngineFacts, OpenOptions, Session } from '#core/engine/runtime.ts';

/**
 * Opens the model on the first requested device that supports it and all settings. Engines either stop at the first
 * device that fails or silently try the next one. Here, each failure is recorded with its cause.
 *
 * @throws AppError of the last device that was tried; a corrupt model is not tried on other devices
 */
export async function openOnFirstDevice<S extends Session>(
  engine: EngineId,
  options: OpenOptions,
  openOnDevice: (device: DeviceId, failedDevices: EngineFacts['failedDevices']) => Promise<S>,
): Promise<S> {
  const failedDevices: { device: DeviceId; why: string }[] = [];
  let last = new AppError('engine-unavailable', { engine, reason: 'no-device-requested' });
  for (const device of options.devices) {
    try {
      checkSettings(engine, device, options);
      return await openOnDevice(device, failedDevices);
    } catch (thrown) {
      last = asAppError(thrown);
      if (last.code === 'model-corrupt') break;
      const { reason, why } = last.facts;
      failedDevices.push({ device, why: String(reason ?? why ?? last.code) });
    }
  }
  throw last;
}

/** A setting that an engine ignores must not appear in a report. */
function checkSettings(engine: EngineId, device: DeviceId, options: OpenOptions): void {
  const known = listSupportedSettings(engine, device);
  const unknown = listSettingIds(options).filter((setting) => !known.includes(setting));
  if (unknown.length === 0) return;
  const facts = { engine, device, setting: unknown.join(', ') };
  throw new AppError('engine-unavailable', { ...facts, reason: 'setting-not-supported' });
}
