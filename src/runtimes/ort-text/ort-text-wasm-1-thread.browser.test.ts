import { expect, test } from 'vitest';
import { trackWasmHeapBytes } from '../allocated-bytes.fixture.ts';
import { testTextRuntimeContract } from '../text-contract.fixture.ts';
import { createCorruptDecoders, createCountingDecoder, replaceFile } from './counting-decoder.fixture.ts';
import { ortText } from './index.ts';

const model = await createCountingDecoder();

testTextRuntimeContract({
  runtime: ortText,
  device: 'wasm',
  options: { threads: 1 },
  model,
  corrupt: createCorruptDecoders(model),
  readAllocated: trackWasmHeapBytes(),
  cacheElementBytes: 4,
  hasContinuation: true,
});

test('rejects a model without its tokenizer, and names the missing file', async () => {
  const opening = ortText.open(replaceFile(model, 'tokenizer.json', null), { devices: ['wasm'], threads: 1 });
  await expect(opening).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'file-missing', file: 'tokenizer.json' },
  });
});
