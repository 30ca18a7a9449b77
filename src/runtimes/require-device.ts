import { listDevices, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { findWebgpuFault } from './webgpu-adapter.ts';

/**
 * Checks that this page can use a device.
 * @throws AppError engine-unavailable
 */
export async function requireDevice(engine: EngineId, device: DeviceId): Promise<void> {
  let fault: ErrorFacts | null = null;
  if (!listDevices(engine, 'page').includes(device)) fault = { reason: 'device-not-supported' };
  else if (device === 'webgpu') fault = await findWebgpuFault();
  if (fault) throw new AppError('engine-unavailable', { engine, device, ...fault });
}
