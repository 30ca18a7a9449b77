import { expect, test } from 'vitest';
import { wasmHeapBytes } from '../allocated-bytes.fixture.ts';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { corruptDecoders, countingDecoder, withFile } from './counting-decoder.fixture.ts';
import { ortText } from './index.ts';

const model = await countingDecoder();

textRuntimeContract({
  runtime: ortText,
  device: 'wasm',
  options: { threads: 1 },
  model,
  corrupt: corruptDecoders(model),
  held: wasmHeapBytes(),
  cacheElementBytes: 4,
  constrains: false,
  continues: true,
});

test('a model without its tokenizer is rejected with the name of the file', async () => {
  const opening = ortText.open(withFile(model, 'tokenizer.json', null), { devices: ['wasm'], threads: 1 });
  await expect(opening).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'file-missing', file: 'tokenizer.json' },
  });
});
