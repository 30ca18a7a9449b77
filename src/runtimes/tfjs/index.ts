import type { Runtime } from '#core/runtime.ts';
import { openOnFirst } from '../first-device.ts';
import { backendChunks } from './chunks.ts';

/** Everything of ours that needs the library's core. */
const openingChunk = () => import('./open-on.ts');

/** TensorFlow.js: graph models on wasm (SIMD, one thread), WebGPU, WebGL and plain JavaScript. */
export const tfjs: Runtime = {
  id: 'tfjs',
  prepare: ({ devices: [first], precision }) => {
    if (!first) return;
    // Both at once, and the backend's start behind them. What fails here, opening meets again and tells.
    Promise.all([openingChunk(), backendChunks[first]()])
      .then(([{ useBackend }]) => useBackend(first, precision))
      .catch(() => {});
  },
  open: async (model, options) => {
    const { openOn } = await openingChunk();
    return openOnFirst('tfjs', options, (device, refused) => openOn(device, refused, model, options));
  },
};
