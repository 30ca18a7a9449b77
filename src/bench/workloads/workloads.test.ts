import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { countElements } from '#core/engine/tensor.ts';
import { readModelFacts } from '#formats/onnx/onnx-facts.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { getReference, workloads } from './index.ts';
import references from './references.json' with { type: 'json' };
import { computeRotaryTables } from './rotary.ts';

// Takes seconds on an idle machine.
vi.setConfig({ testTimeout: 60_000 });

/** The file of each workload, built once. */
const files = new Map(Object.values(workloads).map(({ id, build }) => [id, build()]));

const computeSha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

// The hashes of the files from which the reference outputs were computed.
test.each(Object.values(workloads))('the workload $id has the SHA-256 recorded with its references', ({ id }) => {
  expect(computeSha256(files.get(id)!)).toBe(references.workloads[id].sha256);
});

test.each(Object.values(workloads))(
  'the workload $id returns new inputs with the same values at each call',
  ({ id, cells }) => {
    for (const { name, createInputs } of cells) {
      const [first, second] = [createInputs(), createInputs()];
      expect(second).toEqual(first);
      for (const [input, tensor] of Object.entries(first)) {
        expect(tensor.data, input).not.toBe(second[input]?.data);
        expect(tensor.data.length, input).toBe(countElements(tensor.shape));
      }
      expect(getReference(id, name).values.length, name).toBeGreaterThan(100);
    }
  },
);

const countMatrixFlops = (bytes: Uint8Array) =>
  readModelFacts(readOnnx(bytes), bytes.length)
    .nodes.filter(({ operator }) => /^(Conv|Gemm|MatMul)$/.test(operator))
    .reduce((sum, { flops }) => sum + (flops ?? 0), 0);

/**
 * Parameters: the published numbers, adapted to the workloads. torchvision's mobilenet_v2 has 3,504,872; folding turns
 * 34,112 scales and shifts into 17,056 biases. all-MiniLM-L6-v2 has 22,713,216; the workload omits the pooler (384 *
 * 385) and a second token type. SmolLM2-135M has 134,515,008; the workload has 8 of its 30 layers (3,540,096 each) and
 * 8,192 of its 49,152 embedding rows (576 each). Constants are added: limits of ReLU6; scalars, shapes and position
 * ids; rotary tables of 1,024 x 64, scalars, shapes.
 *
 * Multiply-adds: conv has 300 M (Sandler et al. 2018, table 4). The encoder has 4 * 384^2 + 2 * 384 * 1536 per layer
 * and token, and 2 * 128 * 384 for the attention scores. The decoder uses every matrix weight once, and 2 * 9 * 64 per
 * layer for the scores of the token itself and of one past token, because free dimensions count as 1.
 */
test.each([
  ['conv', 3_504_872 - 34_112 + 17_056 + 2, 2 * 300e6],
  ['encoder', 22_713_216 - 384 * 385 - 384 + 142, 2 * 6 * 128 * (4 * 384 ** 2 + 2 * 384 * 1536 + 2 * 128 * 384)],
  [
    'decoder',
    134_515_008 - 22 * 3_540_096 - (49_152 - 8192) * 576 + 2 * 1024 * 64 + 27,
    2 * (8 * (3_540_096 - 2 * 576) + 8192 * 576 + 8 * 2 * 9 * 64 * 2),
  ],
] as const)('the workload %s has the %i parameters and %i operations of its architecture', (id, parameters, flops) => {
  const bytes = files.get(id)!;
  expect(readModelFacts(readOnnx(bytes), bytes.length).parameters).toBe(parameters);
  expect(Math.abs(countMatrixFlops(bytes) / flops - 1)).toBeLessThan(0.01);
});

test('the rotary tables are the cosines and sines of position times frequency', () => {
  const { cosines, sines } = computeRotaryTables(1024, 64, 100_000);
  for (const position of [0, 1, 2, 100, 1023]) {
    for (let column = 0; column < 64; column++) {
      const angle = position * 100_000 ** ((-2 * (column % 32)) / 64);
      expect(cosines[position * 64 + column]).toBeCloseTo(Math.cos(angle), 6);
      expect(sines[position * 64 + column]).toBeCloseTo(Math.sin(angle), 6);
    }
  }
});
