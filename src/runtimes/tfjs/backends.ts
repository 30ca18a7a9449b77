import * as tf from '@tensorflow/tfjs-core';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { AppError } from '#core/error.ts';
import type { DeviceId } from '#core/runtime.ts';
import { backendChunks } from './chunks.ts';
import { deviceMissing } from './devices.ts';

const starting = new Map<DeviceId, Promise<void>>();

/**
 * Makes `device` the library's backend: it has one at a time, for all models.
 * @throws AppError runtime-unavailable
 */
export async function useBackend(device: DeviceId): Promise<void> {
  await started(device);
  if (tf.getBackend() !== device) await tf.setBackend(device);
}

/** Starts a backend once, whoever asks; one that failed may be tried again. */
function started(device: DeviceId): Promise<void> {
  const known = starting.get(device);
  if (known) return known;
  const start = startBackend(device).catch((thrown: unknown) => {
    starting.delete(device);
    throw thrown;
  });
  starting.set(device, start);
  return start;
}

async function startBackend(device: DeviceId): Promise<void> {
  const unavailable = (why: string) => new AppError('runtime-unavailable', { runtime: 'tfjs', device, why });
  const why = await deviceMissing(device);
  if (why) throw unavailable(why);
  if (device === 'wasm') await locateWasm();
  else await backendChunks[device]();
  if (device === 'wasm' || device === 'webgl') registerFloorMod(device);
  if (!(await tf.setBackend(device))) throw unavailable(`the ${device} backend did not start`);
}

/** Points the wasm backend at its file on our own origin. */
async function locateWasm(): Promise<void> {
  const { setWasmPaths } = await backendChunks.wasm();
  // The threaded build starts its threads from blob: scripts, which the content security policy forbids.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const url = new URL(simdWasm, globalThis.location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': url,
    'tfjs-backend-wasm-simd.wasm': url,
    'tfjs-backend-wasm-threaded-simd.wasm': url,
  });
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
