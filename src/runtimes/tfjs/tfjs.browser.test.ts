import { backend, memory } from '@tensorflow/tfjs';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, test } from 'vitest';
import type { DeviceId } from '#core/engine/engines.ts';
import { testRuntimeContract } from '../tensor-contract.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { createContractModel, createCorruptModels } from './contract-model.fixture.ts';
import { tfjs } from './index.ts';

for (const device of ['wasm', 'javascript', 'webgl', 'webgpu'] satisfies DeviceId[])
  testRuntimeContract({ runtime: tfjs, device, model: createContractModel(), corrupt: createCorruptModels() });
expectNoLeaks({ runtime: tfjs, device: 'wasm', model: createContractModel() }, () => memory().numBytes);

test('computes in single precision on WebGL on request', async () => {
  const session = await tfjs.open(createContractModel(), { devices: ['webgl'], precision: 'float32' });
  const { y } = await session.run({ x: { dtype: 'float32', shape: [1, 3], data: new Float32Array([2049, 0, 0]) } });
  expect([...y!.data]).toEqual([2059, 4118]);
  await session.close();
});

test.each<[DeviceId, () => void]>([
  ['webgl', () => (backend() as MathBackendWebGL).gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext()],
  ['webgpu', () => (backend() as WebGPUBackend).device.destroy()],
])('fails with device-lost if the %s device was lost before the run', async (device, lose) => {
  const session = await tfjs.open(createContractModel(), { devices: [device] });
  const x = { dtype: 'float32', shape: [1, 3], data: new Float32Array(3) } as const;
  await session.run({ x });
  lose();
  await expect(session.run({ x })).rejects.toMatchObject({ code: 'device-lost' });
});
