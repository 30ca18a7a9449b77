import { readdir, rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions } from '#core/engine/runtime.ts';
import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { createContractModel, toModelFiles } from '#runtimes/ort/contract-model.fixture.ts';
import { findSkipReason } from '../engine-under-test.fixture.ts';
import { EngineHost } from '../child-process/engine-host.ts';
import { createTensorRuntime } from '../child-process/remote-tensor-session.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { readPackageState } from '../packages/package-state.ts';

const host = new EngineHost('ort');
afterAll(() => host.close());
const open = (model: ModelFiles, options: Partial<OpenOptions> = {}) =>
  createTensorRuntime(host).open(model, { devices: ['cpu'], threads: 1, ...options });

/** Builds a graph that returns its input. */
function buildIdentity(dtype: DataType): ModelFiles {
  const graph = createGraphBuilder('identity');
  graph.node('Identity', [graph.input('x', dtype, ['n'])], {}, 'y');
  graph.output('y', dtype, ['n']);
  return toModelFiles('identity', writeOnnx(graph.model(17)));
}

/** Builds a graph of the operator Det, which OpenVINO does not support. */
function buildDeterminant(): ModelFiles {
  const graph = createGraphBuilder('determinant');
  graph.node('Det', [graph.input('x', 'float32', [2, 2])], {}, 'y');
  graph.output('y', 'float32', []);
  return toModelFiles('determinant', writeOnnx(graph.model(17)));
}

const values: readonly Tensor[] = [
  { dtype: 'float32', shape: [3], data: Float32Array.of(1.5, -0, Infinity) },
  { dtype: 'float64', shape: [2], data: Float64Array.of(Math.PI, -1e300) },
  { dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0xfbff) },
  { dtype: 'int8', shape: [2], data: Int8Array.of(-128, 127) },
  { dtype: 'uint8', shape: [2], data: Uint8Array.of(0, 255) },
  { dtype: 'int16', shape: [2], data: Int16Array.of(-32768, 32767) },
  { dtype: 'uint16', shape: [2], data: Uint16Array.of(0, 65535) },
  { dtype: 'int32', shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
  { dtype: 'uint32', shape: [2], data: Uint32Array.of(0, 2 ** 32 - 1) },
  { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
  { dtype: 'uint64', shape: [2], data: BigUint64Array.of(0n, 2n ** 64n - 1n) },
  { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) },
  { dtype: 'string', shape: [4], data: ['', 'ascii', 'größer', '模型'] },
  { dtype: 'float32', shape: [0], data: new Float32Array() },
];

describe.skipIf(await findSkipReason('ort'))('onnxruntime through its C API', () => {
  test.each(values.map((x) => [x.dtype, x.shape, x] as const))('passes %s%j through unchanged', async (dtype, _, x) => {
    const session = await open(buildIdentity(dtype));
    expect((await session.run({ x }))['y']).toEqual(x);
    await session.close();
  });

  test('runs more nodes if graph optimisation is off', async () => {
    const countNodes = async (graphOptimisation: 'all' | 'disabled') => {
      const session = await open(createContractModel(), { graphOptimisation, placement: true });
      return session.facts.placement?.['CPUExecutionProvider'];
    };
    expect(await countNodes('disabled')).toBe(4); // all nodes of the graph
    expect(await countNodes('all')).toBeLessThan(4);
  });

  test('reports the memory of its process and of its arena, which grows with the inputs', async () => {
    const session = await open(createContractModel());
    const { arenaBytes: before = 0 } = await session.memory();
    const rows = 16_384;
    await session.run({ x: { dtype: 'float32', shape: [rows, 3], data: new Float32Array(rows * 3) } });
    const { arenaBytes = 0, processPeakBytes } = await session.memory();
    expect(arenaBytes - before).toBeGreaterThan(40_000_000); // the model has over 60 MB of intermediate results
    expect(processPeakBytes).toBeGreaterThan(arenaBytes / 2);
    const withoutArena = await open(createContractModel(), { memoryArena: false });
    expect(await withoutArena.memory()).toEqual({
      processPeakBytes: expect.any(Number) as number,
      notStated: ['arena-off'],
    });
  });

  test('accepts every session option, and logs according to the log level', async () => {
    const before = host.log.text.length;
    await open(createContractModel());
    expect(host.log.text.slice(before)).not.toContain('[V:onnxruntime');
    await open(createContractModel(), {
      executionMode: 'parallel',
      interOpThreads: 2,
      memoryArena: false,
      memoryPattern: false,
      logLevel: 'verbose',
    });
    await expect.poll(() => host.log.text).toContain('[V:onnxruntime');
  });

  test.each<[what: string, options: Partial<OpenOptions>, facts: object]>([
    ['a GPU without a provider', { devices: ['gpu'] }, { reason: 'provider-needed', device: 'gpu' }],
    ['a precision without a provider', { computePrecision: 'float16' }, { reason: 'setting-needs-provider' }],
    ['a model cache without a provider', { modelCache: true }, { reason: 'setting-needs-provider' }],
    [
      'a setting that the provider would ignore',
      { provider: 'webgpu', computePrecision: 'float16' },
      { reason: 'provider-without-setting', provider: 'webgpu', setting: 'computePrecision float16' },
    ],
    ['a setting of another engine', { streams: 2 }, { reason: 'setting-not-supported', setting: 'streams' }],
  ])('rejects %s', async (_, options, facts) => {
    await expect(open(createContractModel(), options)).rejects.toMatchObject({ code: 'engine-unavailable', facts });
  });
});

describe.skipIf(await findSkipReason('ort'))('a provider of onnxruntime', () => {
  // The packages of onnxruntime for Linux contain only the providers for the CPU and Azure.
  test.skipIf(process.platform !== 'linux')('is rejected if it is not part of this build', async () => {
    for (const provider of ['coreml', 'directml', 'cann'] as const) {
      const opening = open(createContractModel(), { provider, devices: [provider === 'directml' ? 'gpu' : 'npu'] });
      const facts = { reason: 'provider-not-built-in', provider, builtIn: expect.stringContaining('CPU') as string };
      await expect(opening).rejects.toMatchObject({ code: 'engine-unavailable', facts });
    }
  });

  test('in a separate library is rejected with the state of its package if it is not ready', async () => {
    for (const provider of ['cuda', 'tensorrt', 'tensorrt-rtx', 'qnn', 'mlx', 'migraphx', 'vitisai'] as const) {
      const { state } = await readPackageState(`ort-${provider}`);
      if (state === 'ready') continue;
      const opening = open(createContractModel(), { provider, devices: ['gpu'] });
      await expect(opening).rejects.toMatchObject({ code: 'engine-not-ready', facts: { state } });
    }
  });
});

const pluginState = (await readPackageState('ort-openvino')).state;
const skipReason =
  (await findSkipReason('ort')) || (pluginState === 'ready' ? '' : `skipped: ort-openvino is ${pluginState}`);

describe.skipIf(skipReason)(`onnxruntime with OpenVINO as its provider ${skipReason}`, () => {
  test('reports how many nodes run on it and in which precision', async () => {
    const session = await open(createContractModel(), { provider: 'openvino' });
    expect(session.facts).toMatchObject({ build: 'openvino', computePrecision: 'float32' });
    expect(Object.keys(session.facts.placement ?? {})).toEqual(['OpenVINOExecutionProvider']);
    const { y } = await session.run({ x: { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1, 2, 3) } });
    expect([...y!.data]).toEqual([32, 48]); // expected values computed by hand, as in the contract tests
  });

  test('is listed among the devices of the engine', async () => {
    const { devices } = await host.probe();
    expect(devices).toContainEqual({ device: 'cpu', name: 'OpenVINOExecutionProvider', provider: 'openvino' });
    expect(devices.filter(({ provider }) => provider === undefined)).toEqual([
      { device: 'cpu', name: 'CPUExecutionProvider' },
    ]);
  });

  test('stores the compiled model if the model cache is on', async () => {
    const cache = await ensureDataFolder('engines', 'ort-openvino-cache');
    await rm(cache, { recursive: true, force: true });
    await open(createContractModel(), { provider: 'openvino', modelCache: true });
    expect(await readdir(cache)).not.toEqual([]);
  });

  test('rejects a model without any supported node, instead of running it on the CPU', async () => {
    const facts = { reason: 'provider-without-nodes', provider: 'openvino' };
    await expect(open(buildDeterminant(), { provider: 'openvino' })).rejects.toMatchObject({ facts });
  });

  test('rejects a device that does not exist', async () => {
    const opening = open(createContractModel(), { provider: 'openvino', devices: ['npu'] });
    await expect(opening).rejects.toMatchObject({ facts: { reason: 'provider-without-device', device: 'npu' } });
  });
});
