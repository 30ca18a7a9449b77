import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tensor } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import type { GgufEntry } from '#formats/gguf/write-gguf.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { reference, writeSafetensors } from '../../../scripts/convert-tests/transformers-models.fixture.ts';
import { buildDecoderGraph } from '../decoder/decoder-graph.ts';
import { readGgufDecoder } from '../decoder/gguf-decoder.ts';
import { isDecoderConfig, readSafetensorsDecoder } from '../decoder/safetensors-decoder.ts';
import { createTokenizerEntries } from '../tokenizer/gguf-entries.ts';
import { createDecoderGguf } from './decoder-gguf.ts';

const createIntegers = (values: readonly number[], shape: readonly number[]): Tensor => ({
  dtype: 'int64',
  shape,
  data: BigInt64Array.from(values, BigInt),
});
const decoders = Object.entries(reference.models).filter(([, { config }]) => isDecoderConfig(config));

test.skipIf(ortSkipReason !== '').for(decoders)(
  `%s written as a GGUF file has the results of transformers${ortSkipReason}`,
  async ([, model]) => {
    const { config, weights } = await readSafetensorsDecoder(toByteSource(writeSafetensors(model)), model.config);
    const file = await readParts(createDecoderGguf(config, weights, []));
    const read = await readGgufDecoder(toByteSource(file));
    const { contextLength, slidingWindow, headDim, kvHeadCount, layerCount } = read.config;
    expect([contextLength, slidingWindow?.size, slidingWindow?.pattern]).toEqual([
      config.contextLength,
      config.slidingWindow?.size,
      config.slidingWindow?.pattern,
    ]);
    const graph = await buildDecoderGraph(read.config, read.weights, { form: 'float32', maxContext: 64 });
    const { tokens } = reference;
    const empty: Tensor = { dtype: 'float32', shape: [1, kvHeadCount, 0, headDim], data: new Float32Array() };
    const caches = Array.from({ length: layerCount }, (_, layer) =>
      ['key', 'value'].map((part) => [`past_key_values.${layer}.${part}`, empty] as const),
    );
    const results = await runNative(await readParts(encodeOnnx(graph)), {
      input_ids: createIntegers(tokens, [1, tokens.length]),
      attention_mask: createIntegers(
        tokens.map(() => 1),
        [1, tokens.length],
      ),
      num_logits_to_keep: createIntegers([1], []),
      ...Object.fromEntries(caches.flat()),
    });
    const logits = results['logits']!.data as Float32Array;
    const maxMagnitude = Math.max(...model.expected.map(Math.abs));
    // float16 has 11 significant bits.
    for (const [token, expected] of model.expected.entries())
      expect(Math.abs(logits[token]! - expected) / maxMagnitude).toBeLessThan(4e-3);
  },
);

const testData = process.env.ASSAY_TEST_DATA ?? '';
const llama = [
  join(testData, 'tokenizers/tinyllama.tokenizer.json'),
  join(testData, 'gguf/vocab/ggml-vocab-llama-spm.gguf'),
];
const skipReason = llama.every((path) => existsSync(path)) ? '' : ' (skipped: needs ASSAY_TEST_DATA)';
test.skipIf(skipReason !== '')(`the vocabulary of Llama 2 matches that of llama.cpp${skipReason}`, async () => {
  const [tokenizerFile = '', vocabulary = ''] = llama;
  const tokenizer: unknown = JSON.parse(readFileSync(tokenizerFile, 'utf8'));
  const files = { tokenizer, settings: {}, config: { bos_token_id: 1, eos_token_id: 2 }, chatTemplate: null };
  const entries = new Map(createTokenizerEntries(files, 32_000).map((entry: GgufEntry) => [entry[0], entry[2]]));
  const names = ['tokens', 'token_type', 'scores'].map((name) => `tokenizer.ggml.${name}`);
  const { metadata } = await readGgufHeader(await openAsBlob(vocabulary), names);
  const readStored = (name: string) => (metadata.get(name) as { items: readonly unknown[] }).items;
  expect(entries.get(names[0]!)).toEqual(readStored(names[0]!));
  expect(entries.get(names[1]!)).toEqual(readStored(names[1]!));
  // The scores may differ, because only their order matters for merges.
  const [actualScores, expectedScores] = [
    entries.get(names[2]!) as readonly number[],
    readStored(names[2]!) as readonly number[],
  ];
  const minScore = actualScores.reduce((min, score) => Math.min(min, score), 0);
  const merged = actualScores.flatMap((score, id) => (score > minScore ? [id] : []));
  expect(merged.length).toBeGreaterThan(29_000);
  const sortByScore = (scores: readonly number[]) => merged.toSorted((a, b) => scores[b]! - scores[a]! || a - b);
  expect(sortByScore(actualScores)).toEqual(sortByScore(expectedScores));
});

test('rejects a tokenizer that llama.cpp does not support', () => {
  const files = { tokenizer: { model: { type: 'WordPiece' } }, settings: {}, config: {}, chatTemplate: null };
  expect(() => createTokenizerEntries(files, 1)).toThrow(
    expect.objectContaining({ code: 'model-unsupported' }) as Error,
  );
});
