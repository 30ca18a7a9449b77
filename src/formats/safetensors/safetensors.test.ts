import { expect, test } from 'vitest';
import { toByteSource } from '../byte-source.ts';
import { createTinyWeights } from '../tiny/models.fixture.ts';
import { writeSafetensors } from '../tiny/safetensors.fixture.ts';
import { safetensors } from './index.ts';

const readFacts = (header: unknown, weightBytes: number) =>
  safetensors.readFacts(toByteSource(writeSafetensors(header, weightBytes)), 'model.safetensors');

test('reads facts from the header, and the architecture from config.json in the same folder', async () => {
  const { bytes, name, siblings } = createTinyWeights();
  expect(await safetensors.readFacts(toByteSource(bytes), name, siblings)).toMatchObject({
    parameters: 7,
    weightBytes: 20,
    weights: [
      { dtype: 'F16', bytes: 12 },
      { dtype: 'I64', bytes: 8 },
    ],
    quantisation: { kind: 'float16' },
    licence: 'mit',
    architecture: {
      family: 'decoder',
      name: 'Qwen2ForCausalLM',
      layers: 24,
      keyValueHeads: 2,
      contextLength: 32_768,
      slidingWindow: null,
      // 24 layers x 2 heads x (64 + 64).
      cacheElementsPerToken: 6144,
    },
    flops: null,
  });
});

test('reads the quantisation of the weights from a GPTQ config', async () => {
  const config = { quantization_config: { quant_method: 'gptq', bits: 4, group_size: 128 } };
  const siblings = new Map([['config.json', toByteSource(new TextEncoder().encode(JSON.stringify(config)))]]);
  const { bytes } = createTinyWeights();
  const facts = await safetensors.readFacts(toByteSource(bytes), 'model.safetensors', siblings);
  expect(facts.quantisation).toMatchObject({ kind: 'int4-blocks', name: 'gptq 4-bit', blockSize: 128 });
});

test.each([
  ['truncated weights', { a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, 12, { reason: 'weights-cut-off' }],
  [
    'a shape that contradicts its size',
    { a: { dtype: 'F32', shape: [3], data_offsets: [0, 16] } },
    16,
    { reason: 'tensor-bytes-mismatch', tensor: 'a', shape: '3', actualBytes: 16 },
  ],
  [
    'an inherited name as type',
    { a: { dtype: 'constructor', shape: [1], data_offsets: [0, 4] } },
    4,
    { reason: 'tensor-type-unknown', type: 'constructor' },
  ],
  [
    'overlapping tensors',
    { a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] }, b: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } },
    4,
    { reason: 'tensors-overlap' },
  ],
  ['a list instead of an object', [], 0, { reason: 'json-not-object' }],
])('rejects a header with %s, with the reason', async (_, header, weightBytes, facts) => {
  await expect(readFacts(header, weightBytes)).rejects.toMatchObject({
    code: 'model-corrupt',
    facts,
  });
});

test('rejects a header longer than the file before allocating memory', async () => {
  const bytes = writeSafetensors({}, 0);
  new DataView(bytes.buffer).setBigUint64(0, 99_999_999n, true);
  await expect(safetensors.readFacts(toByteSource(bytes), 'x')).rejects.toMatchObject({ code: 'model-corrupt' });
});
