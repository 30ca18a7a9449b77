import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import type { Graph } from '#core/task/task.ts';
import { createTinySignature, tinyTextClassifier } from '../text-model/tiny-models.fixture.ts';
import reference from '../text-model/reference-values.json' with { type: 'json' };
import { evaluation } from './evaluation.ts';
import { definition } from './pipeline.ts';
import { textClassification } from './task.ts';
import type { TextClassification } from './text-classification.ts';

const { labels, classifications, maxTokens } = reference;
const signature = createTinySignature(['batch', 3]);
/** Binds the tiny model to the task, with onnxruntime-web as its engine and another `config.json`, or none. */
async function bind(config: object | null = { id2label: { ...labels } }, facts = signature) {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(tinyTextClassifier['model.onnx']);
  const graph: Graph = {
    facts,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        new Tensor('int64', data as BigInt64Array, shape),
      ]);
      const { logits } = await session.run(Object.fromEntries(feeds));
      return { logits: { dtype: 'float32', shape: logits!.dims, data: logits!.data as Float32Array } };
    },
    readHeader: () => Promise.reject(new Error('not called')),
  };
  const files = {
    tokenizer: new Blob([tinyTextClassifier['tokenizer.json']]),
    tokenizerConfig: new Blob([tinyTextClassifier['tokenizer_config.json']]),
    ...(config && { transformer: new Blob([JSON.stringify(config)]) }),
  };
  return definition.bind({ graphs: { model: graph }, files });
}

const texts = classifications.map(({ text }) => text);

/** The scores in the order of the model's labels. */
const listScores = ({ labels: scores }: TextClassification, names: readonly string[] = labels) =>
  names.map((name) => scores.find(({ label }) => label === name)!.score);
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

test('texts have the labels and scores of transformers, best first, and long ones are truncated', async () => {
  const pipeline = await bind();
  expect(pipeline.labels).toEqual(labels);
  const results = await pipeline.run(texts, {});
  for (const [index, { text, tokens, isTruncated, softmax }] of classifications.entries()) {
    const result = results[index]!;
    expect(result).toMatchObject({ text, tokens, isTruncated });
    expect(listScores(result)).toEqual(closeTo(softmax));
    const scores = result.labels.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  }
  expect(results.at(-1)).toMatchObject({ isTruncated: true, tokens: maxTokens });
});

test('multi-label models score each label by its sigmoid, as in transformers', async () => {
  const config = { id2label: { ...labels }, problem_type: 'multi_label_classification' };
  const results = await (await bind(config)).run(texts, {});
  expect(results.map((result) => listScores(result))).toEqual(classifications.map(({ sigmoid }) => closeTo(sigmoid)));
});

test.each([[{ model_type: 'bert' }], [null]])('with the configuration %o, labels are numbered', async (config) => {
  const pipeline = await bind(config);
  expect(pipeline.labels).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
  const pipelineWithFreeLabels = await bind(config, createTinySignature(['batch', 'labels']));
  expect(pipelineWithFreeLabels.labels).toBeUndefined();
  const [result] = await pipelineWithFreeLabels.run(texts.slice(0, 1), {});
  expect(listScores(result!, pipeline.labels)).toEqual(closeTo(classifications[0]!.softmax));
});

test('a blank text, or a number of labels that differs from the outputs, is rejected', async () => {
  const pipeline = await bind();
  await expect(pipeline.run([' '], {})).rejects.toMatchObject({ facts: { name: 'text', reason: 'text-blank' } });
  await expect(bind({ id2label: { 0: 'spam', 1: 'ham' } })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { model: 'config.json', reason: 'label-count', labels: 2, outputs: 3 },
  });
});

test('only graphs from token ids to logits for each text are recognised', () => {
  const { matches } = definition.roles['model']!;
  expect(matches(signature)).toBe(true);
  expect(matches(createTinySignature(['batch', 'sequence', 9]))).toBe(false);
  expect(matches({ ...signature, inputs: [] })).toBe(false);
  expect(matches({ ...signature, outputs: [{ ...signature.outputs[0]!, name: 'sentence_embedding' }] })).toBe(false);
});

test('an outcome has the class and the labels of a text, and exports have a row per label', () => {
  const [positive, negative] = ['POSITIVE', 'NEGATIVE'];
  const result: TextClassification = {
    text: 'Good, "really"',
    labels: [
      { label: positive, score: 0.9 },
      { label: negative, score: 0.1 },
    ],
    tokens: 4,
    isTruncated: false,
  };
  expect(evaluation.toOutcome([result], { kind: 'class', label: negative })).toEqual({
    truth: negative,
    predictions: [positive, negative],
    confidence: 0.9,
    probabilities: [0.9, 0.1],
    truthProbability: 0.1,
  });
  expect(evaluation.toGroundTruth!([result])).toEqual({ kind: 'class', label: positive });
  expect(textClassification.table.toRows([result])).toEqual([
    [1, result.text, 1, positive, 0.9, 'false'],
    [1, result.text, 2, negative, 0.1, 'false'],
  ]);
});
