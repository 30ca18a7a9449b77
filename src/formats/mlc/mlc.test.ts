import { expect, test } from 'vitest';
import { toByteSource } from '../byte-source.ts';
import { createTinyMlc, createTinyTensorCache } from '../tiny/models.fixture.ts';
import { mlc } from './index.ts';
import { parseQuantisationName } from './mlc-quantisation.ts';

test('reads the facts of an MLC model from its chat config and its tensor cache', async () => {
  const { bytes, name, siblings } = createTinyMlc();
  const facts = await mlc.readFacts(toByteSource(bytes), name, siblings);
  expect(facts).toMatchObject({
    formatVersion: '0.1.0',
    // 36 bytes at 4.5 bits each, as specified.
    parameters: 64,
    weightBytes: 36,
    quantisation: { kind: 'int4-blocks', name: 'q4f16_1', blockSize: 32, bitsPerWeight: 4.5 },
    architecture: {
      family: 'decoder',
      name: 'llama',
      layers: 16,
      contextLength: 4096,
      vocabulary: 128_256,
      slidingWindow: null,
      // 16 layers x 8 heads x (64 + 64).
      cacheElementsPerToken: 16_384,
    },
    tokenizer: { model: 'tokenizer.json', vocabulary: 128_256 },
    chatTemplate: '{"name":"llama-3"}',
  });
  expect(facts.externalFiles.map(({ name }) => name)).toEqual([
    'tensor-cache.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'params_shard_0.bin',
  ]);
});

test('reads a tensor cache without a chat config, and lists the config as missing', async () => {
  const { bytes } = createTinyTensorCache();
  const facts = await mlc.readFacts(toByteSource(bytes), 'ndarray-cache.json');
  expect(facts).toMatchObject({ weightBytes: 36, quantisation: { kind: 'unknown' }, architecture: { family: null } });
  expect(facts.externalFiles[0]).toEqual({ name: 'mlc-chat-config.json', sizeBytes: null });
});

test('rejects a tensor cache with a shard outside the folder', async () => {
  const cache = { records: [{ dataPath: '/etc/passwd', nbytes: 1, records: [] }] };
  const source = toByteSource(new TextEncoder().encode(JSON.stringify(cache)));
  await expect(mlc.readFacts(source, 'tensor-cache.json')).rejects.toMatchObject({ code: 'model-corrupt' });
});

test.each([
  ['q0f16', 'float16', null],
  ['q0f32', 'none', null],
  ['q3f16_1', 'int4-blocks', 40],
  ['q4f16_1', 'int4-blocks', 32],
  ['q4f16_awq', 'int4-blocks', null],
  ['e4m3_e4m3_f16', 'weights-only', null],
  ['something', 'unknown', null],
])('parses the name %s as %s quantisation with blocks of %j', (name, kind, blockSize) => {
  expect(parseQuantisationName(name, null)).toMatchObject({ kind, blockSize });
});
