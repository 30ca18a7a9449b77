import * as tf from '@tensorflow/tfjs';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import type { OpenOptions } from '#core/engine/runtime.ts';
import { requireDevice } from '../require-device.ts';
import { backendChunks, toBackendName, hasBackend } from './backend-chunks.ts';
import { hasWebgl } from './has-webgl.ts';

type Precision = OpenOptions['precision'];

const starting = new Map<DeviceId, Promise<void>>();

/**
 * Sets the library's backend, which all models share.
 * @param precision of WebGL textures, which is fixed until the worker ends
 * @throws AppError engine-unavailable
 */
export async function useBackend(device: DeviceId, precision?: Precision): Promise<void> {
  await startOnce(device, precision);
  const name = toBackendName(device);
  if (tf.getBackend() !== name) await tf.setBackend(name);
  if (!precision) return;
  const actual: Precision = tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 'float32' : 'float16';
  if (actual !== precision) throw createUnavailableError(device, 'precision-not-available');
}

function createUnavailableError(device: DeviceId, reason: Reason): AppError {
  return new AppError('engine-unavailable', { engine: 'tfjs', device, reason });
}

/** Starts a backend once; a failed start can be retried. */
function startOnce(device: DeviceId, precision: Precision): Promise<void> {
  const pendingStart = starting.get(device);
  if (pendingStart) return pendingStart;
  const start = startBackend(device, precision).catch((thrown: unknown) => {
    starting.delete(device);
    throw thrown;
  });
  starting.set(device, start);
  return start;
}

async function startBackend(device: DeviceId, precision: Precision): Promise<void> {
  await requireDevice('tfjs', device);
  if (device === 'webgl' && !hasWebgl()) throw createUnavailableError(device, 'no-webgl');
  if (device === 'wasm') await locateWasm();
  else if (hasBackend(device)) await backendChunks[device]();
  if (device === 'webgl') tf.env().set('WEBGL_FORCE_F16_TEXTURES', precision === 'float16');
  if (device === 'wasm' || device === 'webgl') registerFloorMod(device);
  if (!(await tf.setBackend(toBackendName(device)))) throw createUnavailableError(device, 'backend-not-started');
}

/** Points the wasm backend to its file in the app. */
async function locateWasm(): Promise<void> {
  const { setWasmPaths } = await backendChunks.wasm();
  // The threaded build starts its threads from blob: URLs, which the content security policy forbids.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const url = new URL(simdWasm, globalThis.location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': url,
    'tfjs-backend-wasm-simd.wasm': url,
    'tfjs-backend-wasm-threaded-simd.wasm': url,
  });
}

/** Registers FloorMod, which common models need and these backends lack. The result has the sign of the divisor. */
function registerFloorMod(device: 'wasm' | 'webgl'): void {
  tf.registerKernel({
    kernelName: 'FloorMod',
    backendName: device,
    kernelFunc: ({ inputs }) => {
      // Kernels receive tensors, which the library's types do not state.
      const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor };
      return tf.tidy(() => tf.sub(a, tf.mul(tf.floorDiv(a, b), b)));
    },
  });
}
