import { expect, test } from 'vitest';
import { runtimeContract } from '../tensor-contract.fixture.ts';
import { wasmHeapBytes } from '../held-bytes.fixture.ts';
import { contractModel, corruptModels } from './contract-model.fixture.ts';
import { ort } from './index.ts';

// The library keeps the threads of its first session, so each number has a file, and with it a page, of its own.
runtimeContract({
  runtime: ort,
  device: 'wasm',
  options: { threads: 1 },
  model: contractModel(),
  heldBytes: wasmHeapBytes(),
  corrupt: corruptModels(),
});

test('onnxruntime-web runs on 1 thread where 1 is asked for', async () => {
  const session = await ort.open(contractModel(), { devices: ['wasm'], threads: 1 });
  expect(session.facts.threads).toBe(1);
  await session.close();
});
