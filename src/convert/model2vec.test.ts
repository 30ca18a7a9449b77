import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphSignature } from '#core/task/task.ts';
import { readParts } from '#formats/file-parts.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { definition } from '#tasks/sentence-embedding/pipeline.ts';
import { convertSafetensors } from './index.ts';

const folder = join(process.env['ASSAY_TEST_DATA'] ?? '', 'safetensors');
const hasFiles = existsSync(join(folder, 'model2vec-expected'));
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const signature: GraphSignature = {
  inputs: ['input_ids', 'offsets'].map((name) => ({ name, dtype: 'int64', shape: [null] })),
  outputs: [{ name: 'embeddings', dtype: 'float32', shape: [null, 64] }],
};

/** Converts a model and opens its pipeline in onnxruntime. */
async function openPipeline(name: string, tokenizerModel = name) {
  const weights = await openAsBlob(join(folder, name, 'model.safetensors'));
  env.wasm.numThreads = 1;
  const model = await convertSafetensors(weights, read(name, 'config.json'));
  const session = await InferenceSession.create(await readParts(encodeOnnx(model)));
  const graph: Graph = {
    facts: signature,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([input, { data, shape }]) => [
        input,
        new Tensor('int64', data as BigInt64Array, shape),
      ]);
      const { embeddings } = await session.run(Object.fromEntries(feeds));
      return { embeddings: { dtype: 'float32', shape: embeddings!.dims, data: embeddings!.data as Float32Array } };
    },
    readHeader: () => Promise.reject(new Error('not used')),
  };
  const tokenizer = await openAsBlob(join(folder, tokenizerModel, 'tokenizer.json'));
  return definition.bind({ graphs: { model: graph }, files: { tokenizer } });
}

describe.skipIf(!hasFiles)('Model2Vec from its weights (needs ASSAY_TEST_DATA)', () => {
  const long = Array.from({ length: 1000 }, () => 'hello').join(' ');

  // Vectors computed by the Python package model2vec, published with model2vec-rs.
  test.each([
    ['model2vec-float32', ['hello world', long], ['embeddings_short.json', 'embeddings_long.json']],
    ['model2vec-vocab-quantized', [long], ['embeddings_vocab_quantized.json']],
  ])('the vectors of %s match the Python library', async (name, texts, expected) => {
    const pipeline = await openPipeline(name);
    const { vectors } = await pipeline.run(texts, {});
    for (const [textIndex, file] of expected.entries()) {
      const [vector] = read('model2vec-expected', file) as number[][];
      expect(vectors[textIndex]!.length).toBe(vector!.length);
      for (const [index, value] of vector!.entries()) expect(vectors[textIndex]![index]).toBeCloseTo(value, 5);
    }
  });

  test.each([
    ['model2vec-float16', 0.005],
    ['model2vec-int8', 0.02],
  ])('the vectors in %s are close to those in float32', async (name, tolerance) => {
    const texts = ['hello world', 'a cat sleeps', ''];
    const { vectors: expected } = await (await openPipeline('model2vec-float32')).run(texts, {});
    const { vectors } = await (await openPipeline(name, 'model2vec-float32')).run(texts, {});
    for (const [textIndex, vector] of vectors.entries())
      for (const [index, value] of vector.entries())
        expect(Math.abs(value - expected[textIndex]![index]!)).toBeLessThan(tolerance);
    expect([...vectors[2]!]).toEqual([0, 0]); // no tokens
  });
});
