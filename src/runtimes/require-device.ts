import { AppError } from '#core/error.ts';
import type { DeviceId, RuntimeId, TextRuntimeId } from '#core/runtime.ts';
import { webgpuMissing } from './webgpu-adapter.ts';

/**
 * @param name what the engine calls itself
 * @param devices those it can run on, where they exist
 * @throws AppError runtime-unavailable where there is no such device for it here
 */
export async function requireDevice(
  runtime: RuntimeId | TextRuntimeId,
  name: string,
  devices: readonly DeviceId[],
  device: DeviceId,
): Promise<void> {
  let why: string | null = null;
  if (!devices.includes(device)) why = `${name} does not run on ${device}`;
  else if (device === 'webgpu') why = await webgpuMissing();
  if (why) throw new AppError('runtime-unavailable', { runtime, device, why });
}
