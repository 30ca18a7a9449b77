import { expect, test } from 'vitest';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { tfjs } from './index.ts';

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: object;
}

/** A graph without weights and signature, whose tensors have the names of its nodes. */
function createGraphModel(...node: Node[]): ModelFiles {
  const json = { format: 'graph-model', modelTopology: { node, versions: { producer: 1395 } }, weightsManifest: [] };
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  return { id: 'graph', entry: 'model.json', files: new Map([['model.json', bytes]]) };
}

function createPlaceholder(name: string, type: string): Node {
  return { name, op: 'Placeholder', attr: { dtype: { type }, shape: { shape: { dim: [{ size: '-1' }] } } } };
}

const createIntegers = (...values: number[]) =>
  ({ dtype: 'int32', shape: [values.length], data: new Int32Array(values) }) as const;

// Signs according to https://www.tensorflow.org/api_docs/python/tf/math/floormod: the result has the divisor's sign.
test.each(['wasm', 'webgl', 'javascript'] satisfies DeviceId[])(
  'FloorMod on %s returns the sign of the divisor',
  async (device) => {
    const graph = createGraphModel(createPlaceholder('a', 'DT_INT32'), createPlaceholder('b', 'DT_INT32'), {
      name: 'y',
      op: 'FloorMod',
      input: ['a', 'b'],
    });
    const session = await tfjs.open(graph, { devices: [device] });
    const { y } = await session.run({ a: createIntegers(7, -7, 7, -7, 6), b: createIntegers(3, 3, -3, -3, 3) });
    expect(y).toEqual(createIntegers(1, 2, -2, -1, 0));
    await session.close();
  },
);

test('runs an operator with a dynamic output shape asynchronously', async () => {
  const graph = createGraphModel(createPlaceholder('x', 'DT_BOOL'), { name: 'y', op: 'Where', input: ['x'] });
  const session = await tfjs.open(graph, { devices: ['wasm'] });
  const { y } = await session.run({ x: { dtype: 'bool', shape: [4], data: new Uint8Array([0, 1, 0, 1]) } });
  expect(y).toEqual({ dtype: 'int32', shape: [2, 1], data: new Int32Array([1, 3]) });
  await session.close();
});

test('runs a graph with a hash table asynchronously', async () => {
  const createWeight = (name: string): Node => ({ name, op: 'Const', attr: { dtype: { type: 'DT_INT32' } } });
  const table: Node = {
    name: 'table',
    op: 'HashTableV2',
    attr: { key_dtype: { type: 'DT_INT32' }, value_dtype: { type: 'DT_INT32' } },
  };
  // The converter stores the nodes that fill tables as a separate graph with the same weights.
  const initializer = { name: 'filled', op: 'InitializeTableV2', input: ['table', 'keys', 'values'] };
  const lookup = { name: 'y', op: 'LookupTableFindV2', input: ['table', 'x', 'missing'] };
  const versions = { producer: 1395 };
  const json = {
    format: 'graph-model',
    modelTopology: { node: [createPlaceholder('x', 'DT_INT32'), table, createWeight('missing'), lookup], versions },
    modelInitializer: { node: [table, createWeight('keys'), createWeight('values'), initializer], versions },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'keys', shape: [2], dtype: 'int32' },
          { name: 'values', shape: [2], dtype: 'int32' },
          { name: 'missing', shape: [], dtype: 'int32' },
        ],
      },
    ],
  };
  const files = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(json))],
    ['weights.bin', new Uint8Array(new Int32Array([7, 9, 70, 90, -1]).buffer)],
  ]);
  const session = await tfjs.open({ id: 'graph', entry: 'model.json', files }, { devices: ['wasm'] });
  const { y } = await session.run({ x: createIntegers(9, 8, 7) });
  expect([...y!.data]).toEqual([90, -1, 70]);
  await session.close();
});

test('reads the memory of a wasm session while another device is in use', async () => {
  const graph = createGraphModel(createPlaceholder('x', 'DT_FLOAT'), { name: 'y', op: 'Square', input: ['x'] });
  const wasm = await tfjs.open(graph, { devices: ['wasm'] });
  const other = await tfjs.open(graph, { devices: ['javascript'] });
  await other.run({ x: { dtype: 'float32', shape: [1], data: new Float32Array(1) } });
  const { wasmHeapBytes } = await wasm.memory();
  expect(wasmHeapBytes).toBeGreaterThan(0);
  await Promise.all([wasm.close(), other.close()]);
});

test('fails to run an unknown operator, and names it', async () => {
  const graph = createGraphModel(createPlaceholder('x', 'DT_FLOAT'), { name: 'y', op: 'Frobnicate', input: ['x'] });
  const session = await tfjs.open(graph, { devices: ['javascript'] });
  const x = { dtype: 'float32', shape: [1], data: new Float32Array(1) } as const;
  await expect(session.run({ x })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { operator: 'Frobnicate', model: 'graph' },
  });
  await session.close();
});

test('runs two sessions on two devices in one worker', async () => {
  const graph = createGraphModel(createPlaceholder('x', 'DT_FLOAT'), { name: 'y', op: 'Square', input: ['x'] });
  const sessions = [await tfjs.open(graph, { devices: ['javascript'] }), await tfjs.open(graph, { devices: ['wasm'] })];
  for (const session of [...sessions, ...sessions]) {
    const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: new Float32Array([3, -4]) } });
    expect([...y!.data]).toEqual([9, 16]);
  }
  await Promise.all(sessions.map((session) => session.close()));
});

test('rejects a Keras layers model, because it is not a graph model', async () => {
  const json = { format: 'layers-model', modelTopology: { keras_version: '2.1.6' }, weightsManifest: [] };
  const files = new Map([['model.json', new TextEncoder().encode(JSON.stringify(json))]]);
  const opening = tfjs.open({ id: 'keras', entry: 'model.json', files }, { devices: ['javascript'] });
  await expect(opening).rejects.toMatchObject({ code: 'model-unsupported', facts: { model: 'keras' } });
});
