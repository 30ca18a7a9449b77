import { listDevices, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { createWebgpuMissingError } from './webgpu-adapter.ts';

/** @throws AppError engine-unavailable if the engine cannot use this device here */
export async function requireDevice(engine: EngineId, device: DeviceId): Promise<void> {
  let missing: ErrorFacts | null = null;
  if (!listDevices(engine, 'page').includes(device)) missing = { reason: 'device-not-supported' };
  else if (device === 'webgpu') missing = await createWebgpuMissingError();
  if (missing) throw new AppError('engine-unavailable', { engine, device, ...missing });
}
