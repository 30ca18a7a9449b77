import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readFacts } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA;

async function readFactsOfFile(file: string, ...siblings: string[]) {
  const folder = path.dirname(path.join(testData ?? '', file));
  const openedSiblings = await Promise.all(
    siblings.map(async (name) => [name, await openAsBlob(path.join(folder, name))] as const),
  );
  return readFacts(
    await openAsBlob(path.join(folder, path.basename(file))),
    path.basename(file),
    new Map(openedSiblings),
  );
}

beforeEach(({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
});

describe('real models', () => {
  // Expected values from gguf-dump of the Python package gguf 0.19.0.
  test.each([
    [
      'stories260K',
      19,
      292_800,
      'F32',
      { layers: 5, heads: 8, keyValueHeads: 4, contextLength: 2048, vocabulary: 512 },
    ],
    ['llama-2-tiny-random', 18, 513_048, 'F16', { layers: 1, heads: 2, contextLength: 4096, vocabulary: 32_000 }],
    ['vocab/ggml-vocab-bert-bge', 20, 0, null, { family: 'encoder', layers: 12, vocabulary: 30_522 }],
    ['vocab/ggml-vocab-falcon', 18, 0, null, { layers: 32, heads: 71, keyValueHeads: 1, embeddingLength: 4544 }],
    ['vocab/ggml-vocab-gpt-2', 16, 0, null, { family: 'decoder', feedForwardLength: 3072, vocabulary: 50_257 }],
    ['vocab/ggml-vocab-llama-spm', 22, 0, null, { name: 'llama', layers: 32, vocabulary: 32_000 }],
    ['vocab/ggml-vocab-phi-3', 26, 0, null, { name: 'phi3', ropeBase: 10_000, vocabulary: 32_064 }],
  ])('the facts of the GGUF file %s agree with other tools', async (name, entries, parameters, type, architecture) => {
    const facts = await readFactsOfFile(`gguf/${name}.gguf`);
    expect(facts).toMatchObject({ format: 'gguf', formatVersion: '3', parameters, architecture });
    expect(facts.quantisation.name).toBe(type);
    // The chat template has a separate field.
    expect(Object.keys(facts.metadata).length + (facts.chatTemplate === null ? 0 : 1)).toBe(entries);
  });

  // Operators, inputs, outputs and the bytes of all buffers that tensors use were read by the Python package tflite
  // 2.18.0.
  test.each([
    [
      'mobilenet_v2_1.0_224_quant',
      3_543_276,
      { CONV_2D: 36, DEPTHWISE_CONV_2D: 17, ADD: 10, AVERAGE_POOL_2D: 1, RESHAPE: 1, SOFTMAX: 1 },
      ['input', 'uint8', [1, 224, 224, 3]],
      ['MobilenetV2/Predictions/Softmax', 'uint8', [1, 1001]],
    ],
    [
      'selfie_segmentation',
      212_826,
      { DEQUANTIZE: 110, CONV_2D: 43, HARD_SWISH: 11, RELU: 22, 'custom::Convolution2DTransposeBias': 1 },
      ['input_1', 'float32', [1, 256, 256, 3]],
      ['activation_10', 'float32', [1, 256, 256, 1]],
    ],
    [
      'ssd_mobilenet_v3_int8',
      1_822_158,
      { CONV_2D: 61, HARD_SWISH: 18, QUANTIZE: 10 },
      ['normalized_input_image_tensor', 'int8', [1, 320, 320, 3]],
      ['raw_outputs/class_predictions', 'int8', [1, 2034, 91]],
    ],
    [
      'dtln_noise_suppression',
      366_212,
      { UNIDIRECTIONAL_SEQUENCE_LSTM: 2, FULLY_CONNECTED: 1, LOGISTIC: 1 },
      ['serving_default_input_7:0', 'int8', [1, 1, 257]],
      ['StatefulPartitionedCall:0', 'int8', [1, 1, 257]],
    ],
    [
      'ds_cnn_quantized',
      26_744,
      { RESHAPE: 2, CONV_2D: 5, DEPTHWISE_CONV_2D: 4 },
      ['serving_default_input:0', 'int16', [null, 490]],
      ['StatefulPartitionedCall:0', 'int16', [null, 12]],
    ],
    [
      'version-RFB-320_without_postprocessing',
      1_095_856,
      { PAD: 21, CONV_2D: 34, SHAPE: 8 },
      ['input_1', 'float32', [null, 240, 320, 3]],
      ['Identity', 'float32', [null, null, 4]],
    ],
    ['face_landmark', 1_209_466, { DEQUANTIZE: 113, PRELU: 23 }, ['input_1', 'float32', [1, 192, 192, 3]], null],
    ['palm_detection_lite', 1_920_312, { CONV_2D: 30, RESIZE_BILINEAR: 2 }, null, null],
    ['keras_lstm_mnist_ptq', 9808, { QUANTIZE: 2, UNIDIRECTIONAL_SEQUENCE_LSTM: 1 }, null, null],
    ['audio_preprocessor_int8', 2840, { 'custom::SignalPCAN': 1 }, null, null],
  ])('the facts of the TFLite file %s agree with other tools', async (name, weightBytes, operators, input, output) => {
    const facts = await readFactsOfFile(`tflite/${name}.tflite`);
    expect(facts).toMatchObject({ format: 'tflite', formatVersion: '3', weightBytes, operators });
    const [first, last] = [facts.inputs[0], facts.outputs[0]];
    if (input) expect([first?.name, first?.dtype, first?.shape]).toEqual(input);
    if (output) expect([last?.name, last?.dtype, last?.shape]).toEqual(output);
  });

  test('counts the operations of MobileNetV2 as in its paper', async () => {
    // 300 M multiply-adds (Sandler et al. 2018, table 4), excluding pooling and softmax.
    const { flops } = await readFactsOfFile('tflite/mobilenet_v2_1.0_224_quant.tflite');
    expect(Number(flops) / 2 / 300e6).toBeCloseTo(1, 1);
  });

  test('distinguishes quantisation-aware training from post-training quantisation', async () => {
    const trained = await readFactsOfFile('tflite/mobilenet_v2_1.0_224_quant.tflite');
    const postTrained = await readFactsOfFile('tflite/ssd_mobilenet_v3_int8.tflite');
    expect(trained.quantisation).toMatchObject({ kind: 'full-integer', name: 'uint8', quantisationAware: true });
    expect(postTrained.quantisation).toMatchObject({ kind: 'full-integer', name: 'int8', quantisationAware: null });
  });

  // Expected values read from the model by Python's json module, and the size of the .bin file.
  test.each([
    ['human/centernet', 2_015_065, 4_030_290, { Const: 267, _FusedConv2D: 62, FloorMod: 2, TopKV2: 1 }, 'float16'],
    ['human/facemesh', 738_949, 1_477_958, { Const: 120, Prelu: 24, Sigmoid: 1 }, 'float16'],
    ['human/emotion', 205_129, 820_516, { Const: 23, _FusedConv2D: 9, Softmax: 1 }, 'none'],
    ['human/mobileface', 545_798, 2_183_192, { MatMul: 1 }, 'none'],
  ])(
    'the facts of the TF.js model %s agree with other tools',
    async (name, parameters, weightBytes, operators, kind) => {
      const facts = await readFactsOfFile(`tfjs/${name}.json`, `${path.basename(name)}.bin`);
      expect(facts).toMatchObject({ format: 'tfjs', parameters, weightBytes, operators, quantisation: { kind } });
      expect(facts.externalFiles).toEqual([{ name: `${path.basename(name)}.bin`, sizeBytes: weightBytes }]);
    },
  );

  test('the facts of a TF.js weights manifest without a model agree with other tools', async () => {
    // 193,321 bytes is the size of the shard file.
    const facts = await readFactsOfFile('tfjs/face-api/tiny_face_detector_model-weights_manifest.json');
    expect(facts).toMatchObject({ formatVersion: 'weights-manifest', weightBytes: 193_321, operators: {} });
  });

  // Expected values from the Python package safetensors 0.8.0.
  test.each([
    ['onnx-audio/silero_vad_16k', 15, 309_633, 'F32'],
    ['safetensors/whisper-tiny-random', 50, 216_632, 'F32'],
    ['safetensors/phi-tiny-random', 33, 80_074, 'F32'],
    ['safetensors/model2vec-int8/model', 1, 59_056, 'I8'],
    ['safetensors/model2vec-float16/model', 1, 59_056, 'F16'],
    ['safetensors/model2vec-vocab-quantized/model', 3, 67_240, 'F64'],
  ])('the facts of the safetensors file %s agree with other tools', async (name, tensors, parameters, largest) => {
    const facts = await readFactsOfFile(`${name}.safetensors`);
    expect(facts).toMatchObject({ format: 'safetensors', parameters, quantisation: { name: largest } });
    expect(facts.weights.reduce((sum, row) => sum + row.tensors, 0)).toBe(tensors);
  });

  test('the facts of a safetensors file with its config agree with other tools', async () => {
    const facts = await readFactsOfFile('safetensors/model2vec-int8/model.safetensors', 'config.json');
    expect(facts.architecture).toMatchObject({ family: 'embedding-table', name: 'StaticModel' });
  });
});
