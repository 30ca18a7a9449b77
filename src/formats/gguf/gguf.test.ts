import { expect, test } from 'vitest';
import type { ErrorFacts } from '#core/errors/error.ts';
import { toByteSource } from '../byte-source.ts';
import { createTinyLlama } from '../tiny/models.fixture.ts';
import { writeGguf } from './write-gguf.ts';
import { gguf } from './index.ts';
import { readVocabulary } from './vocabulary.ts';

const read = (bytes: Uint8Array<ArrayBuffer>, name = 'x.gguf') => gguf.readFacts(toByteSource(bytes), name);
const matchRejection = (facts: ErrorFacts, code = 'model-corrupt') =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

test('reads the facts of a GGUF model from its header', async () => {
  const { bytes, name } = createTinyLlama();
  const facts = await gguf.readFacts(toByteSource(bytes), name);
  // Calculated manually: 32 x 4 halves, 32 x 64 in blocks of 32 elements and 18 bytes, 32 floats.
  expect(facts).toMatchObject({
    formatVersion: '3',
    parameters: 128 + 2048 + 32,
    weightBytes: 256 + 1152 + 128,
    weights: [{ dtype: 'Q4_0' }, { dtype: 'F16' }, { dtype: 'F32' }],
    quantisation: { kind: 'gguf', name: 'Q4_0', quantisationAware: true },
    architecture: {
      family: 'decoder',
      layers: 1,
      heads: 4,
      keyValueHeads: 2,
      contextLength: 128,
      vocabulary: 4,
      ropeBase: 10000,
      // KV elements per token: one layer with two heads, and keys and values of size 32 / 4.
      cacheElementsPerToken: 32,
    },
    tokenizer: { model: 'gpt2', vocabulary: 4 },
    chatTemplate: '{{ messages }}',
    licence: 'mit',
    // Two operations per weight. The embedding table is also the output matrix: 2 x (128 + 2048).
    flops: 4352,
  });
  expect(facts.name).toBe('Tiny <b>qat</b>');
  expect(facts.metadata['tokenizer.ggml.tokens']).toBe('a, b, ä, ');
});

test('reads past a vocabulary of 300,000 strings without retaining them', async () => {
  const tokens = Array.from({ length: 300_000 }, (_, index) => `token ${index}`);
  const facts = await read(
    writeGguf([
      ['tokenizer.ggml.model', 'text', 'gpt2'],
      ['tokenizer.ggml.tokens', 'texts', tokens],
      ['general.license', 'text', 'after the array'],
    ]),
  );
  expect(facts).toMatchObject({ tokenizer: { vocabulary: 300_000 }, licence: 'after the array' });
  expect(facts.metadata['tokenizer.ggml.tokens']).toBe('array[300000]');
});

test('reads the complete vocabulary on request', async () => {
  const tokens = Array.from({ length: 5_000 }, (_, index) => `token ${index}`);
  const bytes = writeGguf([
    ['tokenizer.ggml.tokens', 'texts', tokens],
    ['tokenizer.ggml.merges', 'texts', tokens],
  ]);
  expect(await readVocabulary(toByteSource(bytes))).toEqual(tokens);
  expect(await readVocabulary(toByteSource(writeGguf([])))).toEqual([]);
});

test('reads complete chat templates and tokenizer facts, regardless of preceding entries', async () => {
  const tokens = Array.from({ length: 5000 }, (_, index) => `token ${index}`);
  const template = '{% for message in messages %}'.repeat(400);
  const facts = await read(
    writeGguf([
      ['tokenizer.ggml.model', 'text', 'gpt2'],
      ['tokenizer.ggml.pre', 'text', 'qwen2'],
      ['tokenizer.ggml.tokens', 'texts', tokens],
      ['tokenizer.ggml.merges', 'texts', tokens],
      ['tokenizer.ggml.eos_token_id', 'u32', 151_645],
      ['tokenizer.ggml.add_bos_token', 'bool', false],
      ['tokenizer.chat_template.tool_use', 'text', `${template}tools`],
      ['tokenizer.chat_templates', 'texts', ['tool_use']],
      ['tokenizer.chat_template', 'text', template],
    ]),
  );
  expect(facts.chatTemplate).toBe(template);
  expect(facts.tokenizer).toEqual({ model: 'gpt2', vocabulary: 5000 });
  expect(facts.metadata).toEqual({
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'qwen2',
    'tokenizer.ggml.tokens': 'array[5000]',
    'tokenizer.ggml.merges': 'array[5000]',
    'tokenizer.ggml.eos_token_id': '151645',
    'tokenizer.ggml.add_bos_token': 'false',
    'tokenizer.chat_template.tool_use': `${template}tools`,
    'tokenizer.chat_templates': 'tool_use',
  });
});

test('requests the header in few reads, and never the weights', async () => {
  const { bytes } = createTinyLlama();
  const header = bytes.length;
  const weightBytes = 50_000_000;
  const pieces: number[] = [];
  const source = {
    size: header + weightBytes,
    slice(start = 0, end = header + weightBytes) {
      pieces.push(end - start);
      return toByteSource(Uint8Array.from({ length: end - start }, (_, index) => bytes[start + index] ?? 0));
    },
    arrayBuffer: () => Promise.reject(new Error('the whole file was requested')),
  };
  await gguf.readFacts(source, 'x.gguf');
  expect(pieces).toEqual([65_536]);
});

const createPart = (size: number) =>
  writeGguf([['split.count', 'u32', 3]], [{ name: 'w', dims: [size], type: 0, bytes: size * 4 }]);

test('lists the shards of a split model, and reads those available', async () => {
  const siblings = new Map([['m-00002-of-00003.gguf', toByteSource(createPart(7))]]);
  const facts = await gguf.readFacts(toByteSource(createPart(5)), 'm-00001-of-00003.gguf', siblings);
  expect(facts.parameters).toBe(12);
  expect(facts.externalFiles).toMatchObject([
    { name: 'm-00002-of-00003.gguf', sizeBytes: createPart(7).length },
    { name: 'm-00003-of-00003.gguf', sizeBytes: null },
  ]);
});

// Tensor names by `MODEL_TENSORS[MODEL_ARCH.BERT]` of the Python package gguf 0.19.0: no output matrix.
test('counts no operations for the embedding table of an encoder', async () => {
  const facts = await read(
    writeGguf(
      [['general.architecture', 'text', 'bert']],
      [
        { name: 'token_embd.weight', dims: [4, 1000], type: 0, bytes: 16_000 },
        { name: 'position_embd.weight', dims: [4, 32], type: 0, bytes: 512 },
        { name: 'blk.0.attn_q.weight', dims: [4, 4], type: 0, bytes: 64 },
      ],
    ),
  );
  expect(facts.architecture.family).toBe('encoder');
  expect(facts.flops).toBe(2 * 16);
  expect(facts.nodes.map(({ name, weightBytes }) => [name, weightBytes])).toEqual([['blk.0', 64]]);
});

test('counts operations of a mixture of experts for the active experts', async () => {
  const facts = await read(
    writeGguf(
      [
        ['general.architecture', 'text', 'moe'],
        ['moe.expert_count', 'u32', 8],
        ['moe.expert_used_count', 'u32', 2],
      ],
      [{ name: 'blk.0.ffn_up_exps.weight', dims: [4, 4, 8], type: 0, bytes: 512 }],
    ),
  );
  expect(facts.flops).toBe((2 * 128 * 2) / 8);
});

test.each([
  ['a file of version 1', 1, { reason: 'gguf-version-1' }],
  ['a big-endian file', 0x0300_0000, { reason: 'gguf-big-endian' }],
  ['a future version', 9, { reason: 'gguf-version', version: 9 }],
] as const)('%s is rejected as unsupported, with the reason', async (_, version, facts) => {
  await expect(read(writeGguf([], [], version))).rejects.toEqual(matchRejection(facts, 'model-unsupported'));
});

test('rejects a withdrawn tensor type as unsupported', async () => {
  const file = writeGguf([], [{ name: 'w', dims: [32], type: 4, bytes: 0 }]);
  const facts = { reason: 'tensor-type-unknown', tensor: 'w', type: '4' } as const;
  await expect(read(file)).rejects.toEqual(matchRejection(facts, 'model-unsupported'));
});

test.each([
  [
    'a file cut short',
    createTinyLlama().bytes.slice(0, -64),
    { reason: 'weights-cut-off', expectedBytes: createTinyLlama().bytes.length },
  ],
  [
    'a tensor of 2^63 rows',
    writeGguf([], [{ name: 'w', dims: [2 ** 63], type: 0, bytes: 0 }]),
    { reason: 'number-out-of-range', value: '9223372036854775808' },
  ],
  [
    'a tensor of 2^80 elements',
    writeGguf([], [{ name: 'w', dims: [2 ** 40, 2 ** 40], type: 0, bytes: 0 }]),
    { reason: 'tensor-too-large', shape: '1099511627776,1099511627776' },
  ],
  [
    'a tensor whose rows are no whole blocks',
    writeGguf([], [{ name: 'w', dims: [33], type: 2, bytes: 0 }]),
    { reason: 'tensor-rows-invalid', tensor: 'w', rowElements: 33, blockElements: 32 },
  ],
  [
    'an alignment of zero',
    writeGguf([['general.alignment', 'u32', 0]]),
    { reason: 'alignment-invalid', alignment: '0' },
  ],
] as const)('%s is rejected, with the reason', async (_, bytes, facts) => {
  await expect(read(bytes)).rejects.toEqual(matchRejection(facts));
});

test.each([
  ['ten million tensors', 8, 10_000_000n, { reason: 'too-many-tensors', count: 10_000_000 }],
  ['2^63 metadata entries', 16, 2n ** 63n, { reason: 'number-out-of-range', value: '9223372036854775808' }],
] as const)('rejects a header that declares %s before allocating memory for them', async (_, offset, claim, facts) => {
  const bytes = writeGguf([]);
  new DataView(bytes.buffer).setBigUint64(offset, claim, true);
  await expect(read(bytes)).rejects.toEqual(matchRejection(facts));
});
