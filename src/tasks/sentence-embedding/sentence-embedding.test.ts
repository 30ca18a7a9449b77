import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { code } from './code.ts';
import { cosine } from './embeddings.ts';
import { evaluation } from './evaluation.ts';
import { pooled, readPooling } from './pooling.ts';
import { readWordPiece } from './word-piece.ts';
import reference from './word-piece.json' with { type: 'json' };

/** A tokenizer of the reference's vocabulary. */
const tokenizer = (types: Partial<Record<'model' | 'normalizer' | 'pre_tokenizer', string>> = {}) =>
  JSON.stringify({
    model: { type: types.model ?? 'WordPiece', unk_token: '[UNK]', vocab: reference.vocabulary },
    normalizer: { type: types.normalizer ?? 'BertNormalizer', lowercase: true },
    pre_tokenizer: { type: types.pre_tokenizer ?? 'BertPreTokenizer' },
  });

// Expected: Hugging Face's tokenizers, by word-piece.py.
test.each(reference.texts)('$text has the tokens of Hugging Face', ({ text, ids }) => {
  expect(readWordPiece(tokenizer()).encode(text, 512)).toEqual(ids);
});

test('a long text is cut off before the last special token', () => {
  expect(readWordPiece(tokenizer()).encode('x x x x', 4)).toHaveLength(4);
  expect(readWordPiece(tokenizer()).encode('x x x x', 4).at(-1)).toBe(102);
});

test.each([{ model: 'BPE' }, { normalizer: 'NFC' }, { pre_tokenizer: 'ByteLevel' }])(
  'a tokenizer with %o is not supported',
  (types) => {
    expect(() => readWordPiece(tokenizer(types))).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ reason: 'tokenizer-not-supported' }) }),
    );
  },
);

test('vectors of tokens are pooled to one of length 1', () => {
  // By hand: the mean of (3, 0) and (3, 8) is (3, 4), of length 5.
  const tokens = Float32Array.of(3, 0, 3, 8);
  expect([...pooled(tokens, 2, 'mean')]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]);
  expect([...pooled(tokens, 2, 'cls')]).toEqual([1, 0]);
  expect(readPooling('{"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}')).toBe('mean');
  expect(readPooling('{"pooling_mode_max_tokens": true, "pooling_mode_mean_tokens": true}')).toBeNull();
});

const tokens = (name: string, shape: TensorSpec['shape'] = ['batch', 'length']): TensorSpec => ({
  name,
  dtype: 'int64',
  shape,
});

test('a graph of token ids with a vector for each token is recognised, others are not', () => {
  const hidden: TensorSpec = { name: 'last_hidden_state', dtype: 'float32', shape: ['batch', 'length', 384] };
  const fits = (graph: GraphSignature) => code.roles['model']!.matches(graph);
  expect(fits({ inputs: [tokens('input_ids'), tokens('attention_mask')], outputs: [hidden] })).toBe(true);
  expect(fits({ inputs: [tokens('attention_mask')], outputs: [hidden] })).toBe(false);
  expect(fits({ inputs: [tokens('input_ids'), tokens('position_ids')], outputs: [hidden] })).toBe(false);
  expect(fits({ inputs: [tokens('input_ids', [1, 128])], outputs: [hidden] })).toBe(false);
  expect(fits({ inputs: [tokens('input_ids')], outputs: [{ ...hidden, name: 'logits' }] })).toBe(false);
});

const testData = process.env['ASSAY_TEST_DATA'];

describe.skipIf(!testData)('all-MiniLM-L6-v2 (needs ASSAY_TEST_DATA)', () => {
  const folder = join(testData ?? '', 'real', 'all-MiniLM-L6-v2');

  test('vectors of 20 sentences are those of native onnxruntime, and so are their similarities', async () => {
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
      readonly sentences: readonly string[];
      readonly int8: { readonly first8: readonly number[][]; readonly cosine: readonly number[][] };
    };
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(readFileSync(join(folder, 'onnx', 'model_quantized.onnx')));
    const graph: Graph = {
      facts: {
        inputs: session.inputNames.map((name) => tokens(name)),
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
      header: () => Promise.reject(new Error('not asked')),
    };
    const file = new Blob([readFileSync(join(folder, 'tokenizer.json'))]);
    const pooling = new Blob([readFileSync(join(folder, '1_Pooling', 'config.json'))]);
    const pipeline = await code.bind({ graphs: { model: graph }, files: { tokenizer: file, pooling } });
    const { vectors } = await pipeline.run(expected.sentences, {});
    const differences = expected.int8.first8.flatMap((values, at) =>
      values.map((value, index) => Math.abs(value - vectors[at]![index]!)),
    );
    // Integer kernels differ between processors by the rounding of the activations.
    expect(Math.max(...differences)).toBeLessThan(0.02);
    const cosines = vectors.map((one) => vectors.map((other) => cosine(one, other)));
    const errors = expected.int8.cosine.flatMap((row, at) =>
      row.map((value, other) => Math.abs(value - cosines[at]![other]!)),
    );
    expect(Math.max(...errors)).toBeLessThan(0.02);
    const outcome = evaluation.outcomeOf(
      { vectors: vectors.slice(0, 2) },
      { kind: 'pair', text: expected.sentences[1]!, similarity: 4 },
    );
    expect(outcome).toEqual({ predicted: expect.closeTo(expected.int8.cosine[0]![1]!, 1), truth: 4 });
  });
});
