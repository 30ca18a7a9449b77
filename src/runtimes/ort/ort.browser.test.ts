import { describe, expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { createMessage } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { createContractModel, toModelFiles } from './contract-model.fixture.ts';
import { ort } from './index.ts';

const onWasm = { devices: ['wasm'], threads: 1 } as const;

/** A graph of one node from `x` to `y`. */
function createOneNodeModel(operator: string, dtype: DataType, attributes = {}): ModelFiles {
  const graph = createGraphBuilder('one');
  graph.node(operator, [graph.input('x', dtype, ['n'])], attributes, 'y');
  graph.output('y', dtype, ['n']);
  return toModelFiles('one', writeOnnx(graph.model(17)));
}

// This must be the first test of this file, because only the first session of a thread loads the wasm.
test('R1: reports the loading time of the wasm separately from the creation time of the session', async () => {
  const startedMs = performance.now();
  const session = await ort.open(createOneNodeModel('Identity', 'float32'), onWasm);
  const durationMs = performance.now() - startedMs;
  const { loadMs = 0, createMs } = session.facts;
  const wasm = performance.getEntriesByType('resource').find(({ name }) => /threaded[^/]*\.wasm/.test(name));
  expect(wasm?.duration).toBeGreaterThan(0);
  expect(loadMs).toBeGreaterThanOrEqual(wasm!.duration);
  expect(createMs).toBeGreaterThan(0);
  expect(loadMs + createMs).toBeLessThanOrEqual(durationMs);
  await session.close();
});

const values: Tensor[] = [
  { dtype: 'float64', shape: [2], data: new Float64Array([0.1, -2]) },
  { dtype: 'float16', shape: [2], data: new Uint16Array([0x3c00, 0xc000]) }, // 1 and -2
  { dtype: 'int8', shape: [2], data: new Int8Array([-128, 127]) },
  { dtype: 'uint8', shape: [2], data: new Uint8Array([0, 255]) },
  { dtype: 'int32', shape: [2], data: new Int32Array([-(2 ** 31), 7]) },
  { dtype: 'int64', shape: [2], data: new BigInt64Array([-(2n ** 63n), 2n ** 53n + 1n]) },
  { dtype: 'uint64', shape: [2], data: new BigUint64Array([2n ** 64n - 1n, 1n]) },
  { dtype: 'bool', shape: [2], data: new Uint8Array([0, 1]) },
  { dtype: 'string', shape: [2], data: ['ünï', ''] },
];

test.each(values)('passes a tensor of type $dtype through unchanged', async (x) => {
  const session = await ort.open(createOneNodeModel('Identity', x.dtype), onWasm);
  const { y } = await session.run({ x });
  expect(y).toEqual(x);
  expect(y!.data.constructor).toBe(x.data.constructor);
  await session.close();
});

test('rejects a model with an unknown operator, and names the operator', async () => {
  const opening = ort.open(createOneNodeModel('Frobnicate', 'float32'), onWasm);
  await expect(opening).rejects.toMatchObject({ code: 'model-unsupported', facts: { operator: 'Frobnicate' } });
});

test('lists the devices that failed before the opened one, with the reason', async () => {
  const session = await ort.open(createContractModel(), { devices: ['webgl', 'javascript', 'wasm'], threads: 1 });
  expect(session.facts).toMatchObject({
    device: 'wasm',
    failedDevices: [
      { device: 'webgl', why: 'device-not-supported' },
      { device: 'javascript', why: 'device-not-supported' },
    ],
  });
  await session.close();
});

test('fails to open a model on WebGPU without an adapter, with the reason', async () => {
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = () => Promise.resolve(null);
  try {
    await expect(ort.open(createContractModel(), { devices: ['webgpu'] })).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { engine: 'ort', device: 'webgpu', reason: 'no-gpu-adapter' },
    });
  } finally {
    GPU.prototype.requestAdapter = requestAdapter;
  }
});

test.each([
  ['disabled', 2],
  ['basic', 1],
  ['extended', 1],
  ['all', 1],
] as const)('with graph optimisation %s and without the memory pattern, runs %i of 2 nodes', async (level, nodes) => {
  const graph = createGraphBuilder('two');
  const identity = graph.node('Identity', [graph.input('x', 'float32', ['n'])]); // a no-op that the engine may remove
  graph.node('Neg', [identity], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const options = { ...onWasm, graphOptimisation: level, memoryPattern: false, placement: true };
  const session = await ort.open(toModelFiles('two', writeOnnx(graph.model(17))), options);
  expect(session.facts.placement).toEqual({ CPUExecutionProvider: nodes });
  const { y } = await session.run({ x: { dtype: 'float32', shape: [1], data: Float32Array.of(3) } });
  expect([...y!.data]).toEqual([-3]);
  await session.close();
});

test('rejects a precision setting, because the model determines the precision', async () => {
  await expect(ort.open(createContractModel(), { ...onWasm, precision: 'float16' })).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { engine: 'ort', device: 'wasm', reason: 'setting-not-supported', setting: 'precision' },
  });
});

test('fails a run with an index out of range, and the next run works', async () => {
  const graph = createGraphBuilder('gather');
  const table = graph.weights('table', [2], new Float32Array([5, 6]));
  graph.node('Gather', [table, graph.input('x', 'int64', ['n'])], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const session = await ort.open(toModelFiles('gather', writeOnnx(graph.model(17))), onWasm);
  const indexInput = (index: bigint) => ({
    x: { dtype: 'int64', shape: [1], data: new BigInt64Array([index]) } as const,
  });
  await expect(session.run(indexInput(9n))).rejects.toMatchObject({ code: 'input-invalid' });
  expect([...(await session.run(indexInput(1n)))['y']!.data]).toEqual([6]);
  await session.close();
});

test.each([
  ['bytes', 'weights.bin', (weights: Uint8Array<ArrayBuffer>) => weights],
  ['a Blob', 'weights.bin', (weights: Uint8Array<ArrayBuffer>) => new Blob([weights])],
  ['bytes', './weights.bin', (weights: Uint8Array<ArrayBuffer>) => weights],
])('reads external weights from %s at the location %s', async (_, path, toFile) => {
  const builder = createGraphBuilder('external');
  builder.node('Add', [builder.input('x', 'float32', ['n']), builder.weights('w', [2], new Float32Array(2))], {}, 'y');
  builder.output('y', 'float32', ['n']);
  const model = builder.model(17);
  const initializer = model.graph!.initializers[0]!;
  const location = { location: path, offset: '4', length: '8' };
  const externalData = Object.entries(location).map(([key, value]) => createMessage('StringPair', { key, value }));
  Object.assign(initializer, { rawData: undefined, dataLocation: 1, externalData });
  const files = new Map<string, Uint8Array<ArrayBuffer> | Blob>([
    ['graph.onnx', writeOnnx(model)],
    ['weights.bin', toFile(new Uint8Array(new Float32Array([-1, 10, 20]).buffer))],
  ]);
  const session = await ort.open({ id: 'external', entry: 'graph.onnx', files }, onWasm);
  const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: new Float32Array([1, 2]) } });
  expect([...y!.data]).toEqual([11, 22]);
  await session.close();
});

test.each([
  ['wasm', { CPUExecutionProvider: 2 }],
  ['webgpu', { WebGpuExecutionProvider: 2 }],
] as const)('reports the placement of the nodes on %s on request', async (device, placement) => {
  const graph = createGraphBuilder('two');
  const negated = graph.node('Neg', [graph.input('x', 'float32', ['n'])]);
  graph.node('Sqrt', [negated], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const model = toModelFiles('two', writeOnnx(graph.model(17)));
  const originalConsoleError = console.error;
  const withPlacement = await ort.open(model, { devices: [device], placement: true, graphOptimisation: 'disabled' });
  expect(console.error).toBe(originalConsoleError);
  expect(withPlacement.facts.placement).toEqual(placement);
  await withPlacement.close();
  const withoutPlacement = await ort.open(model, { devices: [device] });
  expect(withoutPlacement.facts.placement).toBeUndefined();
  await withoutPlacement.close();
});

describe('a thin integer convolution', () => {
  /** y = (2 (x0 - 10) - 3 (x1 - 10)) 0.5 * 0.25 / 0.5 + 100 */
  function createModel(): ModelFiles {
    const graph = createGraphBuilder('integers');
    const addScale = (name: string, value: number) => graph.weights(name, [], Float32Array.of(value));
    const addZeroPoint = (name: string, value: number) =>
      graph.initializer(name, { dtype: 'uint8', shape: [], data: Uint8Array.of(value) });
    const x = [graph.input('x', 'uint8', [1, 2, 1, 2]), addScale('xs', 0.5), addZeroPoint('xz', 10)];
    const w = [
      graph.initializer('w', { dtype: 'int8', shape: [1, 2, 1, 1], data: Int8Array.of(2, -3) }),
      addScale('ws', 0.25),
      graph.initializer('wz', { dtype: 'int8', shape: [], data: Int8Array.of(0) }),
    ];
    graph.node('QLinearConv', [...x, ...w, addScale('ys', 0.5), addZeroPoint('yz', 100)], {}, 'y');
    graph.output('y', 'uint8', [1, 1, 1, 2]);
    return toModelFiles('integers', writeOnnx(graph.model(13)));
  }
  const x: Tensor = { dtype: 'uint8', shape: [1, 2, 1, 2], data: Uint8Array.of(14, 10, 10, 16) };

  test.each([
    ['runs in float32', onWasm, 1],
    ['runs unchanged if graph optimisation is off', { ...onWasm, graphOptimisation: 'disabled' } as const, undefined],
  ])('%s, with the result computed by hand', async (_, options, float32Convolutions) => {
    const session = await ort.open(createModel(), options);
    expect(session.facts.float32Convolutions).toBe(float32Convolutions);
    // 8 / 4 + 100, and -18 / 4 + 100 rounded to even, of 95 and 96.
    expect((await session.run({ x }))['y']!.data).toEqual(Uint8Array.of(102, 96));
    await session.close();
  });
});
