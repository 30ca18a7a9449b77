import { expect, test } from 'vitest';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { convertModel, type Conversion } from './convert-model.ts';
import {
  reference,
  writeSafetensors,
  type ReferenceModel,
} from '../../scripts/convert-tests/transformers-models.fixture.ts';

const toOnnx: Conversion = { to: 'onnx', form: 'float32', maxContext: 64 };
const createJsonSource = (value: object) => toByteSource(new TextEncoder().encode(JSON.stringify(value)));

async function convert(
  { config }: ReferenceModel,
  [[name, bytes], ...others]: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[] &
    readonly [readonly [string, Uint8Array<ArrayBuffer>], ...unknown[]],
  texts: Readonly<Record<string, object>> = {},
) {
  const shards = others.map(([other, content]): [string, ByteSource] => [other, toByteSource(content)]);
  const siblings = new Map<string, ByteSource>([['config.json', createJsonSource(config)], ...shards]);
  for (const [file, value] of Object.entries(texts)) siblings.set(file, createJsonSource(value));
  const { content, ...converted } = await convertModel({ name, source: toByteSource(bytes), siblings }, toOnnx);
  if (!('onnx' in content)) throw new Error('expected a graph');
  return { ...converted, bytes: await readParts(encodeOnnx(content.onnx)) };
}

const shardNames = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
const writeTwoShards = (model: ReferenceModel) =>
  [
    [shardNames[0], writeSafetensors(model, { isIncluded: (index) => index % 2 === 0 })],
    [shardNames[1], writeSafetensors(model, { isIncluded: (index) => index % 2 === 1 })],
  ] as const;

test.for(Object.keys(reference.models))(
  'converts %s in two shards to the same graph as a single file',
  async (name) => {
    const model = reference.models[name]!;
    const single = await convert(model, [['model.safetensors', writeSafetensors(model)]]);
    const split = await convert(model, writeTwoShards(model));
    expect(split.bytes).toEqual(single.bytes);
  },
);

test.for(Object.keys(reference.models))('converts %s in float16 to a graph of its rounded values', async (name) => {
  const model = reference.models[name]!;
  const halves = await convert(model, [['model.safetensors', writeSafetensors(model, { type: 'F16' })]]);
  const rounded = await convert(model, [['model.safetensors', writeSafetensors(model, { type: 'rounded' })]]);
  expect(halves.bytes).toEqual(rounded.bytes);
});

test('reports a missing shard by name', async () => {
  const model = reference.models['bert']!;
  await expect(convert(model, [writeTwoShards(model)[0]])).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'file-missing', file: shardNames[1] },
  });
});

test('returns the tokenizer of a decoder, or reports that it is missing', async () => {
  const model = reference.models['llama']!;
  const file = [['model.safetensors', writeSafetensors(model)]] as const;
  const { textFiles, noTokenizer } = await convert(model, file, { 'tokenizer.json': {}, 'other.json': {} });
  expect([[...textFiles.keys()], noTokenizer]).toEqual([['config.json', 'tokenizer.json'], null]);
  expect((await convert(model, file)).noTokenizer).toBe('tokenizer.json');
});

test('converts a safetensors decoder to a GGUF file with its tokenizer', async () => {
  const { config, ...model } = reference.models['llama']!;
  const tokens = Array.from({ length: Number(config['vocab_size']) }, (_, id) => `t${id}`);
  const vocab = Object.fromEntries(tokens.map((text, id) => [text, id]));
  const tokenizer = {
    model: { type: 'BPE', vocab, merges: ['t 1'] },
    pre_tokenizer: { type: 'ByteLevel', use_regex: true },
    added_tokens: [{ id: 2, content: '</s>', special: true }],
  };
  const files = new Map<string, ByteSource>([['config.json', createJsonSource({ ...config, eos_token_id: 2 })]]);
  const source = toByteSource(writeSafetensors(model));
  const file = { name: 'model.safetensors', source, siblings: files };
  const toGguf: Conversion = { to: 'gguf', type: 'q8_0' };
  await expect(convertModel(file, toGguf)).rejects.toMatchObject({ facts: { file: 'tokenizer.json' } });
  files.set('tokenizer.json', createJsonSource(tokenizer));
  const { content } = await convertModel(file, toGguf);
  if (!('gguf' in content)) throw new Error('expected a GGUF file');
  const { metadata, tensors } = await readGgufHeader(toByteSource(await readParts(content.gguf)), [
    'tokenizer.ggml.tokens',
  ]);
  expect([metadata.get('tokenizer.ggml.pre'), metadata.get('tokenizer.ggml.eos_token_id')]).toEqual(['gpt-2', 2]);
  expect(metadata.get('tokenizer.ggml.tokens')).toMatchObject({ items: tokens.with(2, '</s>') });
  expect(tensors.find(({ name }) => name === 'blk.0.attn_q.weight')?.type).toBe('Q8_0');
  expect(tensors.find(({ name }) => name === 'blk.0.attn_norm.weight')?.type).toBe('F32');
});
