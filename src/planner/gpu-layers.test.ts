import { expect, test } from 'vitest';
import { unknownArchitecture, type NodeFacts } from '#core/model/model-facts.ts';
import { recommendGpuLayers } from './gpu-layers.ts';

const createLayer = (name: string, weightBytes: number) => ({ name, weightBytes }) as NodeFacts;

/** Three layers of 100 bytes and an output layer of 50; a cache of 3 elements, so 2 bytes per layer and token. */
const facts = {
  nodes: [createLayer('blk.0', 100), createLayer('blk.1', 100), createLayer('blk.2', 100), createLayer('output', 50)],
  architecture: { ...unknownArchitecture, cacheElementsPerToken: 3 },
};

// By hand: with 10 tokens, each layer needs 100 + 20 bytes.
test.each([
  [49, 0, 0],
  [50, 1, 50],
  [169, 1, 50],
  [170, 2, 170],
  [410, 4, 410],
  [1_000_000, 4, 410],
])('%i bytes of GPU memory hold %i layers', (gpuBytes, layers, usedBytes) => {
  expect(recommendGpuLayers(facts, 10, gpuBytes)).toEqual({ layers, of: 4, usedBytes });
});

test('counts attention scores, and recommends nothing without known layers', () => {
  const withHeads = { ...facts, architecture: { ...facts.architecture, heads: 2 } };
  const scores = 2 * 10 * 512 * 4;
  expect(recommendGpuLayers(withHeads, 10, scores + 169)).toMatchObject({ layers: 1, usedBytes: scores + 50 });
  expect(recommendGpuLayers({ ...facts, nodes: [] }, 10, 1000)).toBeNull();
  expect(recommendGpuLayers({ ...facts, architecture: unknownArchitecture }, 10, 1000)).toBeNull();
});
