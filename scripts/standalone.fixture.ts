import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StandaloneModel, WriteReadme, TemplateId } from '#standalone/standalone-model.ts';
import { getModelFolder, createStandaloneFiles } from '#standalone/index.ts';
import { root } from './project-root.ts';

const digits = join(root, 'models/digits');

/** A standalone program for the bundled model of handwritten digits, on two threads. */
export const standaloneDigits: StandaloneModel = {
  name: 'digits',
  files: ['model.onnx'],
  format: 'onnx',
  inputs: [{ name: 'image', dtype: 'float32', shape: ['batch', 1, 28, 28] }],
  outputs: [{ name: 'probabilities', dtype: 'float32', shape: ['batch', 10] }],
  configuration: { host: 'page', engine: 'ort', device: 'wasm', threads: 2, settings: { graphOptimisation: 'basic' } },
};

/** Writes a text that contains only the model's name. */
export const writeReadme: WriteReadme = (_, { name }) => `# ${name}`;

interface ReferenceItem {
  readonly image: string;
  readonly probabilities: readonly number[];
}

/** Reads a request with the first images of the reference values, and the probabilities of native onnxruntime. */
export function readReference(count: number) {
  const { items } = JSON.parse(readFileSync(join(digits, 'reference-values.json'), 'utf8')) as {
    readonly items: readonly ReferenceItem[];
  };
  const selectedItems = items.slice(0, count);
  const data = selectedItems.flatMap(({ image }) => Array.from(Buffer.from(image, 'base64'), (byte) => byte / 255));
  return {
    request: { inputs: [{ name: 'image', shape: [count, 1, 28, 28], datatype: 'FP32', data }] },
    expected: selectedItems.flatMap(({ probabilities }) => probabilities),
  };
}

/** A response of the Open Inference Protocol with one output. */
export interface InferResponse {
  readonly outputs: readonly [
    { readonly name: string; readonly shape: readonly number[]; readonly datatype: string; readonly data: number[] },
  ];
}

/** Writes the files of a template, the digits model and `node_modules` into a folder. */
export function installDigits(id: TemplateId, folder: string): void {
  for (const [path, content] of Object.entries(createStandaloneFiles(id, standaloneDigits, writeReadme))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const models = join(folder, getModelFolder(id, standaloneDigits));
  mkdirSync(models, { recursive: true });
  writeFileSync(join(models, 'model.onnx'), readFileSync(join(digits, 'model.onnx')));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}
