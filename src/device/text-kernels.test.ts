import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { createProbeModel, probeTypes } from './probe-model.ts';
import { listMissingTextKernels } from './text-kernels.ts';

test.each([...probeTypes])('the probe model for %s has weights of that type', async (type) => {
  const { bytes, generationWeights } = createProbeModel(type);
  const { nodes, architecture } = await readFacts(toByteSource(bytes), 'probe.gguf');
  // Computed by hand: four matrices of 1024 x 2048 and three of 1024 x 256.
  expect(nodes.find(({ name }) => name === 'blk.0')?.matrixWeights).toEqual({
    [type]: 4 * 1024 * 2048 + 3 * 1024 * 256,
  });
  expect(generationWeights).toBe(4 * 1024 * 2048 + 3 * 1024 * 256);
  expect(architecture.layers).toBe(1);
});

const createWeights = (counts: Record<string, number>) =>
  Object.entries(counts).map(([dtype, parameters]) => ({ dtype, parameters, tensors: 1, bytes: 1 }));

test('the main weight type is measured on one, half and all threads; rare types are not measured', () => {
  const model = { format: 'gguf', parameters: 100, weights: createWeights({ Q6_K: 20, Q4_K: 76, F32: 4 }) } as const;
  expect(listMissingTextKernels(model, 8, [])).toEqual([
    { type: 'Q4_K', threads: 1 },
    { type: 'Q4_K', threads: 4 },
    { type: 'Q4_K', threads: 8 },
    { type: 'Q6_K', threads: 1 },
  ]);
});

test('measured types, other formats and types without a probe model are skipped', () => {
  const known = { type: 'F16', promptMs: 1, promptWeights: 1, generationMs: 1, generationWeights: 1 };
  const model = { format: 'gguf', parameters: 100, weights: createWeights({ F16: 100 }) } as const;
  expect(listMissingTextKernels(model, 2, [{ ...known, threads: 1 }])).toEqual([{ type: 'F16', threads: 2 }]);
  expect(listMissingTextKernels({ ...model, format: 'onnx' }, 2, [])).toEqual([]);
  expect(listMissingTextKernels({ ...model, weights: createWeights({ MXFP4: 100 }) }, 2, [])).toEqual([]);
});
