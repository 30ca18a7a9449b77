import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph } from '#core/task/task.ts';
import trainedTokenizers from '../text-model/alignment/tokenizers.json' with { type: 'json' };
import reference from '../text-model/reference-values.json' with { type: 'json' };
import { createTinySignature, tinyTokenClassifier } from '../text-model/tiny-models.fixture.ts';
import { evaluation } from './evaluation.ts';
import { definition } from './pipeline.ts';
import aggregations from './reference-values.json' with { type: 'json' };
import { tokenClassification } from './task.ts';
import type { Entity, TokenClassification } from './token-classification.ts';

const { entityLabels, tokenClassifications, maxTokens } = reference;
const signature = createTinySignature(['batch', 'sequence', entityLabels.length]);
const toBlob = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]);
const createGraph = (run: Graph['run'], facts = signature): Graph => ({
  facts,
  run,
  readHeader: () => Promise.reject(new Error('not called')),
});

/** Binds the tiny model to the task, with onnxruntime-web as its engine. */
async function bindTiny() {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(tinyTokenClassifier['model.onnx']);
  const graph = createGraph(async (inputs) => {
    const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
      name,
      new Tensor('int64', data as BigInt64Array, shape),
    ]);
    const { logits } = await session.run(Object.fromEntries(feeds));
    return { logits: { dtype: 'float32', shape: logits!.dims, data: logits!.data as Float32Array } };
  });
  const files = {
    tokenizer: toBlob(tinyTokenClassifier['tokenizer.json']),
    tokenizerConfig: toBlob(tinyTokenClassifier['tokenizer_config.json']),
    transformer: toBlob(tinyTokenClassifier['config.json']),
  };
  return definition.bind({ graphs: { model: graph }, files });
}

const filterByAggregation = (entities: readonly Entity[], name: string) =>
  entities.filter(({ aggregation }) => aggregation === name);

test('entities are those of transformers with every aggregation, and long texts are truncated', async () => {
  const pipeline = await bindTiny();
  expect(pipeline.labels).toEqual(entityLabels);
  const results = await pipeline.run(
    tokenClassifications.map(({ text }) => text),
    {},
  );
  for (const [index, { text, tokens, isTruncated, entities }] of tokenClassifications.entries()) {
    expect(results[index]).toMatchObject({ text, tokens, isTruncated });
    for (const [aggregation, expected] of Object.entries(entities)) {
      const expectedEntities = expected.map(({ label, score, start, end }) => ({
        aggregation,
        label,
        score: expect.closeTo(score, 5) as number,
        start,
        end,
        text: text.slice(start, end),
      }));
      expect(filterByAggregation(results[index]!.entities, aggregation)).toEqual(expectedEntities);
    }
  }
  expect(results.at(-1)).toMatchObject({ isTruncated: true, tokens: maxTokens });
});

describe('the aggregations of the same logits are those of transformers with the tokenizer of', () => {
  const { labels, cases } = aggregations;
  test.each(Object.keys(cases) as (keyof typeof cases)[])('%s', async (name) => {
    const graph = createGraph(
      async ({ input_ids: ids }) => {
        const values = Array.from(ids!.data as BigInt64Array, (id) =>
          labels.map((_, label) => 3 * Math.sin(Number(id) * 1.7 * (label + 1))),
        );
        return { logits: { dtype: 'float32', shape: [], data: Float32Array.from(values.flat()) } };
      },
      createTinySignature(['batch', 'sequence', labels.length]),
    );
    const files = {
      tokenizer: new Blob([JSON.stringify(trainedTokenizers[name])]),
      transformer: new Blob([JSON.stringify({ id2label: { ...labels } })]),
    };
    const pipeline = await definition.bind({ graphs: { model: graph }, files });
    for (const { text, entities } of cases[name]) {
      const [result] = await pipeline.run([text], {});
      for (const [aggregation, expected] of Object.entries(entities)) {
        const actual = filterByAggregation(result!.entities, aggregation);
        expect(actual.map(({ label, text: part, score }) => [label, part, score])).toEqual(
          expected.map(([label, start, end, score]) => [
            label,
            text.slice(Number(start), Number(end)).trim(),
            expect.closeTo(Number(score), 4),
          ]),
        );
        for (const { text: part, start, end } of actual) expect(text.slice(start, end)).toBe(part);
      }
    }
  });
});

test('only graphs from token ids to a few logits for each token are recognised', () => {
  const { matches } = definition.roles['model']!;
  expect(matches(signature)).toBe(true);
  expect(matches(createTinySignature(['batch', 'sequence', 'labels']))).toBe(true);
  expect(matches(createTinySignature(['batch', 7]))).toBe(false);
  expect(matches(createTinySignature(['batch', 'sequence', 30_522]))).toBe(false); // a language model
  expect(matches({ ...signature, inputs: [] })).toBe(false);
});

test('a blank text, or a number of labels that differs from the outputs, is rejected', async () => {
  await expect((await bindTiny()).run([' '], {})).rejects.toMatchObject({ facts: { reason: 'text-blank' } });
  const files = {
    tokenizer: toBlob(tinyTokenClassifier['tokenizer.json']),
    transformer: new Blob([JSON.stringify({ id2label: { 0: 'O' } })]),
  };
  const graph = createGraph(() => Promise.reject(new Error('not called')));
  await expect(definition.bind({ graphs: { model: graph }, files })).rejects.toMatchObject({
    facts: { reason: 'label-count', labels: 1, outputs: entityLabels.length },
  });
});

const result: TokenClassification = {
  text: 'Anna Smithson, Paris',
  entities: [
    { aggregation: 'simple', label: 'PER', score: 0.9, start: 0, end: 13, text: 'Anna Smithson' },
    { aggregation: 'none', label: 'B-PER', score: 0.9, start: 0, end: 4, text: 'Anna' },
  ],
  tokenLabels: [
    { label: 'B-PER', score: 0.9, start: 0, end: 4 },
    { label: 'I-PER', score: 0.9, start: 5, end: 10 },
    { label: 'B-LOC', score: 0.9, start: 10, end: 13 },
    { label: 'O', score: 0.9, start: 13, end: 14 },
  ],
  tokens: 6,
  isTruncated: true,
};

test('a word has the tag of its first token, or O if the model did not read it', () => {
  const words = ['Anna', 'Smithson', ',', 'Paris'];
  const tags = ['B-PER', 'I-PER', 'O', 'B-LOC'];
  expect(evaluation.toOutcome([result], { kind: 'tags', words, tags })).toEqual({
    correct: 1,
    predicted: 1,
    expected: 2,
    correctWords: 3,
    words: 4,
  });
  expect(evaluation.toGroundTruth!([result])).toEqual({
    kind: 'tags',
    words: ['Anna', 'Smithson,', 'Paris'],
    tags: ['B-PER', 'I-PER', 'O'],
  });
});

test('the entities of the selected aggregation are exported, one row each', () => {
  const { aggregation, table, toJson } = tokenClassification;
  const [selected] = aggregation!.select([result], aggregation!.choices[0]!);
  expect(selected!.entities).toEqual(result.entities.slice(0, 1));
  expect(table.toRows([selected!])).toEqual([[1, 'PER', 'Anna Smithson', 0, 13, 0.9, 'simple', 'true']]);
  expect(toJson!([selected!])).toEqual([
    { text: result.text, entities: selected!.entities, tokens: 6, isTruncated: true },
  ]);
});
