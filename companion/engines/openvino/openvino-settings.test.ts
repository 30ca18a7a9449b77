import { expect, test } from 'vitest';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { openEngineUnderTest, findSkipReason } from '../engine-under-test.fixture.ts';

const openvino = openEngineUnderTest('openvino');

test.skipIf(await findSkipReason('openvino'))('reports the device that OpenVINO has chosen', async () => {
  const options = { devices: ['cpu'], threads: 1, automaticDevice: true } as const;
  const session = await openvino.open(createContractModel(), options);
  expect(session.facts).toMatchObject({ build: 'AUTO', device: 'cpu', threads: 1 });
  const { y } = await session.run({ x: { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1, 2, 3) } });
  expect([...y!.data]).toEqual([32, 48]); // expected values computed by hand, as in the contract tests
  await session.close();
});
