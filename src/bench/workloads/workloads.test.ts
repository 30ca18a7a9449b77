import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { elementCount } from '#core/tensor.ts';
import { reference, sampleOutput, workloads } from './index.ts';
import references from './references.json' with { type: 'json' };
import { rotaryTables } from './rotary.ts';

// Work for seconds on an idle machine.
vi.setConfig({ testTimeout: 60_000 });

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

// The hashes are those of the files that the reference outputs were computed from: other bytes, other model.
test.each(Object.values(workloads))('$id is built bit for bit as its references know it', ({ id, build }) => {
  expect(sha256(build())).toBe(references.workloads[id].sha256);
});

test.each(Object.values(workloads))('$id gives every cell its own tensors, always the same', ({ id, cells }) => {
  for (const { name, inputs } of cells) {
    const [first, second] = [inputs(), inputs()];
    expect(second).toEqual(first);
    for (const [input, tensor] of Object.entries(first)) {
      expect(tensor.data, input).not.toBe(second[input]?.data);
      expect(tensor.data.length, input).toBe(elementCount(tensor.shape));
    }
    expect(reference(id, name).values.length, name).toBeGreaterThan(100);
  }
});

test('samples an output where the reference does', () => {
  const data = Float32Array.from({ length: 10 }, (_, index) => index);
  const at = { output: 'y', shape: [2, 5], stride: 4, values: [], source: '' };
  expect([...sampleOutput({ y: { dtype: 'float32', shape: [2, 5], data } }, at)]).toEqual([0, 4, 8]);
  expect(() => sampleOutput({}, at)).toThrow('y is not float32[2,5]');
});

test('rotary tables are the cosines and sines of position times frequency', () => {
  const { cosines, sines } = rotaryTables(1024, 64, 100_000);
  for (const position of [0, 1, 2, 100, 1023]) {
    for (let column = 0; column < 64; column++) {
      const angle = position * 100_000 ** ((-2 * (column % 32)) / 64);
      expect(cosines[position * 64 + column]).toBeCloseTo(Math.cos(angle), 6);
      expect(sines[position * 64 + column]).toBeCloseTo(Math.sin(angle), 6);
    }
  }
});
