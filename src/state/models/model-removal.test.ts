import { expect, test, vi } from 'vitest';
import { ModelRemoval } from './model-removal.svelte.ts';

const stored = vi.hoisted(() => ({ list: async (): Promise<readonly object[]> => [] }));
vi.mock('#records/deployment-records.ts', () => ({ listDeployments: () => stored.list() }));

const version = (model: string, link = `#/run?model=${model}`) => ({ model, link });

test('before a model is deleted, the deployments with any version of it are named', async () => {
  stored.list = async () => [
    { name: 'Birds', versions: [version('other'), version('mine.onnx')] },
    { name: 'Cats', versions: [version('other')] },
    { name: 'On disk', versions: [version('mine.onnx', '#/run?linked=abc')] },
  ];
  const removal = new ModelRemoval();
  await removal.ask('mine.onnx');
  expect([removal.isAsking, removal.deployments]).toEqual([true, ['Birds']]);
});

test('a model can be deleted if the deployments cannot be read', async () => {
  stored.list = async () => {
    throw new DOMException('', 'UnknownError');
  };
  const removal = new ModelRemoval();
  await removal.ask('mine.onnx');
  expect([removal.isAsking, removal.deployments]).toEqual([true, []]);
  expect(removal.error?.code).toBe('storage-failed');
});
