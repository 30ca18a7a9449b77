import type { HubModel } from '#core/model/hub-model.ts';
import type { Catalogue } from './run-link.ts';

/** A small part of `models/`: three bundled models, and two on the Hub whose files a link can specify. */
export const catalogue: Catalogue = {
  models: [
    { id: 'centernet', entry: 'model.json', task: 'object-detection', engine: 'tfjs' },
    { id: 'cifar10', entry: 'model.onnx', task: 'image-classification', engine: 'ort' },
    { id: 'digits', entry: 'model.onnx', task: 'digits', engine: 'ort' },
  ],
  hubModels: [
    createHubModel('yolov10n', 'object-detection', 'ort', 'onnx-community/yolov10n', 'onnx/model.onnx'),
    createHubModel(
      'llama-3.2-1b-gguf',
      'text-generation',
      'wllama',
      'bartowski/Llama-3.2-1B-Instruct-GGUF',
      'Llama-3.2-1B-Instruct-Q4_K_M.gguf',
    ),
  ],
};

function createHubModel(
  id: string,
  task: string,
  engine: HubModel['engine'],
  repository: string,
  file: string,
): HubModel {
  return { id, name: id, task, engine, licence: 'AGPL-3.0', repository, revision: 'main', file, unverified: true };
}
