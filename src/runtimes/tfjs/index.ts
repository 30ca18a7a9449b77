import type { Runtime } from '#core/runtime.ts';
import { openOnFirst } from '../first-device.ts';
import { loadBackend, usableDevices } from './backends.ts';
import { openOn } from './open-on.ts';

/** TensorFlow.js: graph models on wasm (SIMD, one thread), WebGPU, WebGL and plain JavaScript. */
export const tfjs: Runtime = {
  id: 'tfjs',
  probe: async () => ({ ok: true, devices: await usableDevices() }),
  prepare: ({ devices: [first] }) => {
    if (first) loadBackend(first).catch(() => {}); // opening asks for it again, and says what went wrong
  },
  open: (model, options) => openOnFirst('tfjs', options.devices, (device, refused) => openOn(device, refused, model)),
};
