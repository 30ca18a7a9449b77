import type { Runtime } from '#core/runtime.ts';
import { openOnFirst } from '../first-device.ts';
import { buildFor, loadBuild } from './builds.ts';
import { openOn } from './open-on.ts';

/** onnxruntime-web: ONNX graphs on wasm (SIMD, threads where the page is cross-origin isolated) and WebGPU. */
export const ort: Runtime = {
  id: 'ort',
  prepare: ({ devices: [first] }) => {
    if (first) loadBuild(buildFor(first)).catch(() => {}); // opening meets the same failure and reports it
  },
  open: (model, options) => openOnFirst('ort', options, (device, refused) => openOn(device, refused, model, options)),
};
