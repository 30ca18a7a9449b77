import type { Runtime } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { backendChunks, hasBackend } from './backend-chunks.ts';

/** Loads all our code that needs the library's core. */
const openingChunk = () => import('./open-tfjs-session.ts');

/** TensorFlow.js: graph models on wasm (SIMD, one thread), WebGPU, WebGL and plain JavaScript. */
export const tfjs: Runtime = {
  id: 'tfjs',
  prepare: ({ devices: [first], precision }) => {
    if (!first || !hasBackend(first)) return;
    // Loads both in parallel, then starts the backend. Opening fails in the same way and reports it.
    Promise.all([openingChunk(), backendChunks[first]()])
      .then(([{ useBackend }]) => useBackend(first, precision))
      .catch(() => {});
  },
  open: async (model, options) => {
    const { openOnDevice } = await openingChunk();
    return openOnFirstDevice('tfjs', options, (device, failedDevices) =>
      openOnDevice(device, failedDevices, model, options),
    );
  },
};
