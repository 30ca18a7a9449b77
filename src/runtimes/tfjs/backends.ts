import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '#core/error.ts';
import type { DeviceId } from '#core/runtime.ts';
import { webgpuMissing } from '../webgpu-adapter.ts';

/** Loads a backend's chunk; importing it registers the backend and its kernels with the library. */
const backends = {
  wasm: async () => {
    const [{ setWasmPaths }, { default: simd }] = await Promise.all([
      import('@tensorflow/tfjs-backend-wasm'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    ]);
    // The threaded build starts its threads from blob: scripts, which the content security policy forbids.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const url = new URL(simd, globalThis.location.href).href;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': url,
      'tfjs-backend-wasm-simd.wasm': url,
      'tfjs-backend-wasm-threaded-simd.wasm': url,
    });
    registerFloorMod('wasm');
  },
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    registerFloorMod('webgl');
  },
  webgpu: async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
} satisfies Record<DeviceId, () => Promise<void>>;

const loading = new Map<DeviceId, Promise<void>>();

/** Loads a backend's code once; what failed may be asked for again. */
export function loadBackend(device: DeviceId): Promise<void> {
  const known = loading.get(device);
  if (known) return known;
  const started = backends[device]().catch((thrown: unknown) => {
    loading.delete(device);
    throw thrown;
  });
  loading.set(device, started);
  return started;
}

/** Which backends can start here, best first. */
export async function usableDevices(): Promise<DeviceId[]> {
  const refusals = await Promise.all(
    (['webgpu', 'webgl'] as const).map(async (device) => [device, await missing(device)]),
  );
  const gpus = refusals.flatMap(([device, why]) => (why === null ? [device as DeviceId] : []));
  return [...gpus, 'wasm', 'cpu'];
}

/**
 * Makes `device` the library's backend: it has one at a time, for all models.
 * @throws AppError runtime-unavailable
 */
export async function useBackend(device: DeviceId): Promise<void> {
  if (tf.getBackend() === device) return;
  const unavailable = (why: string) => new AppError('runtime-unavailable', { runtime: 'tfjs', device, why });
  const why = await missing(device);
  if (why) throw unavailable(why);
  await loadBackend(device);
  if (!(await tf.setBackend(device))) throw unavailable(`the ${device} backend did not start`);
}

async function missing(device: DeviceId): Promise<string | null> {
  if (device === 'webgpu') return webgpuMissing();
  if (device !== 'webgl') return null;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few at a time
  return context ? null : 'this browser has no WebGL 2 here';
}

/** The one kernel that these backends lack and that common models need. It keeps the sign of the divisor. */
function registerFloorMod(backendName: DeviceId): void {
  tf.registerKernel({
    kernelName: 'FloorMod',
    backendName,
    kernelFunc: ({ inputs }) => {
      const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor }; // the engine hands kernels the tensors themselves
      return tf.tidy(() => tf.sub(a, tf.mul(tf.floorDiv(a, b), b)));
    },
  });
}
