import type { Runtime } from '#core/runtime.ts';
import { openOnFirst } from '../first-device.ts';
import { backendChunks } from './chunks.ts';

/** All our code that needs the library's core. */
const openingChunk = () => import('./open-on.ts');

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
    const { openOn } = await openingChunk();
    return openOnFirst('tfjs', options, (device, refused) => openOn(device, refused, model, options));
  },
};
