import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { definition } from './pipeline.ts';
import { computeCosineSimilarity } from './embeddings.ts';
import { evaluation } from './evaluation.ts';
import { parseJsonFile } from '../json-files.ts';
import { readConfiguration } from './configuration.ts';
import { normaliseVector, poolTokens } from './pooling.ts';
import { readTokenizer } from '../text-model/tokenizer.ts';
import reference from './token-ids.json' with { type: 'json' };

// Expected: Hugging Face's tokenizers, by token-ids.py.
const cases = reference.cases.flatMap(({ model, tokenizer, texts }) =>
  texts.map(({ text, ids, cut }) => ({ model, tokenizer, text, ids, cut })),
);

test.each(cases)('$text has the tokens of Hugging Face with $model, whole and truncated', (testCase) => {
  const tokenizer = readTokenizer(testCase.tokenizer, {});
  expect(tokenizer.encode(testCase.text, Infinity)).toEqual({ ids: testCase.ids, isTruncated: false });
  const isTruncated = testCase.ids.length > reference.maxTokens;
  expect(tokenizer.encode(testCase.text, reference.maxTokens)).toEqual({ ids: testCase.cut, isTruncated });
});

test('a tokenizer with a component unknown to the library is rejected with its name', () => {
  const { tokenizer } = reference.cases[0]!;
  const unknownTokenizer = { ...tokenizer, pre_tokenizer: { type: 'Runes' } };
  expect(() => readTokenizer(unknownTokenizer, {})).toThrow(
    expect.objectContaining({
      facts: expect.objectContaining({ reason: 'tokenizer-not-supported', why: expect.stringContaining('Runes') }),
    }),
  );
});

test('token vectors are pooled into one vector', () => {
  const tokens = Float32Array.of(3, 0, 4, -2, 2, 8);
  expect([...poolTokens(tokens, 2, 'mean')]).toEqual([3, 2]); // by hand, as the others
  expect([...poolTokens(tokens, 2, 'max')]).toEqual([4, 8]);
  expect([...poolTokens(tokens, 2, 'cls')]).toEqual([3, 0]);
  expect([...poolTokens(tokens, 2, 'lasttoken')]).toEqual([2, 8]);
  expect([...normaliseVector(Float32Array.of(3, 4))]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]);
});

test.each([
  [{ pooling_mode_cls_token: false, pooling_mode_mean_tokens: true }, 'mean'],
  [{ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }, 'cls'],
  [{ pooling_mode_max_tokens: true }, 'max'],
  [{ pooling_mode: 'lasttoken' }, 'lasttoken'],
  [undefined, 'mean'],
])('the configuration %o pools by %s', (pooling, expected) => {
  expect(readConfiguration({ ...(pooling && { pooling }) }, false).pooling).toBe(expected);
});

const expectUnsupported = (facts: object) => expect.objectContaining({ facts: expect.objectContaining(facts) });

test('several poolings, and layers outside the graph, are rejected', () => {
  const pooling = { pooling_mode_max_tokens: true, pooling_mode_mean_tokens: true };
  expect(() => readConfiguration({ pooling }, false)).toThrow(
    expectUnsupported({ reason: 'pooling-not-supported', modes: 'max, mean' }),
  );
  const modules = [{ type: 'sentence_transformers.models.Dense' }];
  expect(() => readConfiguration({ modules }, false)).toThrow(
    expectUnsupported({ reason: 'module-not-supported', module: 'Dense' }),
  );
  expect(readConfiguration({ modules, pooling }, true).isNormalised).toBe(false);
});

test('the maximum length is that of sentence-transformers, else the lower of positions and tokenizer', () => {
  const maxTokens = (files: Parameters<typeof readConfiguration>[0]) => readConfiguration(files, false).maxTokens;
  const tokenizer = { truncation: { max_length: 128 } };
  const transformer = { max_position_embeddings: 514 };
  const tokenizerConfig = { model_max_length: 512 };
  const sentences = { max_seq_length: 256 };
  expect(maxTokens({ tokenizer, transformer, tokenizerConfig, sentences })).toBe(256);
  expect(maxTokens({ tokenizer, transformer, tokenizerConfig })).toBe(512);
  expect(maxTokens({ tokenizer, transformer, tokenizerConfig: { model_max_length: 1e30 } })).toBe(514);
  expect(maxTokens({ tokenizer })).toBe(128);
  expect(maxTokens({})).toBe(Infinity);
});

test('a configuration that is not JSON is rejected, naming the file', () => {
  expect(() => parseJsonFile('modules.json', '{')).toThrow(expectUnsupported({ format: 'modules.json' }));
  expect(() => parseJsonFile('modules.json', '1')).toThrow(expectUnsupported({ reason: 'json-not-object' }));
});

const createTokenSpec = (name: string, shape: TensorSpec['shape'] = ['batch', 'length']): TensorSpec => ({
  name,
  dtype: 'int64',
  shape,
});

test('only a graph of token ids with a vector for each token is recognised', () => {
  const hidden: TensorSpec = { name: 'last_hidden_state', dtype: 'float32', shape: ['batch', 'length', 384] };
  const matchesRole = (graph: GraphSignature) => definition.roles['model']!.matches(graph);
  expect(
    matchesRole({ inputs: [createTokenSpec('input_ids'), createTokenSpec('attention_mask')], outputs: [hidden] }),
  ).toBe(true);
  expect(matchesRole({ inputs: [createTokenSpec('attention_mask')], outputs: [hidden] })).toBe(false);
  expect(
    matchesRole({ inputs: [createTokenSpec('input_ids'), createTokenSpec('position_ids')], outputs: [hidden] }),
  ).toBe(false);
  expect(matchesRole({ inputs: [createTokenSpec('input_ids', [1, 128])], outputs: [hidden] })).toBe(false);
  expect(matchesRole({ inputs: [createTokenSpec('input_ids')], outputs: [{ ...hidden, name: 'logits' }] })).toBe(false);
});

const testData = process.env['ASSAY_TEST_DATA'];

describe.skipIf(!testData)('all-MiniLM-L6-v2 (needs ASSAY_TEST_DATA)', () => {
  const folder = join(testData ?? '', 'real', 'all-MiniLM-L6-v2');

  test('vectors of 20 sentences and their similarities match native onnxruntime', async () => {
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
      readonly sentences: readonly string[];
      readonly int8: { readonly first8: readonly number[][]; readonly cosine: readonly number[][] };
    };
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(readFileSync(join(folder, 'onnx', 'model_quantized.onnx')));
    const graph: Graph = {
      facts: {
        inputs: session.inputNames.map((name) => createTokenSpec(name)),
        outputs: [{ name: 'last_hidden_state', dtype: 'float32', shape: ['batch', 'length', 384] }],
      },
      async run(inputs) {
        const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
          name,
          new Tensor('int64', data as BigInt64Array, shape),
        ]);
        const { last_hidden_state: hidden } = await session.run(Object.fromEntries(feeds));
        return {
          last_hidden_state: { dtype: 'float32', shape: hidden!.dims, data: hidden!.data as Float32Array },
        };
      },
      readHeader: () => Promise.reject(new Error('not called')),
    };
    const readBlob = (...path: string[]) => new Blob([readFileSync(join(folder, ...path))]);
    const files = {
      tokenizer: readBlob('tokenizer.json'),
      tokenizerConfig: readBlob('tokenizer_config.json'),
      transformer: readBlob('config.json'),
      sentences: readBlob('sentence_bert_config.json'),
      pooling: readBlob('1_Pooling', 'config.json'),
      modules: readBlob('modules.json'),
    };
    const pipeline = await definition.bind({ graphs: { model: graph }, files });
    const { vectors } = await pipeline.run(expected.sentences, {});
    const differences = expected.int8.first8.flatMap((values, i) =>
      values.map((value, index) => Math.abs(value - vectors[i]![index]!)),
    );
    // Integer kernels differ between processors by the rounding of the activations.
    expect(Math.max(...differences)).toBeLessThan(0.02);
    const cosines = vectors.map((vector) => vectors.map((other) => computeCosineSimilarity(vector, other)));
    const errors = expected.int8.cosine.flatMap((row, position) =>
      row.map((value, other) => Math.abs(value - cosines[position]![other]!)),
    );
    expect(Math.max(...errors)).toBeLessThan(0.02);
    const outcome = evaluation.toOutcome(
      { vectors: vectors.slice(0, 2) },
      { kind: 'pair', text: expected.sentences[1]!, similarity: 4 },
    );
    expect(outcome).toEqual({ predicted: expect.closeTo(expected.int8.cosine[0]![1]!, 1), truth: 4 });
  });
});
