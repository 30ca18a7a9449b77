import { expect, test } from 'vitest';
import { testRuntimeContract } from '../tensor-contract.fixture.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { ort } from './index.ts';

testRuntimeContract({
  runtime: ort,
  device: 'webgpu',
  model: contractModel(),
  corrupt: corruptModels(),
});

test('running after the GPU is lost fails with device-lost', async () => {
  const { requestDevice } = GPUAdapter.prototype;
  let device: GPUDevice | undefined;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    return (device = await requestDevice.call(this, descriptor));
  };
  const session = await ort.open(contractModel(), { devices: ['webgpu'] });
  device?.destroy();
  const x = { dtype: 'float32', shape: [1, 3], data: new Float32Array(3) } as const;
  await expect(session.run({ x })).rejects.toMatchObject({ code: 'device-lost' });
});
