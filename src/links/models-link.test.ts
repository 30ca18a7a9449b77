import { expect, test } from 'vitest';
import { listLinks, parseModelsLink } from './models-link.ts';

test('a model link can have a context length and sizes of free dimensions', () => {
  const query = new URLSearchParams({
    model: 'org/name:m.onnx',
    context: '512',
    dims: 'x.2:64,sequence:8',
    device: 'apple-m1',
  });
  const dimensions = { 'x.2': 64, sequence: 8 };
  expect(parseModelsLink(query)).toEqual({
    model: 'org/name:m.onnx',
    contextLength: 512,
    dimensions,
    device: 'apple-m1',
  });
  expect(parseModelsLink(new URLSearchParams())).toEqual({
    model: null,
    contextLength: null,
    dimensions: {},
    device: null,
  });
});

test('links to other pages include the sizes that those pages need', () => {
  const sizes = { height: 64, rate: 16_000 };
  const location = { storedId: null, linkedId: null };
  const best = { engine: 'ort', device: 'webgpu', threads: 1 } as const;
  expect(listLinks({ tasks: ['segmentation'], sizes, taskSizes: { height: 64 } }, best, null, location)).toEqual({
    run: '#/run?task=segmentation&file=1&engine=ort&device=webgpu&dims=height%3A64',
    measure: '#/bench?file=1&engine=ort&device=webgpu&dims=height%3A64%2Crate%3A16000',
    profile: '#/profile?file=1&engine=ort&device=webgpu&dims=height%3A64%2Crate%3A16000',
  });
  expect(listLinks({ tasks: [], sizes, taskSizes: {} }, best, null, location).run).toBeNull();
});

test('links name a stored or linked model', () => {
  const best = { engine: 'wllama', device: 'webgpu', threads: 1 } as const;
  const formatRunLink = (location: Parameters<typeof listLinks>[3]) =>
    listLinks({ tasks: [], sizes: {}, taskSizes: {} }, best, null, location).run;
  expect(formatRunLink({ storedId: 'o/n:a.gguf', linkedId: null })).toContain('#/chat?model=o%2Fn%3Aa.gguf&');
  expect(formatRunLink({ storedId: null, linkedId: 'a.gguf' })).toContain('#/chat?linked=a.gguf&');
});
