import { expect, test } from 'vitest';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { runNative, ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import { buildDecoderGraph } from './decoder/decoder-graph.ts';
import { isDecoderConfig, readSafetensorsDecoder } from './decoder/safetensors-decoder.ts';
import { convertSafetensors } from './index.ts';
import {
  reference,
  writeSafetensors,
  type ReferenceModel,
} from '../../scripts/convert-tests/transformers-models.fixture.ts';

const createIntegers = (values: readonly number[], shape: readonly number[]): Tensor => ({
  dtype: 'int64',
  shape,
  data: BigInt64Array.from(values, BigInt),
});

async function buildDecoder({ config }: ReferenceModel, bytes: Uint8Array<ArrayBuffer>) {
  const decoder = await readSafetensorsDecoder(toByteSource(bytes), config);
  const graph = await buildDecoderGraph(decoder.config, decoder.weights, { form: 'float32', maxContext: 64 });
  const { layerCount, kvHeadCount, headDim } = decoder.config;
  const empty: Tensor = { dtype: 'float32', shape: [1, kvHeadCount, 0, headDim], data: new Float32Array() };
  const caches = Array.from({ length: layerCount }, (_, layer) =>
    ['key', 'value'].map((part) => [`past_key_values.${layer}.${part}`, empty] as const),
  );
  return { graph, inputs: { ...Object.fromEntries(caches.flat()), num_logits_to_keep: createIntegers([1], []) } };
}

async function computeFirstRow(graph: OnnxModel, inputs: Tensors, count: number): Promise<Float32Array> {
  const results = await runNative(await readParts(encodeOnnx(graph)), inputs);
  const { data } = results['logits'] ?? results['last_hidden_state']!;
  return (data as Float32Array).subarray(0, count);
}

test.skipIf(ortSkipReason !== '').for(Object.keys(reference.models))(
  `%s converted from its weights has the results of transformers${ortSkipReason}`,
  async (name) => {
    const model = reference.models[name]!;
    const bytes = writeSafetensors(model);
    const { tokens } = reference;
    const shape = [1, tokens.length];
    const ones = createIntegers(
      tokens.map(() => 1),
      shape,
    );
    const text = { input_ids: createIntegers(tokens, shape), attention_mask: ones };
    const isBert = model.config['model_type'] === 'bert';
    const types = isBert && {
      token_type_ids: createIntegers(
        tokens.map(() => 0),
        shape,
      ),
    };
    const { graph, inputs } = isDecoderConfig(model.config)
      ? await buildDecoder(model, bytes)
      : { graph: await convertSafetensors(toByteSource(bytes), model.config), inputs: { ...types } };
    const actual = await computeFirstRow(graph, { ...text, ...inputs }, model.expected.length);
    for (const [index, expected] of model.expected.entries()) expect(actual[index]).toBeCloseTo(expected, 3);
  },
);

test.skipIf(ortSkipReason !== '')(`padding does not change the tokens of XLM-RoBERTa${ortSkipReason}`, async () => {
  const model = reference.models['xlm-roberta']!;
  const graph = await convertSafetensors(toByteSource(writeSafetensors(model)), model.config);
  const { tokens } = reference;
  const padded = [...tokens, 1, 1];
  const shape = [1, padded.length];
  const mask = createIntegers(
    padded.map((_, index) => Number(index < tokens.length)),
    shape,
  );
  const inputs = { input_ids: createIntegers(padded, shape), attention_mask: mask };
  const actual = await computeFirstRow(graph, inputs, model.expected.length);
  for (const [index, expected] of model.expected.entries()) expect(actual[index]).toBeCloseTo(expected, 3);
});

test.for([
  ['gemma3', { query_pre_attn_scalar: 168 }, 'query_pre_attn_scalar: 168'],
  ['gemma3', { layer_types: ['full_attention', 'sliding_attention'] }, 'layer_types'],
  ['llama', { rope_parameters: { rope_type: 'yarn', rope_theta: 1 } }, 'rope_type: "yarn"'],
  ['qwen2', { use_sliding_window: true }, 'use_sliding_window: true'],
  ['llama', { hidden_act: 'relu' }, 'hidden_act: "relu"'],
] as const)('rejects %s with %j and quotes the unsupported field', async ([name, fields, why]) => {
  const model = reference.models[name]!;
  const reading = readSafetensorsDecoder(toByteSource(writeSafetensors(model)), { ...model.config, ...fields });
  await expect(reading).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: expect.stringContaining(why) as string },
  });
});
