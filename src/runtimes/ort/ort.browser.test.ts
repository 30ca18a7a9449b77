import { describe, expect, test } from 'vitest';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { message } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { contractModel, onnxFiles } from './contract-model.fixture.ts';
import { ort } from './index.ts';

const onWasm = { devices: ['wasm'], threads: 1 } as const;

/** A graph of one node from `x` to `y`. */
function oneNode(operator: string, dtype: DataType, attributes = {}): ModelFiles {
  const graph = graphBuilder('one');
  graph.node(operator, [graph.input('x', dtype, ['n'])], attributes, 'y');
  graph.output('y', dtype, ['n']);
  return onnxFiles('one', writeOnnx(graph.model(17)));
}

// Must be the first test of this file: only the first session of a thread loads the wasm.
test('R1: the loading time of the wasm is reported separately from the creation time of the session', async () => {
  const startedMs = performance.now();
  const session = await ort.open(oneNode('Identity', 'float32'), onWasm);
  const tookMs = performance.now() - startedMs;
  const { loadMs = 0, createMs } = session.facts;
  const wasm = performance.getEntriesByType('resource').find(({ name }) => /threaded[^/]*\.wasm/.test(name));
  expect(wasm?.duration).toBeGreaterThan(0);
  expect(loadMs).toBeGreaterThanOrEqual(wasm!.duration);
  expect(createMs).toBeGreaterThan(0);
  expect(loadMs + createMs).toBeLessThanOrEqual(tookMs);
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

test.each(values)('a tensor of type $dtype passes through unchanged', async (x) => {
  const session = await ort.open(oneNode('Identity', x.dtype), onWasm);
  const { y } = await session.run({ x });
  expect(y).toEqual(x);
  expect(y!.data.constructor).toBe(x.data.constructor);
  await session.close();
});

test('a model with an unknown operator fails with the name of the operator', async () => {
  const opening = ort.open(oneNode('Frobnicate', 'float32'), onWasm);
  await expect(opening).rejects.toMatchObject({ code: 'model-unsupported', facts: { operator: 'Frobnicate' } });
});

test('devices that failed before another was opened are listed with the reason', async () => {
  const session = await ort.open(contractModel(), { devices: ['webgl', 'javascript', 'wasm'], threads: 1 });
  expect(session.facts).toMatchObject({
    device: 'wasm',
    failedDevices: [
      { device: 'webgl', why: 'device-not-supported' },
      { device: 'javascript', why: 'device-not-supported' },
    ],
  });
  await session.close();
});

test('opening a model on WebGPU without an adapter fails with the reason', async () => {
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = () => Promise.resolve(null);
  try {
    await expect(ort.open(contractModel(), { devices: ['webgpu'] })).rejects.toMatchObject({
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
] as const)(
  'a model opened at the graph level %s, without the memory pattern, runs %i nodes of 2',
  async (level, nodes) => {
    const graph = graphBuilder('two');
    const same = graph.node('Identity', [graph.input('x', 'float32', ['n'])]); // a no-op that the engine may remove
    graph.node('Neg', [same], {}, 'y');
    graph.output('y', 'float32', ['n']);
    const options = { ...onWasm, graphOptimisation: level, memoryPattern: false, placement: true };
    const session = await ort.open(onnxFiles('two', writeOnnx(graph.model(17))), options);
    expect(session.facts.placement).toEqual({ CPUExecutionProvider: nodes });
    const { y } = await session.run({ x: { dtype: 'float32', shape: [1], data: Float32Array.of(3) } });
    expect([...y!.data]).toEqual([-3]);
    await session.close();
  },
);

test('a precision setting is rejected, since the model determines the precision', async () => {
  await expect(ort.open(contractModel(), { ...onWasm, precision: 'float16' })).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { engine: 'ort', device: 'wasm', reason: 'setting-not-supported', setting: 'precision' },
  });
});

test('an index out of range fails the run, and the next run works', async () => {
  const graph = graphBuilder('gather');
  const table = graph.weights('table', [2], new Float32Array([5, 6]));
  graph.node('Gather', [table, graph.input('x', 'int64', ['n'])], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const session = await ort.open(onnxFiles('gather', writeOnnx(graph.model(17))), onWasm);
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
])('weights next to the graph are read from %s where it names %s', async (_, named, wrapped) => {
  const builder = graphBuilder('external');
  builder.node('Add', [builder.input('x', 'float32', ['n']), builder.weights('w', [2], new Float32Array(2))], {}, 'y');
  builder.output('y', 'float32', ['n']);
  const model = builder.model(17);
  const stored = model.graph!.initializers[0]!;
  const location = { location: named, offset: '4', length: '8' };
  const externalData = Object.entries(location).map(([key, value]) => message('StringPair', { key, value }));
  Object.assign(stored, { rawData: undefined, dataLocation: 1, externalData });
  const files = new Map<string, Uint8Array<ArrayBuffer> | Blob>([
    ['graph.onnx', writeOnnx(model)],
    ['weights.bin', wrapped(new Uint8Array(new Float32Array([-1, 10, 20]).buffer))],
  ]);
  const session = await ort.open({ id: 'external', entry: 'graph.onnx', files }, onWasm);
  const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: new Float32Array([1, 2]) } });
  expect([...y!.data]).toEqual([11, 22]);
  await session.close();
});

test.each([
  ['wasm', { CPUExecutionProvider: 2 }],
  ['webgpu', { WebGpuExecutionProvider: 2 }],
] as const)('the placement of the nodes on %s is reported on request', async (device, placement) => {
  const graph = graphBuilder('two');
  const negated = graph.node('Neg', [graph.input('x', 'float32', ['n'])]);
  graph.node('Sqrt', [negated], {}, 'y');
  graph.output('y', 'float32', ['n']);
  const model = onnxFiles('two', writeOnnx(graph.model(17)));
  const originalConsoleError = console.error;
  const withPlacement = await ort.open(model, { devices: [device], placement: true, graphOptimisation: 'disabled' });
  expect(console.error).toBe(originalConsoleError);
  expect(withPlacement.facts.placement).toEqual(placement);
  await withPlacement.close();
  const unasked = await ort.open(model, { devices: [device] });
  expect(unasked.facts.placement).toBeUndefined();
  await unasked.close();
});

describe('a thin integer convolution', () => {
  /** y = (2 (x0 - 10) - 3 (x1 - 10)) 0.5 * 0.25 / 0.5 + 100 */
  function integerConvolution(): ModelFiles {
    const graph = graphBuilder('integers');
    const scale = (name: string, value: number) => graph.weights(name, [], Float32Array.of(value));
    const zero = (name: string, value: number) =>
      graph.initializer(name, { dtype: 'uint8', shape: [], data: Uint8Array.of(value) });
    const x = [graph.input('x', 'uint8', [1, 2, 1, 2]), scale('xs', 0.5), zero('xz', 10)];
    const w = [
      graph.initializer('w', { dtype: 'int8', shape: [1, 2, 1, 1], data: Int8Array.of(2, -3) }),
      scale('ws', 0.25),
      graph.initializer('wz', { dtype: 'int8', shape: [], data: Int8Array.of(0) }),
    ];
    graph.node('QLinearConv', [...x, ...w, scale('ys', 0.5), zero('yz', 100)], {}, 'y');
    graph.output('y', 'uint8', [1, 1, 1, 2]);
    return onnxFiles('integers', writeOnnx(graph.model(13)));
  }
  const x: Tensor = { dtype: 'uint8', shape: [1, 2, 1, 2], data: Uint8Array.of(14, 10, 10, 16) };

  test.each([
    ['runs in float32', onWasm, 1],
    ['runs unchanged if graph optimisation is off', { ...onWasm, graphOptimisation: 'disabled' } as const, undefined],
  ])('%s, with the result worked out by hand', async (_, options, float32Convolutions) => {
    const session = await ort.open(integerConvolution(), options);
    expect(session.facts.float32Convolutions).toBe(float32Convolutions);
    // 8 / 4 + 100, and -18 / 4 + 100 rounded to even, of 95 and 96.
    expect((await session.run({ x }))['y']!.data).toEqual(Uint8Array.of(102, 96));
    await session.close();
  });
});
