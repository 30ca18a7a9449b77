import { expect, test } from 'vitest';
import { testRuntimeContract, type ContractSubject } from '../tensor-contract.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { trackWasmHeapBytes } from '../allocated-bytes.fixture.ts';
import { createContractModel, createCorruptModels } from './contract-model.fixture.ts';
import { ort } from './index.ts';

// The library uses the number of threads of its first session for all later ones, so each number is tested in a
// separate file and therefore a separate page.
const subject = {
  runtime: ort,
  device: 'wasm',
  options: { threads: 1 },
  model: createContractModel(),
  corrupt: createCorruptModels(),
} satisfies ContractSubject;
testRuntimeContract(subject);
expectNoLeaks(subject, trackWasmHeapBytes());

test('onnxruntime-web runs on 1 thread if 1 is requested', async () => {
  const session = await ort.open(createContractModel(), { devices: ['wasm'], threads: 1 });
  expect(session.facts.threads).toBe(1);
  await session.close();
});
