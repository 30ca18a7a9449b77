import type { Runtime } from '#core/runtime.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { backendChunks } from './chunks.ts';

/** All our code that needs the library's core. */
const openingChunk = () => import('./open-on-device.ts');

/** TensorFlow.js: graph models on wasm (SIMD, one thread), WebGPU, WebGL and plain JavaScript. */
export const tfjs: Runtime = {
  id: 'tfjs',
  prepare: ({ devices: [first], precision }) => {
    if (!first) return;
    // Both at once, then the start of the backend. Opening meets the same failure and reports it.
    Promise.all([openingChunk(), backendChunks[first]()])
      .then(([{ useBackend }]) => useBackend(first, precision))
      .catch(() => {});
  },
  open: async (model, options) => {
    const { openOnDevice } = await openingChunk();
    return openOnFirstDevice('tfjs', options, (device, refused) => openOnDevice(device, refused, model, options));
  },
};
