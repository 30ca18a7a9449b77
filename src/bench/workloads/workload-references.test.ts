import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import { expect, test, vi } from 'vitest';
import type { Tensors } from '#core/engine/tensor.ts';
import { getReference, workloads } from './index.ts';

// Takes seconds on an idle machine.
vi.setConfig({ testTimeout: 60_000 });

env.wasm.numThreads = 1;

// Another engine build than that of the references: the same computation with another order of additions.
test.each(Object.values(workloads))(
  'the workload $id agrees with its references in onnxruntime-web',
  async ({ id, build, cells }) => {
    const session = await InferenceSession.create(build());
    for (const { name, createInputs } of cells) {
      const feeds = Object.entries(createInputs()).map(([input, tensor]) => [input, toFeed(tensor)]);
      const outputs = await session.run(Object.fromEntries(feeds));
      const expected = getReference(id, name);
      const first = outputs[expected.output];
      if (first?.type !== 'float32') throw new Error(`${expected.output} is ${first?.type}`);
      const data = first.data as Float32Array;
      expect(first.dims).toEqual(expected.shape);
      expect(expected.values.length).toBe(Math.ceil(data.length / expected.stride));
      for (const [index, value] of Array.from(expected.values).entries()) {
        expect(data[index * expected.stride], `${name} ${index}`).toBeCloseTo(value, 3);
      }
    }
    await session.release();
  },
);

function toFeed({ dtype, data, shape }: Tensors[string]): Tensor {
  if (dtype === 'float32') return new Tensor(dtype, data, shape);
  if (dtype === 'int64') return new Tensor(dtype, data, shape);
  throw new Error(`no workload has ${dtype} inputs`);
}
