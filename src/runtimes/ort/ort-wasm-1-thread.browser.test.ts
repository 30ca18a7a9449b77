import { expect, test } from 'vitest';
import { testRuntimeContract, type ContractSubject } from '../tensor-contract.fixture.ts';
import { expectNoLeaks } from '../tensor-leaks.fixture.ts';
import { wasmHeapBytes } from '../allocated-bytes.fixture.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { ort } from './index.ts';

// The library uses the number of threads of its first session for all sessions, so each number is tested in its own
// file and thus its own page.
const subject = {
  runtime: ort,
  device: 'wasm',
  options: { threads: 1 },
  model: contractModel(),
  corrupt: corruptModels(),
} satisfies ContractSubject;
testRuntimeContract(subject);
expectNoLeaks(subject, wasmHeapBytes());

test('onnxruntime-web runs on 1 thread if 1 is requested', async () => {
  const session = await ort.open(contractModel(), { devices: ['wasm'], threads: 1 });
  expect(session.facts.threads).toBe(1);
  await session.close();
});
