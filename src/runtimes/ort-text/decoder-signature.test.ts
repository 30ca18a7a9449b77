import { expect, test } from 'vitest';
import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import { buildTinyDecoder } from '#convert/decoder/tiny-decoder.fixture.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { countCacheBytes, readDecoderSignature, updatesInPlace } from './decoder-signature.ts';

const createIntegers = (name: string): TensorSpec => ({
  name,
  dtype: 'int64',
  shape: ['batch_size', 'sequence_length'],
});
const createCacheSpec = (name: string, dtype: 'float32' | 'float16' = 'float16'): TensorSpec => ({
  name,
  dtype,
  shape: ['batch_size', 3, 'past_sequence_length', 64],
});
const logits: TensorSpec = { name: 'logits', dtype: 'float32', shape: ['batch_size', 'sequence_length', 49152] };
const suffixes = ['0.key', '0.value'];
const past = suffixes.map((suffix) => createCacheSpec(`past_key_values.${suffix}`));
const outputs = [logits, ...suffixes.map((suffix) => createCacheSpec(`present.${suffix}`))];

// The inputs of model_fp16.onnx in HuggingFaceTB/SmolLM2-135M-Instruct, and of an older decoder_model_merged.onnx.
test('recognises the inputs of a decoder from the Hub', () => {
  const inputs = ['input_ids', 'attention_mask', 'position_ids'].map(createIntegers);
  const signature = readDecoderSignature('model', [...inputs, ...past], outputs);
  expect(signature).toMatchObject({ hasMask: true, hasPositions: true, selectsLogits: false, hasBranches: false });
  expect(signature.cache[1]).toEqual({
    past: 'past_key_values.0.value',
    present: 'present.0.value',
    dtype: 'float16',
    heads: 3,
    headSize: 64,
  });
  expect(countCacheBytes(signature, 10)).toBe(2 * 3 * 64 * 10 * 2);
  const branch: TensorSpec = { name: 'use_cache_branch', dtype: 'bool', shape: [1] };
  const older = readDecoderSignature('model', [createIntegers('input_ids'), branch, ...past], outputs);
  expect(older).toMatchObject({ hasMask: false, hasPositions: false, hasBranches: true });
});

test.each([
  ['without a cache', [createIntegers('input_ids')], outputs, { reason: 'no-key-value-cache' }],
  ['without logits', [createIntegers('input_ids'), ...past], outputs.slice(1), { reason: 'no-key-value-cache' }],
  [
    'of an encoder-decoder',
    [createIntegers('input_ids'), createCacheSpec('encoder_hidden_states'), ...past],
    outputs,
    { reason: 'decoder-input-unknown', input: 'encoder_hidden_states' },
  ],
  [
    'whose cache is not returned',
    [createIntegers('input_ids'), ...past],
    outputs.slice(0, 2),
    { reason: 'decoder-input-unknown', input: 'past_key_values.0.value' },
  ],
] as const)('rejects a decoder %s, and names the missing or unknown value', (_, inputs, actualOutputs, facts) => {
  expect(() => readDecoderSignature('model', inputs, actualOutputs)).toThrow(
    expect.objectContaining({ code: 'model-unsupported', facts: { model: 'model', ...facts } }),
  );
});

test('only the cache of GroupQueryAttention is updated in place', async () => {
  const { config, weights } = await readGgufDecoder(toByteSource(buildTinyDecoder('llama')));
  const model = await buildDecoderGraph(config, weights, { form: 'float32', maxContext: 64 });
  const { nodes = [], inputs: graphInputs = [], outputs: graphOutputs = [] } = model.graph ?? {};
  const toSpecs = (values: typeof graphInputs) =>
    values.map(({ name }): TensorSpec =>
      /past|present/.test(name) ? createCacheSpec(name, 'float32') : name === 'logits' ? logits : createIntegers(name),
    );
  const signature = readDecoderSignature('m', toSpecs(graphInputs), toSpecs(graphOutputs));
  expect(updatesInPlace(signature, model)).toBe(true);
  for (const node of nodes) if (node.opType === 'GroupQueryAttention') node.opType = 'Attention';
  expect(updatesInPlace(signature, model)).toBe(false);
});
