import type { Runtime } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { backendChunks, hasBackend } from './backend-chunks.ts';

/** The chunk with the library's core. */
const loadOpeningChunk = () => import('./open-tfjs-session.ts');

/** TensorFlow.js: graph models on wasm (SIMD, one thread), WebGPU, WebGL and plain JavaScript. */
export const tfjs: Runtime = {
  id: 'tfjs',
  prepare: ({ devices: [first], precision }) => {
    if (!first || !hasBackend(first)) return;
    // Opening reports the same failure.
    Promise.all([loadOpeningChunk(), backendChunks[first]()])
      .then(([{ useBackend }]) => useBackend(first, precision))
      .catch(() => {});
  },
  open: async (model, options) => {
    const { openOnDevice } = await loadOpeningChunk();
    return openOnFirstDevice('tfjs', options, (device, failedDevices) =>
      openOnDevice(device, failedDevices, model, options),
    );
  },
};
