import { expect, test } from 'vitest';
import { toByteSource } from '../byte-source.ts';
import { createTinyGraphModel, createTinyLayersModel } from '../tiny/models.fixture.ts';
import { toJsonSource } from './tfjs-costs.fixture.ts';
import { tfjs } from './index.ts';

const readJson = (value: unknown) => tfjs.readFacts(toJsonSource(value), 'model.json');
const readWeight = (weight: object, paths: unknown[] = ['a.bin']) => readJson([{ paths, weights: [weight] }]);

test('reads the facts of a graph model from its signature and weights manifest', async () => {
  const { bytes, name } = createTinyGraphModel();
  expect(await tfjs.readFacts(toByteSource(bytes), name)).toMatchObject({
    formatVersion: 'graph-model',
    producer: 'TensorFlow.js Converter v4',
    sizeBytes: bytes.length + 12,
    parameters: 9,
    weightBytes: 8 + 4,
    weights: [
      { dtype: 'uint8', parameters: 8, bytes: 8 },
      { dtype: 'int32', parameters: 1, bytes: 4 },
    ],
    inputs: [{ name: 'x', dtype: 'float32', shape: [null, 4] }],
    outputs: [{ name: 'Identity', dtype: 'int32', shape: [null, 2] }],
    operators: { Placeholder: 1, Const: 1, MatMul: 1, Identity: 1 },
    opsets: { tensorflow: 1286 },
    quantisation: { kind: 'weights-only', name: 'uint8' },
    externalFiles: [{ name: 'group1-shard1of1.bin', sizeBytes: 12 }],
    // 4 products and sums for each of 2 outputs, for a batch of one.
    flops: 16,
  });
});

test('reads the facts of a layers model from its layers, including nested ones', async () => {
  const { bytes, name } = createTinyLayersModel();
  expect(await tfjs.readFacts(toByteSource(bytes), name)).toMatchObject({
    formatVersion: 'layers-model',
    operators: { Dense: 2, Activation: 1 },
    inputs: [{ name: 'hidden', dtype: 'float32', shape: [null, 4] }],
    outputs: [{ name: 'last', shape: [null, null] }],
    architecture: { family: 'perceptron' },
    quantisation: { kind: 'none' },
    // Two shards contain the group; their individual sizes are not specified.
    externalFiles: [
      { name: 'a', sizeBytes: null },
      { name: 'b', sizeBytes: null },
    ],
  });
});

// The JSON that Keras 2.15 writes for `Sequential([Input((4,)), Dense(3)])` and `Model([a, b], Add()([a, b]))`.
test('reads one input of a Sequential model, and the listed inputs of other models', async () => {
  const createLayer = (class_name: string, config: object) => ({ class_name, config });
  const shape = { batch_input_shape: [null, 4], dtype: 'float32' };
  const sequential = [
    createLayer('InputLayer', { ...shape, name: 'input_1' }),
    createLayer('Dense', { ...shape, name: 'dense', units: 3 }),
  ];
  const readInputs = async (model_config: object) => (await readJson({ modelTopology: { model_config } })).inputs;
  expect(await readInputs({ class_name: 'Sequential', config: { layers: sequential } })).toEqual([
    { name: 'input_1', dtype: 'float32', shape: [null, 4] },
  ]);
  const layers = [
    createLayer('InputLayer', { ...shape, name: 'a' }),
    createLayer('InputLayer', { ...shape, name: 'b' }),
    createLayer('Dense', { ...shape, name: 'inner' }),
  ];
  const functional = { layers, input_layers: [['a', 0, 0], ['b', 0, 0]], output_layers: ['inner', 0, 0] }; // prettier-ignore
  expect((await readInputs({ class_name: 'Functional', config: functional })).map(({ name }) => name)).toEqual([
    'a',
    'b',
  ]);
});

test('without a signature, the placeholders are inputs and the unread nodes are outputs', async () => {
  const facts = await readJson({
    modelTopology: {
      node: [
        {
          name: 'in',
          op: 'Placeholder',
          attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '1' }, { size: '3' }] } } },
        },
        { name: 'mid', op: 'Relu', input: ['in:0', '^control'] },
        { name: 'out', op: 'Neg', input: ['mid'] },
      ],
    },
  });
  expect(facts).toMatchObject({
    inputs: [{ name: 'in', dtype: 'float32', shape: [1, 3] }],
    outputs: [{ name: 'out', shape: [1, 3] }],
    parameters: null,
    weightBytes: null,
  });
});

test.each([
  ['a path outside the folder', () => readWeight({ shape: [1], dtype: 'int32' }, ['../../etc/passwd'])],
  ['an invalid type', () => readWeight({ shape: [1], dtype: '__proto__' })],
  ['negative sizes', () => readWeight({ shape: [-1], dtype: 'int32' })],
  ['2^63 sizes', () => readWeight({ shape: ['9223372036854775807'], dtype: 'int32' })],
  ['a product above 2^53', () => readWeight({ shape: [2 ** 40, 2 ** 40], dtype: 'int32' })],
])('rejects a model with %s as corrupt', async (_, attempt) => {
  await expect(attempt()).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('keeps markup in the header as text', async () => {
  const facts = await readJson({ convertedBy: '<img src=x onerror=alert(1)>', modelTopology: { node: [] } });
  expect(facts.producer).toBe('<img src=x onerror=alert(1)>');
});
