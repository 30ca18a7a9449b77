import type { StandaloneTemplate } from '../standalone-model.ts';

/** Notes on LiteRT, Core ML and NNAPI. The README is the only file, because an app is built in its own project. */
export const mobile: StandaloneTemplate = {
  supports: ({ format }) => format === 'onnx' || format === 'tflite',
  getModelFolder: () => 'model',
  write: () => ({}),
};
