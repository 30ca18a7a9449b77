import { expect, test } from 'vitest';
import { testRuntimeContract } from '../tensor-contract.fixture.ts';
import { createContractModel, createCorruptModels } from './contract-model.fixture.ts';
import { ort } from './index.ts';

testRuntimeContract({
  runtime: ort,
  device: 'webgpu',
  model: createContractModel(),
  corrupt: createCorruptModels(),
});

test('fails with device-lost if the GPU was lost before the run', async () => {
  const { requestDevice } = GPUAdapter.prototype;
  let device: GPUDevice | undefined;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    return (device = await requestDevice.call(this, descriptor));
  };
  const session = await ort.open(createContractModel(), { devices: ['webgpu'] });
  device?.destroy();
  const x = { dtype: 'float32', shape: [1, 3], data: new Float32Array(3) } as const;
  await expect(session.run({ x })).rejects.toMatchObject({ code: 'device-lost' });
});
