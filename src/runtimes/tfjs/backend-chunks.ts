import type { DeviceId } from '#core/engine/engines.ts';

/** Imports of the library's backends. Each import registers the backend and its kernels with the library's core. */
export const backendChunks = {
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  javascript: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** Whether the library has a backend for a device. */
export function hasBackend(device: DeviceId): device is keyof typeof backendChunks {
  return device in backendChunks;
}

/** Returns the library's name for the backend of a device. */
export function toBackendName(device: DeviceId): string {
  return device === 'javascript' ? 'cpu' : device;
}
