import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NamedModel {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Lists the models of the test data that an engine of the page may open.
 * @param testData the folder
 */
export function listModels(testData: string): NamedModel[] {
  const singleFiles = globSync(['onnx-*/*.onnx', 'real/*/onnx/*.onnx', 'tflite/*.tflite', 'gguf/*.gguf'], {
    cwd: testData,
  });
  const withWeights = globSync('tfjs/*/*.json', { cwd: testData });
  return [
    ...singleFiles.sort().map((name) => ({ name, paths: [join(testData, name)] })),
    ...withWeights
      .sort()
      .map((name) => ({ name, paths: [join(testData, name), ...listWeightFiles(join(testData, name))] })),
  ];
}

/** Lists the weight files of a TensorFlow.js model or of a weights manifest. */
function listWeightFiles(path: string): string[] {
  const json = JSON.parse(readFileSync(path, 'utf8')) as unknown;
  const groups = (Array.isArray(json) ? json : (json as { weightsManifest?: unknown }).weightsManifest) as
    | { readonly paths: readonly string[] }[]
    | undefined;
  return (groups ?? []).flatMap(({ paths }) => paths.map((name) => join(path, '..', name)));
}
