import { createDeployment } from './change-deployment.ts';
import type { NewVersion } from './deployment.ts';

/** The bundled digits model on one thread of the page. */
export const sampleVersion: NewVersion = {
  link: '#/run?task=digits',
  model: 'digits',
  files: [],
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  note: '',
};

/** The deployment `a` of one version, created at 1 ms. */
export const sampleDeployment = createDeployment({ id: 'a', name: 'Digits', task: 'digits' }, sampleVersion, 1);
