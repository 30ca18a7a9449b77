import type { StandaloneModel } from './standalone-model.ts';

/** The version of onnxruntime that Assay measures with, as in package.json. */
export const onnxruntimeVersion = '1.30.0';

const graphLevels = { disabled: 'DISABLE_ALL', basic: 'ENABLE_BASIC', extended: 'ENABLE_EXTENDED', all: 'ENABLE_ALL' };

/** Reads the session options of a model, in terms that onnxruntime's interfaces share. */
export function readOrtOptions({ configuration }: StandaloneModel) {
  const { device, threads, settings, engine } = configuration;
  const level = (settings['graphOptimisation'] ?? 'all') as keyof typeof graphLevels;
  return {
    threads,
    level,
    pythonLevel: `ORT_${graphLevels[level]}`,
    memoryPattern: settings['memoryPattern'] !== false,
    isParallel: settings['executionMode'] === 'parallel',
    interOpThreads: typeof settings['interOpThreads'] === 'number' ? settings['interOpThreads'] : null,
    usesGpu: device === 'webgpu' || device === 'gpu',
    usesOpenvino: settings['provider'] === 'openvino' || engine === 'openvino',
  };
}

/** Formats the options of a session in JavaScript. */
export function formatJavascriptOptions(model: StandaloneModel, providers: readonly string[]): Record<string, unknown> {
  const { level, memoryPattern, isParallel, interOpThreads, threads } = readOrtOptions(model);
  return {
    executionProviders: providers,
    graphOptimizationLevel: level,
    enableMemPattern: memoryPattern,
    ...(isParallel && { executionMode: 'parallel' }),
    ...(threads !== null && { intraOpNumThreads: threads }),
    ...(interOpThreads !== null && { interOpNumThreads: interOpThreads }),
  };
}

/** A JSON value as JavaScript source, indented. */
export const toSource = (value: unknown): string => JSON.stringify(value, null, 2);
