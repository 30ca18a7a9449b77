import { engines, type DeviceId, type EngineId } from '#core/engines.ts';
import { AppError } from '#core/error.ts';
import { webgpuMissing } from './webgpu-adapter.ts';

/**
 * @param name what the engine calls itself
 * @throws AppError runtime-unavailable where there is no such device for it here
 */
export async function requireDevice(runtime: EngineId, name: string, device: DeviceId): Promise<void> {
  let why: string | null = null;
  if (!engines[runtime].devices.includes(device)) why = `${name} does not run on ${device}`;
  else if (device === 'webgpu') why = await webgpuMissing();
  if (why) throw new AppError('runtime-unavailable', { runtime, device, why });
}
