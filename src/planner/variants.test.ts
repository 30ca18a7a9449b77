import { expect, test } from 'vitest';
import { listVariants } from './variants.ts';

const createFile = (path: string, sizeBytes = 1) => ({
  path,
  sizeBytes,
  sha256: null,
  url: `https://hub.example/${path}`,
});
const summarise = (paths: readonly (string | [string, number])[]) =>
  listVariants(paths.map((path) => (typeof path === 'string' ? createFile(path) : createFile(...path)))).map(
    ({ format, precision, entry, files, sizeBytes }) => [format, precision, entry.path, files.length, sizeBytes],
  );

test('lists ONNX files as variants by suffix, with their external weights', () => {
  expect(
    summarise([
      'README.md',
      ['onnx/model.onnx', 2],
      ['onnx/model.onnx_data', 100],
      ['onnx/model_fp16.onnx', 50],
      ['onnx/model_q4f16.onnx', 20],
    ]),
  ).toEqual([
    ['onnx', 'q4f16', 'onnx/model_q4f16.onnx', 1, 20],
    ['onnx', 'fp16', 'onnx/model_fp16.onnx', 1, 50],
    ['onnx', null, 'onnx/model.onnx', 2, 102],
  ]);
});

test('lists GGUF files as variants by type, with all shards of a split file', () => {
  expect(
    summarise([
      ['SmolLM2-135M-Instruct-Q4_K_M.gguf', 10],
      ['SmolLM2-135M-Instruct-F16.gguf', 30],
      ['big-Q8_0-00001-of-00002.gguf', 40],
      ['big-Q8_0-00002-of-00002.gguf', 40],
      ['tiny-IQ2_XS.gguf', 5],
    ]),
  ).toEqual([
    ['gguf', 'iq2_xs', 'tiny-IQ2_XS.gguf', 1, 5],
    ['gguf', 'q4_k_m', 'SmolLM2-135M-Instruct-Q4_K_M.gguf', 1, 10],
    ['gguf', 'f16', 'SmolLM2-135M-Instruct-F16.gguf', 1, 30],
    ['gguf', 'q8_0', 'big-Q8_0-00001-of-00002.gguf', 2, 80],
  ]);
});

test('ignores split GGUF files with a missing shard', () => {
  expect(
    summarise(['a/M-Q8_0-00001-of-00003.gguf', 'a/M-Q8_0-00003-of-00003.gguf', 'b/M-Q8_0-00002-of-00002.gguf']),
  ).toEqual([]);
});

// Named as in Xenova/whisper-tiny.en, Xenova/clip-vit-base-patch32 and HuggingFaceTB/SmolVLM-256M-Instruct.
const fileNames = (folder: string, stems: readonly string[], suffixes: readonly string[]) =>
  stems.flatMap((stem) => suffixes.map((suffix) => `${folder}${stem}${suffix}.onnx`));
const listParts = (paths: readonly string[]) =>
  listVariants(paths.map((path) => createFile(path))).map(({ precision, files, parts, sizeBytes }) => {
    expect(files.slice(1, 1 + parts.length)).toEqual(parts);
    expect(sizeBytes).toBe(files.length);
    return [precision].concat(files.map(({ path }) => path.replace('onnx/', '')));
  });

test('combines an encoder and merged decoder of the same precision into one variant', () => {
  const stems = ['decoder_model', 'decoder_model_merged', 'decoder_with_past_model', 'encoder_model'];
  expect(listParts(['config.json', ...fileNames('onnx/', stems, ['', '_fp16', '_q4f16', '_quantized'])])).toEqual([
    [null, 'encoder_model.onnx', 'decoder_model_merged.onnx'],
    ['fp16', 'encoder_model_fp16.onnx', 'decoder_model_merged_fp16.onnx'],
    ['q4f16', 'encoder_model_q4f16.onnx', 'decoder_model_merged_q4f16.onnx'],
    ['quantized', 'encoder_model_quantized.onnx', 'decoder_model_merged_quantized.onnx'],
  ]);
});

test('includes both decoders if there is no merged one, and all external data', () => {
  const stems = ['decoder_model', 'decoder_with_past_model', 'encoder_model'];
  expect(
    listParts([...fileNames('onnx/', stems, ['']), 'onnx/encoder_model.onnx_data', 'onnx/decoder_model.onnx_data']),
  ).toEqual([
    [
      null,
      'encoder_model.onnx',
      'decoder_model.onnx',
      'decoder_with_past_model.onnx',
      'encoder_model.onnx_data',
      'decoder_model.onnx_data',
    ],
  ]);
});

test('combines the graphs of a vision-language model, separate from a single-file model', () => {
  expect(listParts(fileNames('onnx/', ['decoder_model_merged', 'embed_tokens', 'vision_encoder'], ['_q4']))).toEqual([
    ['q4', 'embed_tokens_q4.onnx', 'vision_encoder_q4.onnx', 'decoder_model_merged_q4.onnx'],
  ]);
  expect(listParts(fileNames('onnx/', ['model', 'text_model', 'vision_model'], ['']))).toEqual([
    [null, 'model.onnx'],
    [null, 'text_model.onnx', 'vision_model.onnx'],
  ]);
});

test('ignores an incomplete precision unless no precision is complete', () => {
  const encoders = fileNames('onnx/', ['encoder_model'], ['', '_fp16']);
  const decoder = (suffix: string) => fileNames('onnx/', ['decoder_model_merged'], [suffix]);
  expect(listParts([...encoders, ...decoder('')])).toEqual([[null, 'encoder_model.onnx', 'decoder_model_merged.onnx']]);
  expect(listParts([...encoders, ...decoder('_q4')]).map(([precision]) => precision)).toEqual([null, 'fp16', 'q4']);
});

test('combines the model files of an MLC or TF.js folder into one variant', () => {
  expect(
    summarise(['mlc-chat-config.json', 'params_shard_0.bin', 'tensor-cache.json', 'tokenizer.json', 'logo.png']),
  ).toEqual([['mlc', null, 'mlc-chat-config.json', 4, 4]]);
  expect(summarise(['web/model.json', 'web/group1-shard1of1.bin', 'other.bin'])).toEqual([
    ['tfjs', null, 'web/model.json', 2, 2],
  ]);
});

test('lists no variants without model files', () => {
  expect(summarise(['README.md', 'config.json'])).toEqual([]);
});

test('ignores GGUF projectors and importance matrices', () => {
  const others = ['mmproj-model-f16.gguf', 'model.mmproj-Q8_0.gguf', 'model-imatrix.gguf'];
  expect(summarise([...others, 'model-Q8_0.gguf'])).toEqual([['gguf', 'q8_0', 'model-Q8_0.gguf', 1, 1]]);
});

// Named as in onnx-community/Llama-3.2-1B-Instruct and Xenova/all-MiniLM-L6-v2.
test('includes the tokenizer of an ONNX language model, but not that of a sentence encoder', () => {
  const text = ['tokenizer.json', 'tokenizer_config.json', 'config.json'];
  const listFiles = (paths: readonly string[]) =>
    listVariants(paths.map((path) => createFile(path))).map(({ files }) => files.map(({ path }) => path));
  expect(
    listFiles(['README.md', 'onnx/model_q4.onnx', 'onnx/model_q4.onnx_data', ...text, 'generation_config.json']),
  ).toEqual([['onnx/model_q4.onnx', 'onnx/model_q4.onnx_data', ...text, 'generation_config.json']]);
  expect(listFiles(['onnx/model.onnx', ...text])).toEqual([['onnx/model.onnx']]);
});

test('includes the tokenizer and generation settings of a speech recogniser', () => {
  const paths = [...fileNames('onnx/', ['encoder_model', 'decoder_model_merged'], ['']), 'preprocessor_config.json'];
  const texts = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'vocab.json'];
  expect(listParts([...paths, ...texts])).toEqual([
    [
      null,
      'encoder_model.onnx',
      'decoder_model_merged.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
      'generation_config.json',
    ],
  ]);
});
