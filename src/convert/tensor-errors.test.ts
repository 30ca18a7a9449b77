import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { writeSafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { convertSafetensors } from './index.ts';
import { readSafetensorsDecoder } from './decoder/safetensors-decoder.ts';

const bert = {
  model_type: 'bert',
  hidden_act: 'gelu',
  num_hidden_layers: 1,
  num_attention_heads: 1,
  hidden_size: 2,
  layer_norm_eps: 1e-12,
};
const model2vec = { model_type: 'model2vec' };

/** Creates a safetensors file with one tensor. */
const createWeights = (name: string, dtype: string, shape: readonly number[], bytes: number) =>
  toByteSource(writeSafetensors({ [name]: { dtype, shape, data_offsets: [0, bytes] } }, bytes));

const positions = 'embeddings.position_embeddings.weight';

test.each([
  ['Model2Vec', model2vec, 'embeddings'],
  ['BERT', bert, positions],
])('reports a tensor missing from %s by name', async (_, config, tensor) => {
  const error = { code: 'model-corrupt', facts: { format: 'safetensors', reason: 'tensor-missing', tensor } };
  await expect(convertSafetensors(createWeights('other', 'F32', [1], 4), config)).rejects.toMatchObject(error);
});

test.each([
  ['Model2Vec', model2vec, 'embeddings', 'F64, F32, F16, I8, I32, I64'],
  ['BERT', bert, positions, 'F32, F16, BF16'],
])('reports a tensor of %s in an unsupported type', async (_, config, tensor, supported) => {
  const facts = { model: 'safetensors', reason: 'tensor-type-not-supported', tensor, type: 'BOOL', known: supported };
  await expect(convertSafetensors(createWeights(tensor, 'BOOL', [2, 2], 4), config)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts,
  });
});

test('reports Model2Vec embeddings that are not a matrix', async () => {
  await expect(convertSafetensors(createWeights('embeddings', 'F32', [2], 8), model2vec)).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'tensor-shape-invalid', tensor: 'embeddings' },
  });
});

const llama = {
  model_type: 'llama',
  num_hidden_layers: 1,
  num_attention_heads: 1,
  hidden_size: 2,
  intermediate_size: 2,
  vocab_size: 2,
  max_position_embeddings: 8,
  rms_norm_eps: 1e-6,
};

test.each([
  ['type', 'I8', [2, 2], { reason: 'tensor-type-not-supported', type: 'I8', known: 'F32, F16, BF16' }],
  ['rank', 'F32', [1, 1, 1], { reason: 'tensor-rank-too-high', rank: 3, max: 2 }],
] as const)('names a decoder tensor with an unsupported %s', async (_, dtype, shape, facts) => {
  const tensor = 'model.embed_tokens.weight';
  const reading = readSafetensorsDecoder(createWeights(tensor, dtype, shape, 4), llama);
  await expect(reading.then((decoder) => decoder.weights.find('token_embd.weight'))).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { model: 'safetensors', tensor, ...facts },
  });
});
