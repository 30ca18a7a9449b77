import { expect, test } from 'vitest';
import { selectModelFiles, toByteSources } from './chosen-files.ts';
import { findSiblings } from './siblings.ts';

const createListing = (...paths: string[]) => new Map(paths.map((path) => [path, path]));

test.each([
  ['before', ['1_Pooling/config.json', 'config.json', 'model.safetensors']],
  ['after', ['config.json', '1_Pooling/config.json', 'model.safetensors']],
])('a file of the same name in a subfolder, listed %s the config, does not replace it', (_, paths) => {
  const siblings = findSiblings('model.safetensors', createListing(...paths));
  expect(Object.fromEntries(siblings)).toEqual({
    'config.json': 'config.json',
    '1_Pooling/config.json': '1_Pooling/config.json',
  });
});

test('files next to a graph in a subfolder take precedence over those in its parent folders', () => {
  const paths = ['config.json', '1_Pooling/config.json', 'onnx/model.onnx', 'onnx/model.onnx_data', 'tokenizer.json'];
  const siblings = findSiblings('onnx/model.onnx', createListing(...paths, 'onnx/tokenizer.json'));
  expect(Object.fromEntries(siblings)).toEqual({
    'config.json': 'config.json',
    '1_Pooling/config.json': '1_Pooling/config.json',
    'model.onnx_data': 'onnx/model.onnx_data',
    'tokenizer.json': 'onnx/tokenizer.json',
  });
});

test('the first of two chosen files with the same name keeps the name, and the second is numbered', async () => {
  const files = ['own', 'pooling'].map((content) => new File([content], 'config.json'));
  const chosen = [new File([], 'model.safetensors'), ...files];
  const { siblings } = toByteSources(chosen);
  expect([...siblings.keys()]).toEqual(['config.json', '2/config.json']);
  expect(await siblings.get('config.json')!.text()).toBe('own');
  expect(findSiblings('model.safetensors', selectModelFiles(chosen).files)).toEqual(siblings);
});
