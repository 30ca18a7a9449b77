import { listSettingIds, listSupportedSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EngineFacts, OpenOptions, Session } from '#core/engine/runtime.ts';

/**
 * Opens the model on the first requested device that supports it and all settings, and records the cause of each
 * earlier failure. Engines themselves either stop at the first failure or try the next device silently.
 * @throws AppError of the last device tried; a corrupt model is not tried on other devices
 */
export async function openOnFirstDevice<S extends Session>(
  engine: EngineId,
  options: OpenOptions,
  openOnDevice: (device: DeviceId, failedDevices: EngineFacts['failedDevices']) => Promise<S>,
): Promise<S> {
  const failedDevices: { device: DeviceId; why: string }[] = [];
  let lastError = new AppError('engine-unavailable', { engine, reason: 'no-device-requested' });
  for (const device of options.devices) {
    try {
      checkSettings(engine, device, options);
      return await openOnDevice(device, failedDevices);
    } catch (thrown) {
      lastError = asAppError(thrown);
      if (lastError.code === 'model-corrupt') break;
      const { reason, why } = lastError.facts;
      failedDevices.push({ device, why: String(reason ?? why ?? lastError.code) });
    }
  }
  throw lastError;
}

/** Rejects settings that the engine ignores, because they must not appear in a report. */
function checkSettings(engine: EngineId, device: DeviceId, options: OpenOptions): void {
  const supportedSettings = listSupportedSettings(engine, device);
  const unsupported = listSettingIds(options).filter((setting) => !supportedSettings.includes(setting));
  if (unsupported.length === 0) return;
  const facts = { engine, device, setting: unsupported.join(', ') };
  throw new AppError('engine-unavailable', { ...facts, reason: 'setting-not-supported' });
}
