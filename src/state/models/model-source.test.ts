import { expect, test } from 'vitest';
import { listVariants } from '#planner/variants.ts';
import { toVariantRequest } from './model-source.ts';

test('files are named relative to the folder of the entry, or by their path if above it', () => {
  const paths = ['onnx/model.onnx', 'onnx/model.onnx_data', 'tokenizer.json', 'generation_config.json'];
  const files = paths.map((path) => ({ path, sizeBytes: 1, sha256: null, url: `https://hub.example/${path}` }));
  const request = toVariantRequest(listVariants(files)[0]!, 'org/name');
  expect(request).toMatchObject({ id: 'org/name:onnx/model.onnx', entry: 'model.onnx' });
  expect(request.files.map(({ name }) => name)).toEqual([
    'model.onnx',
    'model.onnx_data',
    'tokenizer.json',
    'generation_config.json',
  ]);
});
