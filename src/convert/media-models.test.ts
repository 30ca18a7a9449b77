import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { readClassifierMetadata } from '#core/model/classifier-metadata.ts';
import { toByteSource } from '#formats/byte-source.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { openNative, ortSkipReason, runNative } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import { mediaReference as reference } from '../../scripts/convert-tests/media-models.fixture.ts';
import { writeSafetensors } from '../../scripts/convert-tests/transformers-models.fixture.ts';
import { convertSafetensors } from './index.ts';
import { convertWhisper } from './whisper.ts';

/** Creates the inputs of the reference script with the same random number generator. */
function createInput(seed: number, shape: readonly number[]): Tensor {
  const random = createSeededRandom(seed);
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() - 0.5);
  return { dtype: 'float32', shape, data };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 3);
}

const toFloats = (tensor: Tensor | undefined) => tensor!.data as Float32Array;
const convertVit = (name: 'vit' | 'vit-encoder') =>
  convertSafetensors(toByteSource(writeSafetensors(reference[name])), reference[name].config);

test.skipIf(ortSkipReason !== '')(`a ViT classifier has the logits of transformers${ortSkipReason}`, async () => {
  const model = await convertVit('vit');
  const outputs = await runNative(writeOnnx(model), { pixel_values: createInput(2, [1, 3, 24, 24]) });
  expectClose(toFloats(outputs['logits']), reference.vit.expected);
  const batch = await runNative(writeOnnx(model), { pixel_values: createInput(2, [2, 3, 24, 24]) });
  expectClose(toFloats(batch['logits']).subarray(0, 4), reference.vit.expected);
  // A repeated label gets the number of its class as a suffix.
  expect(readClassifierMetadata(Object.fromEntries(model.metadata.map(({ key, value }) => [key, value])))).toEqual({
    labels: ['crane', 'boat', 'crane (2)', 'tree'],
    cropRatio: 1,
    pixels: { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  });
});

test.skipIf(ortSkipReason !== '')(`a ViT encoder has the hidden states of transformers${ortSkipReason}`, async () => {
  const bytes = writeOnnx(await convertVit('vit-encoder'));
  const { last_hidden_state: hidden } = await runNative(bytes, { pixel_values: createInput(2, [1, 3, 24, 24]) });
  expect(hidden!.shape).toEqual([1, 10, 32]); // 3 x 3 patches and the class token
  expectClose(toFloats(hidden).subarray(0, 32), reference['vit-encoder'].expected);
});

test('a ViT with an unsupported field is rejected by its name', async () => {
  const { config } = reference.vit;
  for (const [field, value] of Object.entries({ hidden_act: 'relu', qkv_bias: false, patch_size: 7 })) {
    const converting = convertSafetensors(toByteSource(writeSafetensors(reference.vit)), { ...config, [field]: value });
    await expect(converting).rejects.toMatchObject({ facts: { why: `${field}: ${JSON.stringify(value)}` } });
  }
});

const createIntegers = (values: readonly number[]): Tensor => ({
  dtype: 'int64',
  shape: [1, values.length],
  data: BigInt64Array.from(values, BigInt),
});
const createFlag = (value: boolean): Tensor => ({ dtype: 'bool', shape: [1], data: Uint8Array.of(Number(value)) });

async function convertTinyWhisper(): Promise<ReadonlyMap<string, OnnxModel>> {
  const { config } = reference.whisper;
  return convertWhisper(toByteSource(writeSafetensors(reference.whisper)), config);
}

/** Empty keys and values of all layers. */
function createEmptyCache(): Tensors {
  const empty: Tensor = { dtype: 'float32', shape: [1, 4, 0, 8], data: new Float32Array() };
  const names = [0, 1].flatMap((layer) =>
    ['decoder', 'encoder'].flatMap((part) =>
      ['key', 'value'].map((kind) => `past_key_values.${layer}.${part}.${kind}`),
    ),
  );
  return Object.fromEntries(names.map((name) => [name, empty]));
}

const toPast = (outputs: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([name, tensor]) =>
      name.startsWith('present') ? [[name.replace('present', 'past_key_values'), tensor]] : [],
    ),
  );

test.skipIf(ortSkipReason !== '')(
  `Whisper has the results of transformers, also with its cache${ortSkipReason}`,
  async () => {
    const graphs = await convertTinyWhisper();
    const { hidden: expectedHidden, logits: expectedLogits } = reference.whisper;
    const features = { input_features: createInput(3, [1, 8, 60]) };
    const { last_hidden_state: hidden } = await runNative(writeOnnx(graphs.get('encoder_model.onnx')!), features);
    const states = toFloats(hidden);
    expectClose([...states.subarray(0, 32), ...states.subarray(-32)], expectedHidden);

    const decoder = await openNative(writeOnnx(graphs.get('decoder_model_merged.onnx')!));
    const { tokens } = reference;
    const run = (ids: readonly number[], usesCache: boolean, past: Tensors) =>
      decoder.run({
        input_ids: createIntegers(ids),
        encoder_hidden_states: hidden!,
        use_cache_branch: createFlag(usesCache),
        ...past,
      });
    const whole = await run(tokens, false, createEmptyCache());
    expectClose(toFloats(whole['logits']).subarray(-96), expectedLogits);
    // The same tokens in two runs. As in transformers.js, the second run also receives the hidden states, and ignores
    // them.
    const first = await run(tokens.slice(0, 3), false, createEmptyCache());
    const second = await run(tokens.slice(3), true, toPast(first));
    expectClose(toFloats(second['logits']), expectedLogits);
    expect(second['present.0.decoder.key']!.shape).toEqual([1, 4, 5, 8]);
    expect(second['present.1.encoder.value']!.shape).toEqual([1, 4, 30, 8]);
    await decoder.close();
  },
);
