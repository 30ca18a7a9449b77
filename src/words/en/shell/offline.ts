import type { OfflineBundleId, OfflineEngineId } from '#bridge/offline-contract.ts';
import type { OfflineFailure } from '#state/shell/offline.svelte.ts';
import { engine } from '../device/engine.ts';

export const offline = {
  lead: 'Everything saved in this browser works without a connection, including stored models.',
  unavailable:
    'This browser does not let Assay save itself: site data is blocked, the window is private, or the page was not opened over https. Assay still works while you are online.',
  noReply: 'Assay was updated in another tab. Reload this page to see what is saved.',
  names: {
    app: 'All pages',
    models: 'Sample models',
    ...engine.names,
    ort: 'ONNX Runtime Web on the CPU',
    'ort-webgpu': 'ONNX Runtime Web on the GPU',
  } satisfies Record<OfflineBundleId, string>,
  purposes: {
    ort: 'ONNX models',
    tfjs: 'TensorFlow.js models',
    litert: 'TFLite models',
    wllama: 'GGUF language models',
    webllm: 'MLC language models',
  } satisfies Record<OfflineEngineId, string>,
  saved: 'Saved',
  waiting: 'Waiting',
  save: 'Save',
  saveName: (name: string, size: string) => `Save ${name} for offline use (${size})`,
  saving: (name: string) => `Saving ${name}`,
  progress: (received: string, total: string) => `${received} of ${total}`,
  cancelName: (name: string) => `Cancel saving ${name}`,
  failures: {
    'no-connection': 'Not saved: the connection failed. Check it and try again.',
    'no-quota': 'Not saved: this site has no space left. Delete stored models or free disk space.',
    'not-in-build': 'Not saved: Assay was updated in another tab. Reload this page.',
    'no-reply': 'Not saved: no reply. If Assay was updated in another tab, reload this page; otherwise try again.',
    cancelled: 'Cancelled.',
  } satisfies Record<OfflineFailure, string>,
};
