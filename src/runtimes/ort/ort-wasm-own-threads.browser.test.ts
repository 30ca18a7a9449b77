import { expect, test } from 'vitest';
import { createContractModel } from './contract-model.fixture.ts';
import { ort } from './index.ts';

test('onnxruntime-web uses a second core if no number of threads is requested', async () => {
  const session = await ort.open(createContractModel(), { devices: ['wasm'] });
  expect(session.facts.threads).toBeGreaterThanOrEqual(Math.min(2, navigator.hardwareConcurrency));
  await session.close();
});
