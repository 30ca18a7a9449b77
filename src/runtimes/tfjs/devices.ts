import type { DeviceId } from '#core/runtime.ts';
import { webgpuMissing } from '../webgpu-adapter.ts';

/** Why there is no such device here, or null where there is one. */
export async function deviceMissing(device: DeviceId): Promise<string | null> {
  if (device === 'webgpu') return webgpuMissing();
  if (device !== 'webgl') return null;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few at a time
  return context ? null : 'this browser has no WebGL 2 here';
}
