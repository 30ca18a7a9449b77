import { backend } from '@tensorflow/tfjs';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DeviceId } from '#core/engine/engines.ts';
import { DeviceLoss, trackDeviceLoss } from '../device-loss.ts';

/** Watches the GPU of the library's current backend; `null` if it uses none. */
export function watchDeviceLoss(device: DeviceId): DeviceLoss | null {
  if (device === 'webgpu') return trackDeviceLoss((backend() as WebGPUBackend).device);
  if (device !== 'webgl') return null;
  // The library waits forever after a context was lost.
  const { canvas } = (backend() as MathBackendWebGL).gpgpu.gl as WebGLRenderingContext & { canvas: EventTarget };
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', ({ type }) => resolve(type), { once: true });
  });
  return new DeviceLoss(lost);
}
