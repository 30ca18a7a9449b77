import type { Runtime } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { selectBuild, loadBuild } from './ort-builds.ts';
import { openOnDevice } from './open-ort-session.ts';

/** onnxruntime-web: ONNX graphs on wasm (SIMD, threads if the page is cross-origin isolated) and WebGPU. */
export const ort: Runtime = {
  id: 'ort',
  prepare: ({ devices: [first] }) => {
    if (first) loadBuild(selectBuild(first)).catch(() => {}); // opening reports the same failure
  },
  open: (model, options) =>
    openOnFirstDevice('ort', options, (device, failedDevices) => openOnDevice(device, failedDevices, model, options)),
};
