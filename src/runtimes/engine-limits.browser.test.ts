import { expect, test } from 'vitest';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listPageTensorEngines, type DeviceId } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { readFacts } from '#formats/index.ts';
import { writeFlatBuffer, type Fields } from '#formats/tiny/flat-buffer.fixture.ts';
import { findEngineLimit } from '#planner/engine-limits/index.ts';
import { loadRuntime, loadTextRuntime } from './index.ts';

/** Constants from TFLite's schema (`schema.fbs`). */
const [logistic, customCode, float32, bfloat16] = [14, 32, 0, 18];

const createTensorFields = (name: string, type: number, more: Fields = {}): Fields => ({
  0: { numbers: [1, 4] },
  1: { number: type },
  2: { number: 0 },
  3: { text: name },
  ...more,
});

/** A TFLite model of one operator, from x to y. */
function buildTfliteModel({ custom = '', type = float32, variable = false }): Uint8Array<ArrayBuffer> {
  const code = custom === '' ? logistic : customCode;
  const state = variable ? [createTensorFields('state', type, { 5: { number: 1 } })] : [];
  const graph: Fields = {
    0: { tables: [createTensorFields('x', type), createTensorFields('y', type), ...state] },
    1: { numbers: [0] },
    2: { numbers: [1] },
    3: { tables: [{ 0: { number: 0 }, 1: { numbers: [0] }, 2: { numbers: [1] } }] },
  };
  return writeFlatBuffer('TFL3', {
    0: { number: 3 },
    1: { tables: [{ 0: { number: code }, ...(custom !== '' && { 1: { text: custom } }), 3: { number: code } }] },
    2: { tables: [graph] },
    3: { text: 'one operator' },
    4: { tables: [{}] },
  });
}

const encodeJson = (model: object) => new TextEncoder().encode(JSON.stringify(model));

/** A TF.js graph of one operator, from x to y. */
function buildTfjsModel(op: string): Uint8Array<ArrayBuffer> {
  const shape = { shape: { dim: [{ size: '4' }] } };
  const x = { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape } };
  const node = [x, { name: 'y', op, input: ['x'] }];
  return encodeJson({
    format: 'graph-model',
    modelTopology: { node, versions: { producer: 1395 } },
    weightsManifest: [],
  });
}

const kerasModel = {
  format: 'layers-model',
  modelTopology: { keras_version: '2.1.6', model_config: { class_name: 'Sequential', config: [] } },
  weightsManifest: [],
};

const models: [
  description: string,
  file: string,
  device: DeviceId,
  reason: string | null,
  bytes: Uint8Array<ArrayBuffer>,
][] = [
  ['a TFLite model of a standard operator', 'a.tflite', 'wasm', null, buildTfliteModel({})],
  [
    'one with a custom operator',
    'a.tflite',
    'wasm',
    'operators-not-supported',
    buildTfliteModel({ custom: 'Mystery' }),
  ],
  ['one with variable tensors', 'a.tflite', 'wasm', 'variable-tensors', buildTfliteModel({ variable: true })],
  ['one of bfloat16 values', 'a.tflite', 'wasm', 'value-type', buildTfliteModel({ type: bfloat16 })],
  ['a graph of TensorFlow.js', 'model.json', 'wasm', null, buildTfjsModel('Relu')],
  ['one with an unknown operator', 'model.json', 'wasm', 'operators-not-supported', buildTfjsModel('Frobnicate')],
  [
    'one with an operator that the backend lacks',
    'model.json',
    'wasm',
    'operators-not-supported',
    buildTfjsModel('RFFT'),
  ],
  ['the same on a backend that has it', 'model.json', 'javascript', null, buildTfjsModel('RFFT')],
  ['a Keras layers model', 'model.json', 'javascript', 'keras-layers-model', encodeJson(kerasModel)],
  ['a weights manifest', 'model.json', 'javascript', 'weights-manifest', encodeJson([{ paths: [], weights: [] }])],
];

test.each(models)(
  'the engine and the header check agree on whether %s (%s on %s) is supported (%s)',
  async (...row) => {
    const [, entry, device, reason, bytes] = row;
    const facts = await readFacts(toByteSource(bytes), entry);
    const [engine] = listPageTensorEngines(facts.format);
    expect(findEngineLimit(facts, { engine: engine!, device })?.reason ?? null).toBe(reason);
    const runtime = await loadRuntime(engine!);
    const failure = await runtime
      .open({ id: entry, entry, files: new Map([[entry, bytes]]) }, { devices: [device], threads: 1 })
      .then(async (session) => {
        await session.run(createSeededInputs(session.facts.inputs));
        await session.close();
        return null;
      })
      .catch(asAppError);
    expect(failure === null, failure?.message).toBe(reason === null);
  },
);

test.each([
  ['only a vocabulary', 'vocabulary-only', 'llama', 0],
  ['a multimodal projector', 'projector-only', 'clip', 1],
])('wllama and the header check reject a GGUF file with %s', async (_, reason, architecture, count) => {
  const tensors = Array.from({ length: count }, () => ({
    name: 'v.blk.0.ln1.weight',
    dims: [32],
    type: 0,
    bytes: 128,
  }));
  const bytes = writeGguf([['general.architecture', 'text', architecture]], tensors);
  const facts = await readFacts(toByteSource(bytes), 'a.gguf');
  expect(findEngineLimit(facts, { engine: 'wllama', device: 'wasm' })).toEqual({ reason });
  const wllama = await loadTextRuntime('wllama');
  const opening = wllama.open(
    { id: 'a.gguf', entry: 'a.gguf', files: new Map([['a.gguf', bytes]]) },
    { devices: ['wasm'], threads: 1 },
  );
  await expect(opening).rejects.toMatchObject({ name: 'AppError' });
});
