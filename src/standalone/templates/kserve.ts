import { joinLines, type StandaloneTemplate } from '../standalone-model.ts';
import { triton } from './triton.ts';

/** An inference service of KServe that runs the Triton repository from a volume. */
export const kserve: StandaloneTemplate = {
  supports: triton.supports,
  getModelFolder: triton.getModelFolder,
  write(model) {
    const { name, configuration } = model;
    const cpus = configuration.threads;
    return {
      ...triton.write(model),
      'inference-service.yaml': joinLines(
        'apiVersion: serving.kserve.io/v1beta1',
        'kind: InferenceService',
        'metadata:',
        `  name: ${name}`,
        'spec:',
        '  predictor:',
        '    model:',
        '      modelFormat:',
        '        name: onnx',
        '      runtime: kserve-tritonserver',
        '      protocolVersion: v2',
        '      storageUri: pvc://models/model_repository',
        '      resources:',
        '        requests:',
        `          cpu: "${cpus ?? 1}"`,
        configuration.device === 'gpu' ? ['        limits:', '          nvidia.com/gpu: "1"'] : [],
      ),
    };
  },
};
