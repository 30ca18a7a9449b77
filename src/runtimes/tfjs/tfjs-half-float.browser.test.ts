import { expect, test } from 'vitest';
import { createContractModel } from './contract-model.fixture.ts';
import { tfjs } from './index.ts';

// A separate file, because the precision of WebGL is fixed until the worker ends.
test('computes in half precision on WebGL on request, and then rejects single precision', async () => {
  const half = await tfjs.open(createContractModel(), { devices: ['webgl'], precision: 'float16' });
  // y = x · [[1, 2], [3, 4], [5, 6]] + [10, 20]. IEEE 754 half precision has steps of 2 from 2048 and of 4 from 4096,
  // so 2049 is rounded to 2048: 2048 + 10, and 2 · 2048 + 20.
  const { y } = await half.run({ x: { dtype: 'float32', shape: [1, 3], data: new Float32Array([2049, 0, 0]) } });
  expect([...y!.data]).toEqual([2058, 4116]);
  await half.close();

  await expect(tfjs.open(createContractModel(), { devices: ['webgl'], precision: 'float32' })).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { engine: 'tfjs', device: 'webgl', reason: 'precision-not-available' },
  });
});

test('rejects a precision on devices other than WebGL, with the reason', async () => {
  const session = tfjs.open(createContractModel(), { devices: ['wasm'], precision: 'float16' });
  await expect(session).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { engine: 'tfjs', device: 'wasm', reason: 'setting-not-supported', setting: 'precision' },
  });
});
