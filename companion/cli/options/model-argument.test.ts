import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/project-root.ts';
import { findBundledModelPath, toHubReference } from '../files/catalogue-models.ts';
import { readModelArgument } from './model-argument.ts';

const file = join(root, 'models/digits/model.onnx');

test('accepts a local file, a bundled model or a model to download for --model', async () => {
  expect(await readModelArgument([file])).toEqual({
    kind: 'files',
    paths: [file],
    engine: 'ort',
    engineIds: ['ort', 'ort-text'],
  });
  expect(await readModelArgument(['centernet'])).toEqual({
    kind: 'model',
    id: 'centernet',
    engine: 'tfjs',
    engineIds: ['tfjs'],
  });
  for (const reference of ['yolov10n', 'org/name', 'org/name:onnx/model.onnx', 'https://models.example/net.tflite']) {
    expect(await readModelArgument([reference])).toEqual({ kind: 'remote', reference });
  }
});

test.each(['models/typo.onnx', 'no-such-model', './model.onnx', 'https://', 'a/b/c'])(
  '--model %s is rejected, since it is neither a file nor a name on the Hub',
  async (name) => {
    await expect(readModelArgument([name])).rejects.toThrow(/is neither a file/);
  },
);

test('determines the engine for several files by the entry file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-model-'));
  try {
    for (const name of ['model.json', 'model.safetensors', 'weights.bin']) writeFileSync(join(folder, name), '');
    expect(await readModelArgument([folder])).toMatchObject({ kind: 'files', engine: 'tfjs' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('rejects several files with the name of a missing one', async () => {
  await expect(readModelArgument([file, 'org/name'])).rejects.toThrow('there is no file "org/name"');
});

test('resolves the id of a catalogue model to its file or its Hub reference', () => {
  expect(findBundledModelPath('digits')).toBe(file);
  // From models/yolov10n/hub.json.
  expect(toHubReference('yolov10n')).toBe('onnx-community/yolov10n:onnx/model.onnx');
  expect(toHubReference('org/name')).toBe('org/name');
});
